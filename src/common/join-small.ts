/** Small buffers are joined to pieces of this size, since each piece costs its way through the streams that it goes. */
export const JOINED = 256 * 1024;
/** What is smaller than this is copied into a piece; a larger buffer goes on as it is. */
const COPIED = 64 * 1024;

/** The same bytes in fewer buffers. What is yielded is never written to again. */
export async function* joinSmall(buffers: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let piece = Buffer.allocUnsafe(JOINED);
  let used = 0;
  for await (const buffer of buffers) {
    if (buffer.length === 0) continue;
    const fits = buffer.length <= piece.length - used;
    if (used > 0 && (!fits || buffer.length >= COPIED)) {
      yield piece.subarray(0, used);
      piece = piece.subarray(used);
      used = 0;
      if (piece.length < COPIED) piece = Buffer.allocUnsafe(JOINED);
    }
    if (buffer.length >= COPIED) yield buffer;
    else {
      buffer.copy(piece, used);
      used += buffer.length;
    }
  }
  if (used > 0) yield piece.subarray(0, used);
  return undefined;
}
