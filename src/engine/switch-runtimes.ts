import { text } from "node:stream/consumers";

import { walkArchive } from "../artifacts/archive-walk.ts";
import { buildspecError } from "../buildspec/buildspec-section.ts";
import { parseRuntimeCatalog } from "../buildspec/runtime-catalog.ts";
import { selectRuntimes } from "../buildspec/select-runtimes.ts";
import { PathNotFound, type BuildEnvironment } from "../environment/build-environment.ts";

/** Where the curated images say which runtimes they have, and what switches to them. */
const CATALOG = "/codebuild/image/config/runtimes.yml";
const LONGEST_CATALOG = 1_048_576;

/** AWS's own images, under the names that projects give them and where AWS publishes them. */
const CURATED = /^(aws\/codebuild\/|public\.ecr\.aws\/codebuild\/)/;
/** Curated images that begin no build without a runtime; later ones have defaults. */
const WITHOUT_DEFAULTS =
  /^aws\/codebuild\/(standard:2\.0|amazonlinux2-(x86_64-standard:[12]\.0|aarch64-standard:1\.0))/;

/**
 * The commands that switch the build's image to the runtimes of its buildspec, which run at the end of DOWNLOAD_SOURCE.
 *
 * @param wanted versions by runtime, as the buildspec has them
 * @param variables of the build, by whose names a version may be given; those of secrets are not among them
 * @param say takes lines for the build's log, in AWS's words
 * @throws PhaseError for runtimes and versions that the image does not have
 */
export async function toRuntimeCommands(
  environment: Pick<BuildEnvironment, "getArchive">,
  image: string,
  wanted: ReadonlyMap<string, string>,
  variables: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<readonly string[]> {
  if (wanted.size === 0) {
    if (WITHOUT_DEFAULTS.test(image))
      throw buildspecError("This build image requires selecting at least one runtime version.");
    if (CURATED.test(image)) say("No runtime version selected in buildspec.");
    return [];
  }
  const catalog = await readCatalog(environment);
  if (catalog === undefined) {
    say("Skipping install of runtimes. Runtime version selection is not supported by this build image");
    return [];
  }
  const versions = [...wanted].map(([runtime, version]) => [runtime, expand(version, variables)] as const);
  return selectRuntimes(parseRuntimeCatalog(catalog, CATALOG), new Map(versions), say);
}

async function readCatalog(environment: Pick<BuildEnvironment, "getArchive">): Promise<string | undefined> {
  try {
    for await (const entry of walkArchive(environment, CATALOG, () => undefined))
      if (entry.path === "" && entry.type === "file" && entry.size <= LONGEST_CATALOG) return await text(entry.open());
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
  }
  return undefined;
}

function expand(version: string, variables: ReadonlyMap<string, string>): string {
  return version.replaceAll(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g,
    (_, plain: string | undefined, braced: string | undefined) => variables.get(plain ?? braced ?? "") ?? "",
  );
}
