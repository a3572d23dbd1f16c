import type { ArtifactNamespace, ArtifactPackaging } from "../../generated/codebuild/types.ts";

export interface ArtifactLocationInput {
  /** `location` of the project's artifacts: the bucket's name or its ARN. */
  readonly location: string;
  readonly path: string | undefined;
  /** The buildspec's `s3-prefix`: takes the place of `path` where the namespace is the build's id. */
  readonly prefix?: string | undefined;
  readonly namespaceType: ArtifactNamespace | undefined;
  /** The artifact's name; with `overrideArtifactName` the evaluated one. `undefined`: the project's. `/`: none. */
  readonly name: string | undefined;
  readonly packaging: ArtifactPackaging | undefined;
  readonly projectName: string;
  readonly buildUuid: string;
}

export interface ArtifactLocation {
  readonly bucket: string;
  /** Packaging NONE: what every object's key begins with, without a slash at either end, perhaps empty. ZIP: the object's key. */
  readonly key: string;
  /** `location` of the build's artifacts. */
  readonly arn: string;
}

/**
 * `path` / build id / `name` in the bucket, each where it applies, as in the table of the CodeBuild user guide ("Create a build
 * project"). That the build id is the bare UUID is common knowledge, not documented. Empty names and `.` vanish and `..` takes
 * one name back, never past the bucket: clients and file systems would do the same to such a key.
 */
export function toArtifactLocation(input: ArtifactLocationInput): ArtifactLocation {
  const { prefix, bucket } = toBucket(input.location);
  const name = input.name ?? input.projectName;
  const parts =
    input.namespaceType === "BUILD_ID"
      ? [input.prefix ?? input.path ?? "", input.buildUuid, name]
      : [input.path ?? "", name];
  let key = toKey(parts);
  // One object needs a name of its own.
  if (input.packaging === "ZIP" && toKey([name]) === "") key = toKey([...parts, input.projectName]);
  return { bucket, key, arn: key === "" ? `${prefix}${bucket}` : `${prefix}${bucket}/${key}` };
}

function toBucket(location: string): { prefix: string; bucket: string } {
  const [, prefix = "arn:aws:s3:::", bucket = location] = /^(arn:[a-z0-9-]+:s3:::)(.*)$/.exec(location) ?? [];
  return { prefix, bucket: bucket.replace(/\/+$/, "") };
}

function toKey(parts: readonly string[]): string {
  const names: string[] = [];
  for (const name of parts.join("/").split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}
