import { PhaseError } from "../domain/phase-error.ts";
import { BuildspecSection, buildspecError } from "./buildspec-section.ts";
import { parseYaml } from "./parse-yaml.ts";

/** The runtimes that an image can switch to, by name. */
export type RuntimeCatalog = ReadonlyMap<string, Runtime>;

export interface Runtime {
  /** In the file's order. */
  readonly versions: ReadonlyMap<string, RuntimeVersion>;
  /** Commands with `$VERSION` for a version that is none of them; `undefined` where there is no such way. */
  readonly other: RuntimeVersion | undefined;
}

export interface RuntimeVersion {
  /** Versions that go with it, by runtime. */
  readonly requires: ReadonlyMap<string, readonly string[]>;
  readonly commands: readonly string[];
}

const MOST_RUNTIMES = 1_000;

/** The name under which a file has the commands for any other version. */
const OTHER = "default";

/**
 * The file of runtimes that the curated images have (github aws/aws-codebuild-docker-images, `runtimes.yml`). Keys that
 * have nothing to do with the switch are passed over: the file is the image's, not the user's.
 *
 * @param path for messages
 * @throws PhaseError `CLIENT_ERROR` for a file that says something else
 */
export function parseRuntimeCatalog(text: string, path: string): RuntimeCatalog {
  try {
    const { root } = parseYaml(text);
    const top = root?.kind === "mapping" ? new BuildspecSection(root, "", []) : undefined;
    const runtimes = top?.section("runtimes");
    const all = runtimes?.takeAll() ?? [];
    if (all.length > MOST_RUNTIMES) throw buildspecError(`it has more than ${MOST_RUNTIMES} runtimes`);
    return new Map(all.map(([name]) => [name, toRuntime(runtimes?.section(name))]));
  } catch (error) {
    if (!(error instanceof PhaseError)) throw error;
    throw new PhaseError("CLIENT_ERROR", `The file ${path} of the build image can't be read: ${error.message}`, {
      cause: error,
    });
  }
}

function toRuntime(runtime: BuildspecSection | undefined): Runtime {
  const versions = runtime?.section("versions");
  const all = new Map((versions?.takeAll() ?? []).map(([name]) => [name, toVersion(versions?.section(name))]));
  const other = all.get(OTHER);
  all.delete(OTHER);
  return { versions: all, other };
}

function toVersion(version: BuildspecSection | undefined): RuntimeVersion {
  const requires = version?.section("requires");
  return {
    requires: new Map(
      (requires?.takeAll() ?? []).map(([name]) => [name, requires?.textList(name, name, { orOneText: true }) ?? []]),
    ),
    commands: version?.textList("commands", "Commands") ?? [],
  };
}
