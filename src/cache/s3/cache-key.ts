import type { CachePlace } from "../cache-store.ts";

/** S3's limit of a key, in bytes. */
const LONGEST_KEY = 1024;

/** The cache would have a key that S3 doesn't take. */
export class CacheKeyTooLong extends Error {
  override readonly name = "CacheKeyTooLong";
}

export interface CacheBucket {
  readonly bucket: string;
  /** Ends with a slash unless it is empty. */
  readonly prefix: string;
}

/** `bucket`, `bucket/prefix` or the ARN of either. @throws RangeError for what is neither: projects don't have it */
export function toCacheBucket(location: string): CacheBucket {
  const [, bucket, path = ""] = /^(?:arn:[a-z0-9-]+:s3:::)?([^/:\s]+)(?:\/(.*))?$/s.exec(location.trim()) ?? [];
  if (bucket === undefined) throw new RangeError(`not a location of a cache: ${location}`);
  const prefix = path.replaceAll(/^\/+|\/+$/g, "");
  return { bucket, prefix: prefix === "" ? "" : `${prefix}/` };
}

/** The object of a place's cache: `<prefix>/<region>/<project|namespace>/<name>[/<generation>]/<version>[/<key>].tar`. */
export function toObjectKey(place: CachePlace): string {
  return checked(place.key === undefined ? `${toFolder(place)}.tar` : `${toFolder(place)}/${encode(place.key)}.tar`);
}

/** What the keys of the objects begin with whose caches' keys begin with this one. */
export function toObjectPrefix(place: CachePlace, beginning: string): string {
  return checked(`${toFolder(place)}/${encode(beginning)}`);
}

/** The key of the cache that an object holds. @param objectKey that begins with a `toObjectPrefix` of the place */
export function toCacheKey(place: CachePlace, objectKey: string): string | undefined {
  const text = objectKey.slice(toFolder(place).length + 1);
  try {
    return text.endsWith(".tar") ? decodeURIComponent(text.slice(0, -".tar".length)) : undefined;
  } catch {
    return undefined;
  }
}

function toFolder({ location, region, owner, generation, version }: CachePlace): string {
  const parts = [region, owner.kind, encode(owner.name), ...(generation === "" ? [] : [generation]), version];
  return toCacheBucket(location).prefix + parts.join("/");
}

/** One name of a path; what begins a key begins its code too. */
function encode(text: string): string {
  return Array.from(text.toWellFormed(), (character) => encodeURIComponent(character)).join("");
}

function checked(key: string): string {
  if (Buffer.byteLength(key) > LONGEST_KEY)
    throw new CacheKeyTooLong(`the cache's key is too long for S3: ${Buffer.byteLength(key)} bytes of ${LONGEST_KEY}`);
  return key;
}
