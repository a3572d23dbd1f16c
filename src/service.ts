import type { Clock } from "./common/clock.ts";
import type { Logger } from "./common/logger.ts";
import type { Config } from "./config/config.ts";
import { createHostPolicy } from "./http/host-policy.ts";
import { openHttpServer } from "./http/http-server.ts";
import { DataDirectoryError, openDataDirectory } from "./store/sqlite/data-directory.ts";

/** One running endpoint. Disposing stops accepting, leaves running builds to the next start, and lets the data directory go. */
export interface Service extends AsyncDisposable {
  readonly url: string;
}

/** The endpoint can't start, for a reason that the user can mend. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Builds the whole endpoint from its settings: the only place that knows which technology stands behind which interface. */
export async function openService(config: Config, { clock, logger }: { clock: Clock; logger: Logger }): Promise<Service> {
  const data = openData(config);
  const policy = createHostPolicy(config.allowedHosts);
  const server = await openHttpServer(
    (request, response) => {
      const refusal = policy.refusal(request.headers);
      logger.debug("request", { url: request.url, refusal });
      response.writeHead(refusal === undefined ? 501 : 403, { "Content-Type": "text/plain" });
      response.end(refusal ?? "not assembled yet");
    },
    { port: config.port, addresses: config.host === undefined ? ["127.0.0.1", "::1"] : [config.host], clock },
  );
  return {
    url: `http://127.0.0.1:${server.port}`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      data[Symbol.dispose]();
    },
  };
}

function openData(config: Config) {
  try {
    return openDataDirectory(config.dataDirectory);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}
