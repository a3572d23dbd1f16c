import { PassThrough } from "node:stream";
import { callbackify } from "node:util";

import { RandomAccessReader } from "yauzl";

import { ByteReader, type ByteSource } from "./byte-source.ts";

/** A zip's directory is read in many small pieces; they are cut from windows of this size. */
const WINDOW = 1_048_576;

/** Lets yauzl read a zip's directory. */
export class ZipBytes extends RandomAccessReader {
  readonly #bytes: ByteSource;
  #window = { start: 0, content: Buffer.alloc(0) as Buffer };
  /** What the bytes could not be read for: that is not the zip's fault. */
  failure: Error | undefined;

  constructor(bytes: ByteSource) {
    super();
    this.#bytes = bytes;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    callbackify(() => this.#copy(buffer.subarray(offset, offset + length), position))(callback);
  }

  /** Contents are not read by way of yauzl. */
  override _readStreamForRange(): PassThrough {
    return new PassThrough().destroy(new Error("only the directory is read by way of this"));
  }

  async #copy(target: Buffer, position: number): Promise<void> {
    const { start, content } = this.#window;
    if (position < start || position + target.length > start + content.length) {
      const end = Math.min(this.#bytes.size, position + Math.max(WINDOW, target.length));
      const reader = new ByteReader(this.#bytes.read(position, end), position);
      try {
        this.#window = { start: position, content: await reader.take(end - position) };
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        await reader.close();
      }
    }
    this.#window.content.copy(target, 0, position - this.#window.start);
  }
}
