/** Looked at in the beginning and in the middle. */
const SAMPLE = 4_096;
/** In bits a byte. Random bytes have 7.98 in samples of this size, images and archives hardly less; program code has 6, text 5. */
const PACKED = 7.9;

/**
 * Whether a content looks packed already, as images, archives and the like are: deflating these takes longest, for nothing.
 * It is told by how evenly all bytes occur, in a tenth of the time that deflating the sample would take. Short contents never are.
 */
export function isPacked(content: Buffer): boolean {
  if (content.length < 2 * SAMPLE) return false;
  const counts = new Uint32Array(256);
  for (const start of [0, content.length >> 1])
    for (const byte of content.subarray(start, start + SAMPLE)) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / (2 * SAMPLE)) * Math.log2(count / (2 * SAMPLE));
  return bits > PACKED;
}
