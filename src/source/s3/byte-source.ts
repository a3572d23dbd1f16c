/** Bytes that can be read from anywhere, such as an object's. */
export interface ByteSource {
  readonly size: number;
  /** From `start` to before `end`, as they come. Leaving early ends the transfer. */
  read(start: number, end: number): AsyncIterable<Buffer>;
}

/** Takes one run of bytes from its beginning, in lengths that are asked for. */
export class ByteReader {
  readonly #bytes: AsyncIterator<Buffer>;
  #rest: Buffer = EMPTY;
  #scratch: Buffer = EMPTY;
  #position: number;

  /** @param start what `position` is before the first byte */
  constructor(bytes: AsyncIterable<Buffer>, start: number) {
    this.#bytes = bytes[Symbol.asyncIterator]();
    this.#position = start;
  }

  /** Of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** So many bytes, fewer at the end. A view of what was read where that is in one piece. */
  async take(length: number): Promise<Buffer> {
    if (this.#rest.length < length) return Buffer.concat(await Array.fromAsync(this.pieces(length)));
    return this.#cut(length);
  }

  /** The same, valid until the next call: the memory is used again, since what is thrown away at once costs more than copying. */
  async borrow(length: number): Promise<Buffer> {
    if (this.#rest.length >= length) return this.#cut(length);
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(length);
    let used = 0;
    for await (const piece of this.pieces(length)) used += piece.copy(this.#scratch, used);
    return this.#scratch.subarray(0, used);
  }

  /** The next so many bytes, as they come; fewer at the end. */
  async *pieces(length: number): AsyncGenerator<Buffer, undefined> {
    for (let left = length; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#bytes.next();
        if (next.done === true) return undefined;
        this.#rest = next.value;
      }
      const piece = this.#cut(Math.min(left, this.#rest.length));
      left -= piece.length;
      yield piece;
    }
    return undefined;
  }

  async skip(length: number): Promise<void> {
    const end = this.#position + length;
    for await (const _piece of this.pieces(length));
    if (this.#position < end) throw new RangeError(`the bytes end at ${this.#position}, before ${end}`);
  }

  /** Ends the transfer. */
  async close(): Promise<void> {
    await this.#bytes.return?.();
  }

  #cut(length: number): Buffer {
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    this.#position += length;
    return piece;
  }
}

const EMPTY = Buffer.alloc(0);
