import type { Readable } from "node:stream";

import type { BucketOwnerAccess } from "../../generated/codebuild/types.ts";

/** Stores the selected files of one build artifact. */
export interface ArtifactStore {
  /**
   * Stores all files, each as an object or all in one zip. `files` is read in order, each content to its end before the
   * next is asked for. Nothing is held whole in memory.
   *
   * @throws PhaseError `CLIENT_ERROR` `Error in UPLOAD_ARTIFACTS phase: …` when the store refuses; what `files` throws passes through
   * and nothing of a zip is stored then.
   */
  upload(target: ArtifactTarget, files: AsyncIterable<ArtifactFile>, signal: AbortSignal): Promise<StoredArtifact>;
}

export interface ArtifactTarget {
  readonly account: string;
  readonly region: string;
  readonly buildArn: string;
  readonly bucket: string;
  /** NONE: the prefix of every object, without a slash at either end, perhaps empty. ZIP: the key of the one object. */
  readonly key: string;
  readonly packaging: "NONE" | "ZIP";
  /** Absent when encryption is disabled. */
  readonly encryptionKey: string | undefined;
  /** What the owner of a bucket of another account may do with the objects. */
  readonly bucketOwnerAccess?: BucketOwnerAccess | undefined;
}

export interface ArtifactFile {
  /** From the artifact's root, with `/`, never absolute, no `.` or `..` segment. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly modified: Date;
  readonly size: number;
  /** A symbolic link, for packaging ZIP only: the content is its target. */
  readonly isLink?: boolean;
  readonly content: Readable;
}

export interface StoredArtifact {
  readonly files: number;
  /** Hex sums of the zip; empty strings for packaging NONE, as AWS answers. */
  readonly md5sum: string;
  readonly sha256sum: string;
}
