import { posix } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

import type { S3Client } from "@aws-sdk/client-s3";
import { pack, type Pack } from "tar-stream";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { FetchedSource } from "../source-provider.ts";

interface FolderFile {
  readonly key: string;
  /** Below the folder. */
  readonly path: string;
  readonly size: number;
  readonly modified: Date;
}

export interface S3Folder {
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

const LONGEST_TEXT = 16 * 1024 * 1024;
/** Objects up to this size are asked for ahead, a few at a time: the answers to many small requests are what takes long. */
const LARGEST_WHOLE = 262_144;
const AHEAD = 16;

/**
 * All objects below a folder, as they are now. Nothing is kept on disk: each is read when the archive comes to it.
 *
 * @param suffix of messages: ` for primary source and source version …`
 * @throws PhaseError in S3's words, and for keys that are no paths
 */
export async function openS3Folder(
  client: S3Client,
  folder: S3Folder,
  suffix: string,
  signal: AbortSignal,
): Promise<FetchedSource> {
  const files = await listFiles(client, folder, suffix, signal);
  const get = async (file: FolderFile): Promise<Readable> => {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    return inPhase(suffix, signal, async () => {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: folder.bucket, Key: file.key }), {
        abortSignal: signal,
      });
      if (!(body instanceof Readable)) throw new TypeError("S3 answered without a body");
      return body;
    });
  };
  return {
    resolvedSourceVersion: undefined,
    async readText(path) {
      const file = files.find((each) => each.path === posix.normalize(path));
      if (file === undefined) return undefined;
      if (file.size > LONGEST_TEXT) throw new PhaseError("CLIENT_ERROR", `${file.path} is too long${suffix}`);
      return text(await get(file));
    },
    archive(directory) {
      const tar = pack();
      fill(tar, files, get, directory).then(
        () => {
          tar.finalize();
        },
        (error: unknown) => {
          tar.destroy(error instanceof Error ? error : new Error(String(error)));
        },
      );
      return Readable.from(tar, { objectMode: false });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function listFiles(
  client: S3Client,
  { bucket, prefix }: S3Folder,
  suffix: string,
  signal: AbortSignal,
): Promise<FolderFile[]> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const files: FolderFile[] = [];
  let found = 0;
  for (let token: string | undefined; ;) {
    const request = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
    const page = await inPhase(suffix, signal, () => client.send(request, { abortSignal: signal }));
    for (const { Key: key = "", Size: size = 0, LastModified: modified = new Date(0) } of page.Contents ?? []) {
      found += 1;
      // A folder's own mark, as consoles make it, is no file.
      if (!key.endsWith("/")) files.push({ key, path: key.slice(prefix.length), size, modified });
    }
    if (page.IsTruncated !== true) break;
    token = page.NextContinuationToken;
  }
  if (found === 0) {
    throw new PhaseError("CLIENT_ERROR", `NoSuchKey: There are no objects below s3://${bucket}/${prefix}${suffix}`);
  }
  const paths = new Set(files.map(({ path }) => path));
  for (const { key, path } of files) {
    const parents = path.split("/").map((_name, index, names) => names.slice(0, index).join("/"));
    if (posix.normalize(path) !== path || /^(\.\.)?\/|^\.\.?$|\0/.test(path) || parents.some((each) => paths.has(each)))
      throw new PhaseError("CLIENT_ERROR", `The object ${JSON.stringify(key)} can't be a file in a folder${suffix}`);
  }
  return files;
}

async function fill(
  tar: Pack,
  files: readonly FolderFile[],
  get: (file: FolderFile) => Promise<Readable>,
  directory: string,
): Promise<void> {
  await addWhole(tar, { name: `${directory}/`, type: "directory", mode: 0o755, mtime: new Date() }, "");
  const ahead: (Promise<Buffer> | undefined)[] = [];
  for (const [index, file] of files.entries()) {
    while (ahead.length < files.length && ahead.length <= index + AHEAD) {
      const next = files[ahead.length];
      const whole = next !== undefined && next.size <= LARGEST_WHOLE ? get(next).then(buffer) : undefined;
      // It is awaited when its turn comes, if an earlier one does not fail before.
      whole?.catch(() => undefined);
      ahead.push(whole);
    }
    const header = { name: `${directory}/${file.path}`, mode: 0o644, mtime: file.modified };
    const content = await ahead[index];
    ahead[index] = undefined;
    if (content !== undefined) await addWhole(tar, { ...header, type: "file" }, content);
    else {
      const added = Promise.withResolvers<undefined>();
      const sink = tar.entry({ ...header, type: "file", size: file.size }, (error) => {
        if (error) added.reject(error);
        else added.resolve(undefined);
      });
      await Promise.all([pipeline(await get(file), sink), added.promise]);
    }
  }
}

function addWhole(tar: Pack, header: Parameters<Pack["entry"]>[0], content: Buffer | string): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

async function inPhase<T>(suffix: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw new PhaseError("CLIENT_ERROR", toAwsErrorText(error) + suffix, { cause: error });
  }
}
