/** Where the driver keeps its files in the container. The names of scripts show in the error messages of users' commands. */
export const DRIVER_DIRECTORY = "/codebuild/output/tmp";
/** Each expansion's text after the last phase, in a file named by its key. */
export const EXPANSION_DIRECTORY = `${DRIVER_DIRECTORY}/expansions`;
/** What only the driver's own shells read and write. */
export const PRIVATE_DIRECTORY = `${DRIVER_DIRECTORY}/driver`;
/** The worker: dash and ash begin their error messages with its name. */
export const WORKER = `${DRIVER_DIRECTORY}/script.sh`;
/** CodeBuild's own commands, last on the PATH of a build. */
export const COMMANDS_DIRECTORY = "/codebuild/user/bin";

/** The file that holds an expansion's text after the last phase; missing when the shell could not expand it. */
export function toExpansionPath(key: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(key))
    throw new RangeError(`not a key of an expansion: ${JSON.stringify(key)}`);
  return `${EXPANSION_DIRECTORY}/${key}`;
}

/** Where the directories of a local cache are in a build; as in AWS. Those that builds have in their source are below `source`. */
export const CUSTOM_CACHE = "/codebuild/local-cache/custom";
