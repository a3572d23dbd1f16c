/**
 * What was to be stored can't be for now: the disk is full, or takes no writes for another reason. Nothing of it was stored, and
 * it may be tried again.
 */
export class StorageUnavailable extends Error {
  override readonly name = "StorageUnavailable";
}

/** Whether it is such an error, or holds one: as its cause, or beside what a disposal threw. */
export function isStorageUnavailable(error: unknown): boolean {
  if (error instanceof StorageUnavailable) return true;
  if (error instanceof SuppressedError)
    return isStorageUnavailable(error.error) || isStorageUnavailable(error.suppressed);
  return error instanceof Error && error.cause !== undefined && isStorageUnavailable(error.cause);
}

const CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/** A file system's error as one of these where it is; others as they are. */
export function toStorageError(error: Error): Error {
  if (!("code" in error && CODES.has(error.code))) return error;
  return new StorageUnavailable(error.message, { cause: error });
}
