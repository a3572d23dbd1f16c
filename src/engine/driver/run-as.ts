import type { BuildPlan, PlannedPhase } from "../build-plan.ts";
import { CUSTOM_CACHE, EXPANSION_DIRECTORY, PRIVATE_DIRECTORY, WORKER } from "./driver-paths.ts";
import { quote, toShell } from "./shell-text.ts";

/** What came of giving a phase its user. */
export const USER_STATUS = { changed: 0, unknown: 1, noWay: 2 } as const;

/** The plan's users beside root, each once; in the driver's shell they go by their place here, from 1 on, and root is 0. */
export function usersOf(plan: BuildPlan): readonly string[] {
  return [...new Set(plan.phases.flatMap(({ runAs }) => runAs ?? []))];
}

/** The driver's number of the phase's user. */
export function userNumber(users: readonly string[], { runAs }: PlannedPhase): number {
  return runAs === undefined ? 0 : users.indexOf(runAs) + 1;
}

/** What a worker reads and writes, with the files that are made when first written: the directory is not the user's. */
const WORKER_FILES = ["state-0", "state-1", "position", "leave.sh", "options", "aliases", "traps"].map(
  (name) => `${PRIVATE_DIRECTORY}/${name}`,
);

/** Links lead there. What is the user's already is left alone: a change of owner is a copy in the cache's newest layer. */
const CACHED_SOURCE = `${CUSTOM_CACHE}/source`;

/** Empty at first, made before the workers of a plan with users: only root can make files there. */
export const WRITTEN_BY_WORKERS = WORKER_FILES.filter((path) => /\/(state-1|options|aliases|traps)$/.test(path));

/**
 * Functions of the supervisor. `@AS_USER` runs a shell command as the user that `@CHANGE_USER` has found: by what the image
 * has for it, of setpriv (util-linux), chroot (GNU) and su (busybox and others) the first that works. The user is looked up
 * when its first phase begins, since commands before may have made it. The user gets the sources, the driver's files, and
 * the output, which programs may open anew by its name.
 */
export function toUserFunctions(plan: BuildPlan, ownFiles: readonly string[]): string {
  const users = usersOf(plan);
  const names = users.map((user, index) => `${toShell(`${index + 1}) @NAME=`)}${quote(user)} ;;`);
  const own = [WORKER, ...WORKER_FILES, EXPANSION_DIRECTORY, ...ownFiles].join(" ");
  const exported = [
    ["HOME", "$@HOME"],
    ["USER", "$@NAME"],
    ["LOGNAME", "$@NAME"],
  ].filter(([name]) => name !== undefined && !plan.environment.has(name));
  return [
    toShell(`@AS_USER() {
case $@WAY in
setpriv) setpriv --reuid "$@UID" --regid "$@GID" --init-groups /bin/sh -c "$1" ;;
chroot) chroot --userspec="$@UID:$@GID" / /bin/sh -c "$1" ;;
su) su -s /bin/sh "$@NAME" -c "$1" ;;
*) /bin/sh -c "$1" ;;
esac
}
@CHANGE_USER() {
@STATUS=${USER_STATUS.changed} @WAY= @NAME=root @UID=0 @GID=0 @HOME=/root
case $@WANTED in`),
    ...names,
    toShell(`esac
case $@WANTED in
0) ;;
*)
@UID=
while IFS=: command read -r @FIELD _ @UID @GID _ @HOME _ || command test "$@FIELD"; do
command test "$@FIELD" = "$@NAME" && break
@UID=
done 2>/dev/null </etc/passwd
case $@UID:$@GID in
:*|*:|*[!0-9:]*) @STATUS=${USER_STATUS.unknown}; return ;;
esac
@STATUS=${USER_STATUS.noWay}
for @WAY in setpriv chroot su; do
@AS_USER : && @STATUS=${USER_STATUS.changed} && break
done 2>/dev/null
case $@STATUS in
${USER_STATUS.noWay}) return ;;
esac
chown "$@UID:$@GID" ${own} || { @STATUS=${USER_STATUS.noWay}; return; }
chmod a+rw /proc/self/fd/1 2>/dev/null
if command test -d ${CACHED_SOURCE}; then
{ find ${CACHED_SOURCE} ! -user "$@UID" -exec chown -h "$@UID:$@GID" {} + || chown -hR "$@UID:$@GID" ${CACHED_SOURCE}; } 2>/dev/null
fi
;;
esac
chown -hR "$@UID:$@GID" ${quote(plan.sourceRoot)}
case $@NAME$@HOME in
*\\'*) ;;
*) command printf "${exported.map(([name]) => `command export ${name}='%s'\\n`).join("")}" ${exported.map(([, value]) => `"${value}"`).join(" ")} >>"${PRIVATE_DIRECTORY}/state-$@STATE" ;;
esac
}`),
  ].join("\n");
}

/** Gives the phase that begins its user; where that is not possible the phase has failed, and nothing of it runs. */
export function changeUser(mark: string): string {
  return `@CHANGE_USER
${mark}
case $@STATUS in
${USER_STATUS.changed}) @USER=$@WANTED ;;
*) @BLOCK=e @INDEX=0 @PHASE_FAILED=1 @BUILD_FAILED=1 ;;
esac`;
}
