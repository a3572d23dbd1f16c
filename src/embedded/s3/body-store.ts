import { mkdirSync, readFileSync } from "node:fs";
import { open, readdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { IdSource } from "../../common/ids.ts";
import { isMissing } from "../../common/is-missing.ts";
import type { Logger } from "../../common/logger.ts";
import { BodyWriter, SMALL_BODY } from "./body-writer.ts";

/** A piece of an object: a whole file, or none for no bytes. Files never change once they are written. */
export interface Segment {
  readonly file: string | undefined;
  readonly size: number;
}

/** A body on disk that nothing refers to yet: it is deleted when disposed of, unless `keep` was called after a row names it. */
export interface PendingBody extends Disposable {
  readonly file: string | undefined;
  readonly size: number;
  keep(): void;
}

/** To be read once. */
export interface BodyReader extends AsyncIterable<Buffer>, Disposable {}

/**
 * The bytes of objects, as files named by generated ids: what a client calls an object never reaches the file system.
 * A file becomes part of the store by the row that names it, in one transaction; a crash before leaves an orphan, which
 * the sweep at the next opening removes. Reads, writes and removals may run at the same time.
 */
export interface BodyStore extends Disposable {
  /** Writes a body to its end, with flat memory. Nothing is left behind when `bytes` throws. */
  write(bytes: AsyncIterable<Uint8Array>): Promise<PendingBody>;
  /** The bytes from `start` to before `end` of the segments joined, when that is little enough to be answered at once. */
  readSmall(segments: readonly Segment[], start: number, end: number): Buffer | undefined;
  /** The same as a stream. The files stay until it is disposed of, even if they are removed meanwhile. */
  read(segments: readonly Segment[], start: number, end: number): BodyReader;
  /** Deletes files that no row names any longer. Returns at once. */
  remove(files: Iterable<string>): void;
  /** Deletes every file that no row names. */
  sweep(isNamed: (file: string) => boolean): Promise<void>;
}

const READ_SIZE = 1024 * 1024;

export function createBodyStore(options: { directory: string; ids: IdSource; logger: Logger }): BodyStore {
  return new FileBodyStore(options.directory, options.ids, options.logger);
}

class FileBodyStore implements BodyStore {
  readonly #directory: string;
  readonly #ids: IdSource;
  readonly #logger: Logger;
  readonly #folders = new Set<string>();
  /** Written or being written, not yet named by a row. */
  readonly #pending = new Set<string>();
  readonly #readers = new Map<string, number>();
  readonly #removeAfterReading = new Set<string>();
  #disposed = false;

  constructor(directory: string, ids: IdSource, logger: Logger) {
    this.#directory = directory;
    this.#ids = ids;
    this.#logger = logger;
    mkdirSync(directory, { recursive: true });
  }

  async write(bytes: AsyncIterable<Uint8Array>): Promise<PendingBody> {
    const body = new BodyWriter(this.#path(this.#allot()));
    try {
      for await (const piece of bytes) await body.add(piece);
      await body.finish();
    } catch (error) {
      await body.abandon();
      this.#pending.delete(body.name);
      throw error;
    }
    const { name, size } = body;
    let kept = false;
    return {
      file: size === 0 ? undefined : name,
      size,
      keep: () => {
        kept = true;
        this.#pending.delete(name);
      },
      [Symbol.dispose]: () => {
        if (!kept) this.remove(size === 0 ? [] : [name]);
        this.#pending.delete(name);
      },
    };
  }

  readSmall(segments: readonly Segment[], start: number, end: number): Buffer | undefined {
    const [only] = segments;
    if (segments.length > 1 || (only?.size ?? 0) > SMALL_BODY) return undefined;
    if (only?.file === undefined) return Buffer.alloc(0);
    const bytes = readFileSync(this.#path(only.file));
    if (bytes.length !== only.size)
      throw new Error(`the body file ${only.file} has ${bytes.length} bytes instead of ${only.size}`);
    return bytes.subarray(start, end);
  }

  read(segments: readonly Segment[], start: number, end: number): BodyReader {
    const wanted = toRanges(segments, start, end);
    const held = new Set(wanted.map(({ file }) => file));
    // Held now, not when the reading begins: a removal may come in between.
    for (const file of held) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    const path = (file: string): string => this.#path(file);
    async function* stream(): AsyncGenerator<Buffer> {
      for (const range of wanted) yield* readRange(path(range.file), range);
    }
    return {
      [Symbol.asyncIterator]: stream,
      [Symbol.dispose]: () => {
        for (const file of held) this.#release(file);
        held.clear();
      },
    };
  }

  #release(file: string): void {
    const left = (this.#readers.get(file) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(file, left);
      return;
    }
    this.#readers.delete(file);
    if (this.#removeAfterReading.delete(file)) this.remove([file]);
  }

  remove(files: Iterable<string>): void {
    for (const file of files) {
      if (this.#readers.has(file)) {
        this.#removeAfterReading.add(file);
        continue;
      }
      unlink(this.#path(file)).catch((error: unknown) => {
        if (!isMissing(error)) this.#logger.warn("could not delete the file of an S3 object", { file, error });
      });
    }
  }

  async sweep(isNamed: (file: string) => boolean): Promise<void> {
    for (const folder of await readdir(this.#directory)) {
      for (const file of await readdir(join(this.#directory, folder))) {
        if (this.#disposed) return;
        if (this.#pending.has(file) || isNamed(file)) continue;
        await rm(join(this.#directory, folder, file), { force: true });
        this.#logger.info("deleted a file that belongs to no S3 object", { file });
      }
    }
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
  }

  #allot(): string {
    const name = this.#ids.uuid();
    const folder = name.slice(0, 2);
    if (!this.#folders.has(folder)) {
      mkdirSync(join(this.#directory, folder), { recursive: true });
      this.#folders.add(folder);
    }
    this.#pending.add(name);
    return name;
  }

  #path(file: string): string {
    return join(this.#directory, file.slice(0, 2), file);
  }
}

interface FileRange {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

function toRanges(segments: readonly Segment[], start: number, end: number): FileRange[] {
  const ranges: FileRange[] = [];
  let offset = 0;
  for (const { file, size } of segments) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, size);
    if (file !== undefined && from < to) ranges.push({ file, start: from, end: to });
    offset += size;
  }
  return ranges;
}

async function* readRange(path: string, { start, end }: FileRange): AsyncGenerator<Buffer, void, undefined> {
  await using handle = await open(path, "r");
  for (let at = start; at < end;) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, end - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw new Error(`the body file ${path} ends at ${at}, before ${end}`);
    yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
