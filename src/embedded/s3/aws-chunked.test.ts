import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeAwsChunked } from "./aws-chunked.ts";

async function decode(
  framed: Buffer,
  cuts: readonly number[] = [],
): Promise<{ bytes: Buffer; trailers: Map<string, string> }> {
  const points = [...new Set([0, ...cuts.map((cut) => cut % (framed.length + 1)), framed.length])].sort(
    (a, b) => a - b,
  );
  async function* pieces(): AsyncGenerator<Buffer> {
    for (const [index, point] of points.entries()) yield framed.subarray(point, points[index + 1] ?? framed.length);
  }
  const trailers = new Map<string, string>();
  const bytes = await Array.fromAsync(decodeAwsChunked(pieces(), trailers));
  return { bytes: Buffer.concat(bytes), trailers };
}

test("whatever the chunks and however they arrive, what was framed comes out", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 }),
      fc.array(fc.nat(4000), { maxLength: 20 }),
      fc.boolean(),
      fc.boolean(),
      async (chunks, cuts, signed, trailer) => {
        const signature = signed ? `;chunk-signature=${"ab".repeat(32)}` : "";
        const framed = Buffer.concat([
          ...chunks.flatMap((chunk) => [
            Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`),
            chunk,
            Buffer.from("\r\n"),
          ]),
          Buffer.from(`0${signature}\r\n${trailer ? "X-Amz-Checksum-CRC32: AAAAAA==\r\n" : ""}\r\n`),
        ]);
        const decoded = await decode(framed, cuts);
        expect(decoded.bytes.equals(Buffer.concat(chunks))).toBe(true);
        expect([...decoded.trailers]).toEqual(trailer ? [["x-amz-checksum-crc32", "AAAAAA=="]] : []);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ["a cut within a chunk", "5\r\nhel"],
  ["a cut before the last chunk", "5\r\nhello\r\n"],
  ["a cut within a size line", "5\r\nhello\r\n0"],
  ["no size", "\r\nhello"],
  ["a size that is no number", "zz\r\nhello\r\n0\r\n\r\n"],
  ["a negative size", "-1\r\n\r\n0\r\n\r\n"],
  ["a size beyond all bodies", `${"f".repeat(20)}\r\nx`],
  ["a chunk longer than it says", "2\r\nhello\r\n0\r\n\r\n"],
  ["bare line feeds", "5\nhello\n0\n\n"],
  ["an endless line", "5".repeat(10_000)],
  ["a trailer without a colon", "0\r\nnonsense\r\n\r\n"],
  ["endless trailers", `0\r\n${Array.from({ length: 100 }, (_, index) => `x-${index}: y\r\n`).join("")}\r\n`],
  ["more after the end", "0\r\n\r\nGET / HTTP/1.1\r\n"],
])("%s is refused", async (_, framed) => {
  await expect(decode(Buffer.from(framed))).rejects.toMatchObject({ name: "S3Error", status: 400 });
});
