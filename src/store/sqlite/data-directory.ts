import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { isMissing } from "../../common/is-missing.ts";

/** The one place where an endpoint keeps its state. Held by one process at a time; disposing lets it go. */
export interface DataDirectory extends Disposable {
  readonly path: string;
  /** The database file of this name, or one in memory for an ephemeral directory. */
  databasePath(name: string): string;
  /** A directory below, made when missing. */
  directory(name: string): string;
  /** For what lives no longer than its use: empty at the opening, whatever a process that was killed has left there. */
  readonly temporary: string;
  /** Tells this directory's containers from those of other endpoints on the same engine. */
  readonly instance: string;
  /** 32 bytes, kept in the directory with mode 0600: encrypts stored credentials, seals page tokens. */
  readonly key: Buffer;
}

/** Another process holds the directory, or it can't be used. The message is for the user. */
export class DataDirectoryError extends Error {
  override readonly name = "DataDirectoryError";
}

/**
 * @param path made when missing; undefined for an ephemeral one below the system's temporary directory, removed at the end
 * @throws DataDirectoryError
 */
export function openDataDirectory(path: string | undefined): DataDirectory {
  const root = path === undefined ? mkdtempSync(join(tmpdir(), "codebuild-local-")) : resolve(path);
  try {
    makeDirectories(root);
  } catch (error) {
    throw new DataDirectoryError(`the data directory ${root} can't be made: ${toReason(error)}`, { cause: error });
  }
  const lock = path === undefined ? undefined : takeLock(root);
  try {
    return { ...prepare(root, path === undefined), [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw new DataDirectoryError(`the data directory ${root} can't be used: ${toReason(error)}`, { cause: error });
  }

  function close(): void {
    lock?.close();
    if (path === undefined) rmSync(root, { recursive: true, force: true });
  }
}

function prepare(root: string, isEphemeral: boolean): Omit<DataDirectory, typeof Symbol.dispose> {
  const temporary = join(root, "tmp");
  // What a killed process has started may write there still, until it finds that its directory is gone.
  rmSync(temporary, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(temporary, { mode: 0o700 });
  return {
    path: root,
    temporary,
    databasePath: (name) => (isEphemeral ? ":memory:" : join(root, name)),
    directory(name) {
      const directory = join(root, name);
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return directory;
    },
    instance: readOrMake(join(root, "instance"), () => Buffer.from(randomUUID())).toString(),
    key: readOrMake(join(root, "key"), () => randomBytes(32)),
  };
}

/** One after the other: Node's own `recursive` never returns below a file system such as /proc, which says that nothing is there. */
function makeDirectories(path: string): void {
  const missing: string[] = [];
  for (let directory = path; !existsSync(directory); directory = dirname(directory)) missing.unshift(directory);
  for (const directory of missing) mkdirSync(directory, { mode: 0o700 });
}

/** A write transaction on a database of its own: the system lets go of it however the process ends. */
function takeLock(root: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(root, "lock"));
    lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    const held = /locked|busy/i.test(toReason(error));
    throw new DataDirectoryError(
      held
        ? `the data directory ${root} is in use by another codebuild-local; stop that one or give this one another --data-dir`
        : `the data directory ${root} can't be used: ${toReason(error)}`,
      { cause: error },
    );
  }
}

function readOrMake(path: string, make: () => Buffer): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const content = make();
  writeFileSync(path, content, { mode: 0o600, flush: true });
  return content;
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
