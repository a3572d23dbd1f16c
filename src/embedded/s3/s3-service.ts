import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Clock } from "../../common/clock.ts";
import type { IdSource } from "../../common/ids.ts";
import type { Logger } from "../../common/logger.ts";
import type { Database } from "../../store/database.ts";
import { requireUnexpired } from "./authorization.ts";
import { createBodyStore } from "./body-store.ts";
import { createBucketStore } from "./bucket-store.ts";
import { createObjectStore } from "./object-store.ts";
import { refuseHeaders } from "./refused.ts";
import { route } from "./route.ts";
import { type S3Answer, sendAnswer } from "./s3-answer.ts";
import { ClientGoneError, S3Error } from "./s3-error.ts";
import type { S3Parts } from "./s3-parts.ts";
import { isS3Request, parseS3Request, type RequestDefaults } from "./s3-request.ts";
import { createUploadStore } from "./upload-store.ts";
import { errorDocument } from "./xml-writer.ts";

export interface S3ServiceOptions extends RequestDefaults {
  /** Opened with `s3Migrations`; used by this service alone. The caller disposes of it, after the service. */
  readonly database: Database;
  /** Where object bodies go; made if need be, used by this service alone. */
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/** The embedded S3. Requests may be handled at the same time; what was acknowledged survives the death of the process. */
export interface S3Service extends Disposable {
  /**
   * Whether a request on the shared port is for S3: its credential scope says `s3`, or it names no service and has the
   * form of a request for a bucket or object (path style or virtual-hosted).
   */
  handles(request: IncomingMessage): boolean;
  /** Answers it, errors included, and resolves when the answer is sent or the client is gone; it does not reject. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Also deletes, in the background, the files that an earlier process left unfinished. */
export function createS3Service(options: S3ServiceOptions): S3Service {
  const { database, clock, ids, logger } = options;
  const bodies = createBodyStore({ directory: join(options.directory, "bodies"), ids, logger });
  const objects = createObjectStore(database);
  const parts: S3Parts = {
    buckets: createBucketStore(database),
    objects,
    uploads: createUploadStore(database),
    bodies,
    database,
    clock,
    ids,
  };
  bodies.sweep(objects.isNamed).catch((error: unknown) => {
    logger.warn("could not look for files that belong to no S3 object", { error });
  });

  async function answer(request: IncomingMessage): Promise<S3Answer> {
    const parsed = parseS3Request(request, options);
    requireUnexpired(parsed.query, clock.now());
    const operation = route(parsed);
    refuseHeaders(parsed);
    return await operation(parts, parsed);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = ids.uuid().replaceAll("-", "").toUpperCase();
    const requestId = id.slice(0, 16);
    const hostId = Buffer.from(id).toString("base64");
    response.setHeader("x-amz-request-id", requestId);
    response.setHeader("x-amz-id-2", hostId);
    let outcome: S3Answer;
    try {
      outcome = await answer(request);
    } catch (error) {
      if (error instanceof ClientGoneError) {
        logger.debug("an S3 client went away in the middle of its request", { requestId });
        response.destroy();
        return;
      }
      outcome = toErrorAnswer(error, request, { RequestId: requestId, HostId: hostId });
      if (outcome.status >= 500 && !(error instanceof S3Error))
        logger.error("an S3 request failed", { requestId, error });
    }
    try {
      await sendAnswer(request, response, outcome);
    } catch (error) {
      if (!response.destroyed || !isClientGone(error)) logger.error("an S3 answer broke off", { requestId, error });
      response.destroy();
    }
  }

  return {
    handles: (request) => isS3Request(request, options.isLocalHost),
    handle,
    [Symbol.dispose]: () => {
      bodies[Symbol.dispose]();
    },
  };
}

function toErrorAnswer(error: unknown, request: IncomingMessage, ids: Readonly<Record<string, string>>): S3Answer {
  const known = error instanceof S3Error ? error : new S3Error("InternalError");
  const resource = (request.url ?? "/").replace(/\?.*$/, "");
  return {
    status: known.status,
    headers: { "content-type": "application/xml", ...known.headers },
    body: errorDocument({ Code: known.code, Message: known.message, ...known.details, Resource: resource, ...ids }),
  };
}

function isClientGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ERR_STREAM_PREMATURE_CLOSE" || error.code === "ECONNRESET" || error.code === "EPIPE")
  );
}
