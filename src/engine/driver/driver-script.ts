import type { BuildPlan } from "../build-plan.ts";
import { DEBUG_FILES, installDebugCommands } from "./debug-commands.ts";
import { markPrefix, phaseAfterFailure } from "./driver-marks.ts";
import {
  COMMANDS_DIRECTORY,
  DRIVER_DIRECTORY,
  EXPANSION_DIRECTORY,
  PRIVATE_DIRECTORY,
  toExpansionPath,
  WORKER,
} from "./driver-paths.ts";
import { toExpansion } from "./expansion-script.ts";
import { installHashFilesCommand } from "./hash-files-command.ts";
import { toInitialState } from "./initial-state.ts";
import { changeUser, toUserFunctions, userNumber, usersOf, WRITTEN_BY_WORKERS } from "./run-as.ts";
import { quote, toShell, writeFile } from "./shell-text.ts";

/**
 * The driver of one build, as the text that a container's main process (a POSIX shell) reads from its standard input. It
 * writes the plan into files, prints the mark `ready` and becomes the supervisor; when the input ends too early, nothing
 * of it has run. Needs no program of the image but the shell and `mkdir`. docs/driver.md describes the technique.
 */
export function toDriverScript(plan: BuildPlan, options: { readonly nonce: string }): string {
  const scripts = plan.phases
    .flatMap((phase) => [...phase.commands, ...phase.finally])
    .concat([...plan.expansions].map(([key, text]) => toExpansion(text, toExpansionPath(key))))
    .map((text, number) => [`${DRIVER_DIRECTORY}/script-${number}.sh`, `${text}\n`] as const);
  const files = new Map([
    [`${PRIVATE_DIRECTORY}/state-0`, toInitialState(plan)],
    [`${PRIVATE_DIRECTORY}/position`, ""],
    [`${PRIVATE_DIRECTORY}/supervisor.sh`, toSupervisor(plan, options.nonce)],
    ...(usersOf(plan).length === 0 ? [] : WRITTEN_BY_WORKERS.map((path) => [path, ""] as const)),
  ]);
  const directories = [
    DRIVER_DIRECTORY,
    PRIVATE_DIRECTORY,
    EXPANSION_DIRECTORY,
    COMMANDS_DIRECTORY,
    plan.sourceDirectory,
  ];
  const bash = shellFiles(plan, options.nonce, "bash");
  const posix = shellFiles(plan, options.nonce, "posix");
  // One compound command: a shell runs none of it before it has read all of it.
  return [
    "{",
    "exec 2>&1",
    "umask 022",
    `mkdir -p -- ${directories.map(quote).join(" ")} || exit 70`,
    installDebugCommands(plan.debugSession),
    installHashFilesCommand(),
    ...scripts.map(writeFile),
    "umask 077", // values of secrets are in these files
    ...[...files].map(writeFile),
    ...(plan.shell === "bash"
      ? [...bash].map(writeFile)
      : [
          "if command -v shopt >/dev/null 2>&1; then",
          ...[...bash].map(writeFile),
          "else",
          ...[...posix].map(writeFile),
          "fi",
        ]),
    toShell(
      `@SEQUENCE=1 @PHASE=0 @BLOCK=s @INDEX=0 @PHASE_FAILED=0 @BUILD_FAILED=0 @STAGE=b @STATUS=0 @STATE=0 @USER=0`,
    ),
    toShell(WRITE_POSITION),
    toShell("@SEQUENCE=0"),
    toShell(mark(options.nonce, "ready")),
    `exec /bin/sh ${PRIVATE_DIRECTORY}/supervisor.sh </dev/null`,
    "}",
    "",
  ].join("\n");
}

/**
 * The position in the plan is one record in a file. BLOCK: s(tart of a phase), c(ommands), f(inally), e(nd of a phase),
 * x (expansions), z (all done). STAGE: b(efore), r(unning), e(nded with STATUS). STATE: which of the two state files holds.
 * USER: who the worker is, 0 for root.
 * It is written when a command begins and when it has ended, each before the mark of the end and after that of the
 * beginning, so that whoever finds it after a kill repeats marks at most, in their order.
 */
const POSITION = [
  "SEQUENCE",
  "PHASE",
  "BLOCK",
  "INDEX",
  "PHASE_FAILED",
  "BUILD_FAILED",
  "STAGE",
  "STATUS",
  "STATE",
  "USER",
];
/** Assignments, of fixed width and over the old ones (`<>` truncates nothing): never seen half written. */
const WRITE_POSITION = `command printf '@SEQUENCE=%-9s @PHASE=%-9s @BLOCK=%s @INDEX=%-9s @PHASE_FAILED=%s @BUILD_FAILED=%s @STAGE=%s @STATUS=%-3s @STATE=%s @USER=%-4s\\n' ${POSITION.map((name) => `"$@${name}"`).join(" ")} 1<>${PRIVATE_DIRECTORY}/position`;
/** Sourced: `read` takes a file byte by byte. BLOCK stays empty when it can't be. */
const READ_POSITION = `@BLOCK=; command . ${PRIVATE_DIRECTORY}/position`;

/**
 * Prints a mark by one write. A command may have left the pipe non-blocking, and then a full pipe refuses: opened
 * anew, it blocks.
 */
function mark(nonce: string, words: string, ...values: readonly string[]): string {
  const print = `command printf '${markPrefix(nonce).replace(/^./su, "\\036")}%s ${words}\\n' "$@SEQUENCE"${values.map((value) => ` "${value}"`).join("")}`;
  return `{ ${print} 2>/dev/null || ${print} >/proc/self/fd/1; }; @SEQUENCE=$(($@SEQUENCE + 1))`;
}

/** Which command is due: NUMBER, the INDEX-th of LIMIT in its block; AFTER is the phase after a failure, WANTED whose command it is. */
function findCommand(plan: BuildPlan): string {
  const users = usersOf(plan);
  let first = 0;
  const rows = plan.phases.map((phase, index) => {
    const row = `${index}) @FIRST=${first} @COMMANDS=${phase.commands.length} @FINALLY=${phase.finally.length} @AFTER=${phaseAfterFailure(plan.phases, index)} @WANTED=${userNumber(users, phase)} ;;`;
    first += phase.commands.length + phase.finally.length;
    return row;
  });
  return [
    "case $@PHASE in",
    ...rows,
    `*) @FIRST=${first} @COMMANDS=${plan.expansions.size} @FINALLY=0 @AFTER=0 @WANTED=$@USER ;;`,
    "esac",
    "case $@BLOCK in",
    "f) @NUMBER=$(($@FIRST + $@COMMANDS + $@INDEX)) @LIMIT=$@FINALLY ;;",
    "*) @NUMBER=$(($@FIRST + $@INDEX)) @LIMIT=$@COMMANDS ;;",
    "esac",
  ].join("\n");
}

/**
 * The loop through the plan, the same in supervisor and worker but for how a command is run, and what is done when it is
 * another user's. A loop `until`, because
 * after `set -n` every condition counts as zero; parsed whole before any command runs, so that users' aliases
 * don't reach it; `command`, so that users' functions don't.
 */
function toLoop(plan: BuildPlan, nonce: string, run: string, changeUser: string): string {
  const runAsWanted = `case $@WANTED in
"$@USER")
${run}
;;
*)
${changeUser}
;;
esac`;
  return `until command test "$@BLOCK" = z; do
${findCommand(plan)}
case $@BLOCK$@STAGE in
s?)
${mark(nonce, "phase-start %s", "$@PHASE")}
@BLOCK=c @INDEX=0 @PHASE_FAILED=0
;;
[cfx]b)
if command test "$@INDEX" -lt "$@LIMIT"; then
${usersOf(plan).length === 0 ? run : runAsWanted}
else
@INDEX=0
case $@BLOCK in
c) @BLOCK=f ;;
f) @BLOCK=e ;;
*) @BLOCK=z ;;
esac
fi
;;
[cfx]e)
case $@BLOCK in
x) ;;
*) ${mark(nonce, "command-end %s %s", "$@NUMBER", "$@STATUS")} ;;
esac
@STAGE=b
case $@BLOCK$@STATUS in
x*|?0) @INDEX=$(($@INDEX + 1)) ;;
c*) @BLOCK=f @INDEX=0 @PHASE_FAILED=1 @BUILD_FAILED=1 ;;
*) @BLOCK=e @INDEX=0 @PHASE_FAILED=1 @BUILD_FAILED=1 ;;
esac
;;
e?)
${mark(nonce, "phase-end %s %s", "$@PHASE", "$@PHASE_FAILED")}
case $@PHASE_FAILED in
0) @PHASE=$(($@PHASE + 1)) ;;
*) @PHASE=$@AFTER ;;
esac
case $@PHASE in
${plan.phases.length}) @BLOCK=x ;;
*) @BLOCK=s ;;
esac
@INDEX=0
;;
*) exit 70 ;;
esac
done
`;
}

function startCommand(nonce: string): string {
  return `case $@BLOCK in
x) ;;
*) ${mark(nonce, "command-start %s", "$@NUMBER")} ;;
esac`;
}

/** Succeeding until a phase's command has failed: then neither for its \`finally\` nor for anything later. */
const EXPORT_SUCCEEDING = 'command export "CODEBUILD_BUILD_SUCCEEDING=$((1 - $@BUILD_FAILED))"';

/**
 * The main process. It holds no state of the build and runs a worker, which goes through the plan until a command ends
 * it: by `exit`, a syntax error, `exec`, a signal. That command then ended with the worker's status, and the next worker
 * takes over. For fresh shells each worker runs one command.
 */
function toSupervisor(plan: BuildPlan, nonce: string): string {
  // Shells say "Killed" of a child on their own stderr, so that is closed meanwhile; the worker opens its own anew.
  const withUsers = usersOf(plan).length > 0;
  const start = withUsers ? `@AS_USER 'exec ${plan.shell} ${WORKER}'` : `${plan.shell} ${WORKER}`;
  const runWorker = `{ ${start}; } 2>/dev/null`;
  const fresh = `${startCommand(nonce)}
@STAGE=r
${WRITE_POSITION}
${runWorker}
@STATUS=$? @STAGE=e`;
  const live = `${WRITE_POSITION}
@BEFORE=$@BLOCK$@SEQUENCE-$@INDEX
${runWorker}
@WORKER=$?
${READ_POSITION}
case $@STAGE$@BLOCK$@SEQUENCE-$@INDEX in
r*) @STATUS=$@WORKER @STAGE=e ;;
"b$@BEFORE")
${startCommand(nonce)}
case $@WORKER in
0) @WORKER=126 ;;
127) command printf '%s: not found\\n' ${plan.shell} ;;
esac
@STATUS=$@WORKER @STAGE=e
;;
esac`;
  const change = changeUser(mark(nonce, "user %s %s", "$@PHASE", "$@STATUS"));
  const loop = toLoop(plan, nonce, plan.freshShellPerCommand ? fresh : live, change);
  const text = toShell(`${READ_POSITION}\n${loop}${mark(nonce, "finished")}\n`);
  return withUsers ? `${toUserFunctions(plan, plan.debugSession === undefined ? [] : DEBUG_FILES)}\n${text}` : text;
}

type ShellKind = "bash" | "posix";

/** The files that depend on what the shell of the build can tell of its state. */
function shellFiles(plan: BuildPlan, nonce: string, kind: ShellKind): ReadonlyMap<string, string> {
  return plan.freshShellPerCommand
    ? new Map([[WORKER, toFreshWorker(plan)]])
    : new Map([
        [WORKER, toLiveWorker(plan, nonce, kind)],
        [`${PRIVATE_DIRECTORY}/leave.sh`, toLeave(kind)],
      ]);
}

function toFreshWorker(plan: BuildPlan): string {
  return toShell(`exec 2>&1
${READ_POSITION}
${findCommand(plan)}
. ${PRIVATE_DIRECTORY}/state-0
${EXPORT_SUCCEEDING}
. "${DRIVER_DIRECTORY}/script-$@NUMBER.sh"
`);
}

/** Printed back by `trap`, which tells whether a command has set its own; so without quotes. */
const LEAVE = `{ \\. ${PRIVATE_DIRECTORY}/leave.sh; } 2>/dev/null`;

/**
 * One live shell for all commands. Each command is a file that is sourced at top level, never in a function, where
 * `local` and `declare` would differ. The one-turn loop absorbs `break` and `continue`; the redirections of the group undo
 * `exec >file` (crossed: a shell does not save a descriptor that is redirected to itself) and give end-of-file on stdin.
 */
function toLiveWorker(plan: BuildPlan, nonce: string, kind: ShellKind): string {
  const run = `${startCommand(nonce)}
@STAGE=r
${WRITE_POSITION} || exit 70
${EXPORT_SUCCEEDING}
command trap '${LEAVE}' EXIT
@EXIT=
case $@NOUNSET in u) command set -u ;; esac
for _ in 1; do { . "${DRIVER_DIRECTORY}/script-$@NUMBER.sh"; } </dev/null >&2 2>&1; done
{ @EXIT=$?${kind === "bash" ? "; command trap - DEBUG RETURN ERR" : ""}; ${KEEP_NOUNSET}; ${RESET_OPTIONS}; } 2>/dev/null
case $@PIPE in y) ${IS_PIPE} || exit "\${@EXIT:-2}" ;; esac
${READ_POSITION}
command test "$@BLOCK" || exit "\${@EXIT:-2}"
${saveState(kind)}
command trap >|${PRIVATE_DIRECTORY}/traps
while IFS= command read -r @TRAP; do
case $@TRAP in
"trap -- '${LEAVE.replaceAll(/[$\\]/g, "\\$&")}' EXIT") break ;;
*' EXIT')
${WRITE_POSITION}
exit "\${@EXIT:-2}"
;;
esac
done <${PRIVATE_DIRECTORY}/traps
@STAGE=e @STATUS=$@EXIT
${WRITE_POSITION} || exit 70`;
  const leave = `${WRITE_POSITION}
command trap - EXIT
exit 0`;
  // One group, read to its end before a restored alias could change its words.
  const body = `{
${READ_POSITION}
{ . "${PRIVATE_DIRECTORY}/state-$@STATE"; } </dev/null >/dev/null 2>&1
${READ_POSITION}
@PIPE=
${IS_PIPE} && @PIPE=y
${toLoop(plan, nonce, run, leave)}${leave}
}
`;
  return `exec 2>&1
{ command set +euxvfCan; } 2>/dev/null
command set +o >|${PRIVATE_DIRECTORY}/options
cd -- ${quote(plan.sourceDirectory)}
${toShell(body)}`;
}

/** A command may take the descriptors by which its shell would get its output back (busybox: `exec 11>file`); a new one has them. */
const IS_PIPE = "command test -p /proc/self/fd/1 && command test -p /proc/self/fd/2";

/** `set -u` is part of the one shell state: the next command has it too, and a new worker by the variable. */
const KEEP_NOUNSET = "case $- in *u*) @NOUNSET=u ;; *) @NOUNSET= ;; esac";

/** What else a command has set with `set -…` ends with it. The file lists the options as the shell had them at first, `pipefail` where it has that. */
const RESET_OPTIONS = `command set +euxvfCan; . ${PRIVATE_DIRECTORY}/options`;

/** Run by the worker's EXIT trap: a command has called \`exit\`, or the shell gave up on it. Line by line, so the aliases go first. */
function toLeave(kind: ShellKind): string {
  return toShell(`@EXIT=$?
${kind === "bash" ? `\\command alias -p >|${PRIVATE_DIRECTORY}/aliases` : ":"}
\\unalias -a
${KEEP_NOUNSET}
${RESET_OPTIONS}
${READ_POSITION}
command test "$@BLOCK" || exit "\${@EXIT:-2}"
${saveState(kind, "aliases")}
${WRITE_POSITION}
exit "\${@EXIT:-2}"
`);
}

/**
 * Writes into the state file that does not hold, with builtins alone, what a new worker sources: a save that is interrupted, or
 * fails as on a full disk, leaves the old one in force. Read with users' functions and readonly variables about, so errors are left aside there.
 */
function saveState(kind: ShellKind, aliases: "aliases" | "live" = "live"): string {
  const dumps = {
    posix: ["command set", "command export -p", "command readonly -p"],
    bash: [
      "command shopt -p",
      aliases === "live"
        ? "command alias -p"
        : `{ while IFS= command read -r @LINE; do command printf '%s\\n' "$@LINE"; done <${PRIVATE_DIRECTORY}/aliases; }`,
      "command declare -p",
      "command declare -f",
      "command declare -Fx",
    ],
  }[kind];
  return `case $@STATE in
0) @STATE=1 ;;
*) @STATE=0 ;;
esac
{
${dumps.join("\n")}
command printf 'umask '
command umask
command printf '%s\\n' '@OLDPWD=\${OLDPWD-}' 'cd -- "$PWD" && OLDPWD=$@OLDPWD'
} >|"${PRIVATE_DIRECTORY}/state-$@STATE" 2>/dev/null || case $@STATE in
0) @STATE=1 ;;
*) @STATE=0 ;;
esac`;
}
