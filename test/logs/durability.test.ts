import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CloudWatchLogsClient, PutLogEventsCommand, paginateGetLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogsClient, createStreams } from "./logs-client.ts";

let directory: string;
let running: ChildProcess[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "logs-"));
  running = [];
});
afterEach(async () => {
  for (const child of running) await kill9(child);
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<{ child: ChildProcess; client: CloudWatchLogsClient }> {
  const script = join(import.meta.dirname, "logs-endpoint-process.ts");
  const child = spawn(process.execPath, [script, join(directory, "logs.db")], { stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, client: createLogsClient(url) };
}

async function kill9(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

test(
  "what was acknowledged survives kill -9, and a batch in flight is there whole or not at all",
  { timeout: 60_000 },
  async () => {
    const time = Date.now();
    const acknowledged = new Set<number>();
    let sent = 0;
    for (let round = 0; round < 4; round++) {
      const { child, client } = await start();
      if (round === 0) await createStreams(client, "g", "s");
      const put = async (): Promise<void> => {
        for (;;) {
          const batch = sent++;
          const logEvents = Array.from({ length: 1000 }, (_, index) => ({
            timestamp: time,
            message: `${batch} ${index}\n`,
          }));
          await client.send(new PutLogEventsCommand({ logGroupName: "g", logStreamName: "s", logEvents }));
          acknowledged.add(batch);
          // Killed between others' acknowledgements, while some are on their way.
          if (acknowledged.size >= 10 * (round + 1)) child.kill("SIGKILL");
        }
      };
      const ends = await Promise.allSettled([put(), put(), put()]);
      expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
      await kill9(child);
      client.destroy();
      expect(child.signalCode).toBe("SIGKILL");
    }
    const { client } = await start();
    const stored = new Map<number, number>();
    for await (const page of paginateGetLogEvents(
      { client, stopOnSameToken: true },
      { logGroupName: "g", logStreamName: "s", startFromHead: true },
    )) {
      for (const { message = "" } of page.events ?? []) {
        const [batch = 0, index] = message.split(" ").map(Number);
        expect(index).toBe(stored.get(batch) ?? 0);
        stored.set(batch, (stored.get(batch) ?? 0) + 1);
      }
    }
    client.destroy();
    expect(acknowledged.size).toBeGreaterThanOrEqual(40);
    for (const batch of acknowledged) expect(stored.get(batch)).toBe(1000);
    expect([...stored.values()].every((count) => count === 1000)).toBe(true);
  },
);
