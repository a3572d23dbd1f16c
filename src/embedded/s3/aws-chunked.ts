import { S3Error } from "./s3-error.ts";

const LONGEST_LINE = 4096;
const MOST_TRAILERS = 16;

/**
 * Takes the framing of an `aws-chunked` body off (signed and unsigned chunks, with or without trailer) and yields what is
 * inside; chunk signatures are not verified. Trailing headers go into `trailers`, names in lower case.
 * @throws S3Error IncompleteBody for a body that ends too early or whose framing is wrong.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const decoder = new ChunkDecoder(trailers);
  for await (const bytes of source) yield* decoder.push(bytes);
  decoder.end();
}

class ChunkDecoder {
  readonly #trailers: Map<string, string>;
  #state: "size" | "data" | "data-end" | "trailer" | "done" = "size";
  #line = "";
  #remaining = 0;

  constructor(trailers: Map<string, string>) {
    this.#trailers = trailers;
  }

  *push(bytes: Buffer): Generator<Buffer> {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === "data") {
        const end = Math.min(at + this.#remaining, bytes.length);
        yield bytes.subarray(at, end);
        this.#remaining -= end - at;
        at = end;
        if (this.#remaining === 0) this.#state = "data-end";
        continue;
      }
      const newline = bytes.indexOf(0x0a, at);
      const end = newline === -1 ? bytes.length : newline + 1;
      this.#line += bytes.toString("latin1", at, end);
      at = end;
      if (this.#line.length > LONGEST_LINE) throw broken("a line of the framing is too long");
      if (newline === -1) return;
      if (!this.#line.endsWith("\r\n")) throw broken("a line of the framing does not end in CRLF");
      const line = this.#line.slice(0, -2);
      this.#line = "";
      this.#takeLine(line);
    }
  }

  end(): void {
    // Some clients leave out the empty line after the last chunk or trailer.
    const finished = this.#state === "done" || (this.#state === "trailer" && this.#line === "");
    if (!finished) throw broken("the body ended within a chunk");
  }

  #takeLine(line: string): void {
    switch (this.#state) {
      case "size": {
        const match = /^([\da-fA-F]{1,12})(?:;.*)?$/.exec(line);
        if (!match) throw broken("a chunk size is not a hexadecimal number");
        this.#remaining = Number.parseInt(match[1] ?? "", 16);
        this.#state = this.#remaining === 0 ? "trailer" : "data";
        return;
      }
      case "data-end":
        if (line !== "") throw broken("a chunk is longer than its size says");
        this.#state = "size";
        return;
      case "trailer": {
        if (line === "") {
          this.#state = "done";
          return;
        }
        const colon = line.indexOf(":");
        if (colon < 1 || this.#trailers.size >= MOST_TRAILERS) throw new S3Error("MalformedTrailerError");
        this.#trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
        return;
      }
      case "done":
        if (line !== "") throw broken("there is more after the last chunk");
        return;
      case "data":
        throw new TypeError("data is not read by lines");
    }
  }
}

function broken(why: string): S3Error {
  return new S3Error(
    "IncompleteBody",
    {},
    { message: `The request body is not a well-formed aws-chunked body: ${why}.` },
  );
}
