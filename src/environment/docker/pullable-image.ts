/**
 * Under which names an image that a project names may be had. AWS publishes its curated Amazon Linux images in its public
 * registry; its Ubuntu images (`aws/codebuild/standard`) and others are not published, they can only be built from
 * https://github.com/aws/aws-codebuild-docker-images and be there already.
 */
export interface PullableImage {
  /** Local names in the order of preference. */
  readonly names: readonly string[];
  /** What to pull when none is there; `undefined` when nobody publishes it. */
  readonly pull: string | undefined;
}

const CURATED = "aws/codebuild/";

export function toPullableImage(image: string): PullableImage {
  if (!image.startsWith(CURATED)) return { names: [withTag(image)], pull: withTag(image) };
  const name = withTag(image);
  if (!name.startsWith(`${CURATED}amazonlinux`)) return { names: [name], pull: undefined };
  const published = `public.ecr.aws/codebuild/${name.slice(CURATED.length)}`;
  return { names: [name, published], pull: published };
}

const DOCKER_HUB = "https://index.docker.io/v1/";

/** The registry that an image is pulled from, under the name that logins have for it. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return !isHost || /^(index\.|registry-1\.)?docker\.io$/.test(first) ? DOCKER_HUB : first;
}

/** A pull of a name alone would fetch every tag it has. */
function withTag(image: string): string {
  return image.includes("@") || image.slice(image.lastIndexOf("/") + 1).includes(":") ? image : `${image}:latest`;
}
