import type { Clock } from "../../common/clock.ts";
import type { IdSource } from "../../common/ids.ts";
import type { Database } from "../../store/database.ts";
import type { BodyStore } from "./body-store.ts";
import type { BucketStore } from "./bucket-store.ts";
import type { ObjectStore } from "./object-store.ts";
import type { S3Answer } from "./s3-answer.ts";
import type { S3Request } from "./s3-request.ts";
import type { UploadStore } from "./upload-store.ts";

/** What operations work with; each takes those that it needs. */
export interface S3Parts {
  readonly buckets: BucketStore;
  readonly objects: ObjectStore;
  readonly uploads: UploadStore;
  readonly bodies: BodyStore;
  /** Rows of several stores in one transaction; files are removed after it. */
  readonly database: Pick<Database, "transaction">;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** One operation of the S3 API. It throws S3Error for what it refuses. */
export type S3Operation = (parts: S3Parts, request: S3Request) => S3Answer | Promise<S3Answer>;
