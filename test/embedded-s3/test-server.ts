import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { type Clock, systemClock } from "../../src/common/clock.ts";
import { randomIds } from "../../src/common/ids.ts";
import { createLogger } from "../../src/common/logger.ts";
import { s3Migrations } from "../../src/embedded/s3/migrations.ts";
import { createS3Service } from "../../src/embedded/s3/s3-service.ts";
import { openSqliteDatabase } from "../../src/store/sqlite/sqlite-database.ts";
import { waitFor } from "../support/wait-for.ts";

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** What was logged as a warning or an error: none is expected. */
  readonly complaints: readonly string[];
  client(config?: S3ClientConfig): S3Client;
  /** The files of object bodies on disk. Those of what was deleted go in the background. */
  bodyFiles(): string[];
  /** How many files there are once those on disk are exactly those that objects and parts are made of. */
  settledFiles(): Promise<number>;
}

export interface TestServerOptions {
  /** A directory to use again; it is then left in place. */
  readonly directory?: string;
  readonly clock?: Clock;
  readonly port?: number;
}

/** The service alone on a port of loopback. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), "embedded-s3-"));
  const complaints: string[] = [];
  const database = openSqliteDatabase(join(directory, "s3.db"), s3Migrations);
  const service = createS3Service({
    database,
    directory,
    clock: options.clock ?? systemClock,
    ids: randomIds,
    logger: createLogger({ format: "text", level: "warn", now: Date.now, write: (line) => complaints.push(line) }),
    defaultAccount: "000000000000",
    defaultRegion: "us-east-1",
    isLocalHost: (name) => name === "localhost" || name === "127.0.0.1" || name === "host.docker.internal",
  });
  const server = createServer((request, response) => {
    if (service.handles(request)) void service.handle(request, response);
    else response.writeHead(421).end("not for S3");
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clients: S3Client[] = [];
  const bodyFiles = (): string[] =>
    readdirSync(join(directory, "bodies"), { recursive: true, encoding: "utf8" }).filter((name) => name.includes("/"));
  return {
    url,
    port,
    directory,
    complaints,
    client(config = {}) {
      const client = new S3Client({
        endpoint: url,
        region: "us-east-1",
        forcePathStyle: true,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    bodyFiles: () =>
      readdirSync(join(directory, "bodies"), { recursive: true, encoding: "utf8" }).filter((name) =>
        name.includes("/"),
      ),
    settledFiles: () =>
      waitFor("the files on disk are those of objects and parts", () => {
        const named = database
          .prepare("SELECT file FROM segment WHERE file IS NOT NULL UNION SELECT file FROM part WHERE file IS NOT NULL")
          .all();
        const onDisk = bodyFiles().map((path) => path.slice(path.indexOf("/") + 1));
        const same =
          onDisk.toSorted().join() ===
          named
            .map(({ file }) => String(file))
            .toSorted()
            .join();
        return same ? [onDisk.length] : undefined;
      }).then(([count = 0]) => count),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      service[Symbol.dispose]();
      database[Symbol.dispose]();
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}
