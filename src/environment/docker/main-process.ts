/** The main process of a build's container: a shell that waits for its script on standard input. */
const SHELL = "/bin/sh";

/** What CodeBuild's images call the ENTRYPOINT that starts a Docker engine in a privileged container. */
const ENGINE_START = "dockerd-entrypoint.sh";

/**
 * The command of a build's container, in place of the image's. An ENTRYPOINT that starts a Docker engine is run first where
 * the build is privileged: with a command that does nothing, so that it ends when the engine answers, and then the same
 * process becomes the shell. The engine goes on as a child of the main process, and ends with it.
 *
 * @param entrypoint the image's
 */
export function toMainProcess(privileged: boolean, entrypoint: readonly string[]): string[] {
  if (!privileged) return [SHELL];
  return [SHELL, "-c", PRIVILEGED_START, SHELL, ...(startsEngine(entrypoint) ? entrypoint : [])];
}

/** Whether an image's ENTRYPOINT is a start-up of a Docker engine, as those of CodeBuild's own images are. */
function startsEngine(entrypoint: readonly string[]): boolean {
  return entrypoint.some((word) => word === ENGINE_START || word.endsWith(`/${ENGINE_START}`));
}

/**
 * Where control groups are of version 2, one that has processes of its own can't share its controllers out to the groups of
 * containers in it, so the main process goes into a group beside them (as the start-up of the image docker:dind does).
 *
 * What the entrypoint prints is kept from the log unless it fails: the container then ends, with its status, and the build
 * fails as one whose container died.
 */
const PRIVILEGED_START = `
if read -r group </proc/self/cgroup && [ "$group" = 0::/ ] && mkdir -p /sys/fs/cgroup/init; then
  echo 1 >/sys/fs/cgroup/init/cgroup.procs
  read -r controllers </sys/fs/cgroup/cgroup.controllers
  for controller in $controllers; do echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control; done
fi 2>/dev/null
if [ $# -gt 0 ]; then
  said=/codebuild/output/tmp/${ENGINE_START}.log
  mkdir -p "\${said%/*}"
  "$@" true </dev/null >"$said" 2>&1 || { status=$?; cat "$said"; exit $status; }
fi
exec ${SHELL}
`.trim();
