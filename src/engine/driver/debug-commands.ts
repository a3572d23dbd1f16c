import type { DebugSessionPlan } from "../build-plan.ts";
import { COMMANDS_DIRECTORY, DRIVER_DIRECTORY } from "./driver-paths.ts";
import { quote, toShell, writeFile } from "./shell-text.ts";

/** The exported variables and the directory of the command that has paused, to be sourced by who enters the container. */
const PAUSED_ENVIRONMENT = `${DRIVER_DIRECTORY}/env.sh`;
/** `paused` while a breakpoint waits. Everyone's to write: the build may run as any user. */
const BREAKPOINT = `${DRIVER_DIRECTORY}/breakpoint`;

/** What those who run as another user than root write. */
export const DEBUG_FILES: readonly string[] = [PAUSED_ENVIRONMENT];

/** How often a breakpoint looks whether it may go on, in seconds; whole ones where `sleep` knows no fractions. */
const LOOKS_EVERY = 0.2;

/**
 * Shell text that puts `codebuild-breakpoint` and `codebuild-resume` on the build's PATH. In a debug session the former pauses
 * until the latter is called; else both say that they do nothing, as in CodeBuild. For a debug session the latter also goes
 * into the first directory of the image's own PATH, which is what a shell has that enters the container.
 *
 * @param session `undefined` in a build without
 */
export function installDebugCommands(session: DebugSessionPlan | undefined): string {
  const breakpoint = `${COMMANDS_DIRECTORY}/codebuild-breakpoint`;
  const resume = `${COMMANDS_DIRECTORY}/codebuild-resume`;
  if (session === undefined) {
    return `${[
      writeFile([breakpoint, toIgnored("codebuild-breakpoint")]),
      writeFile([resume, toIgnored("codebuild-resume")]),
    ].join("\n")}
chmod 755 ${breakpoint} ${resume} 2>/dev/null`;
  }
  return toShell(`${writeFile([breakpoint, toBreakpoint(session)])}
${writeFile([resume, RESUME])}
chmod 755 ${breakpoint} ${resume} 2>/dev/null
${writeFile([BREAKPOINT, "resumed\n"])}
chmod 666 ${BREAKPOINT} 2>/dev/null
${writeFile([PAUSED_ENVIRONMENT, ""])}
chmod 600 ${PAUSED_ENVIRONMENT} 2>/dev/null
set -f
IFS=:
for @DIRECTORY in $PATH; do
case $@DIRECTORY in
/*) { command printf %s ${quote(RESUME)} >|"$@DIRECTORY/codebuild-resume"; } 2>/dev/null && chmod 755 "$@DIRECTORY/codebuild-resume" && break ;;
esac
done
unset IFS
set +f`);
}

function toIgnored(command: string): string {
  return `#!/bin/sh
echo '${command}: ignored, as the build was started without debugSessionEnabled'
`;
}

/** Looks are counted for the limit: an image need not have a clock to ask. */
function toBreakpoint({ entry, seconds }: DebugSessionPlan): string {
  const itself = seconds === undefined ? "" : ` After ${seconds} seconds it goes on by itself.`;
  return `#!/bin/sh
{ export -p; echo 'cd -- "$PWD"'; } 2>/dev/null >${PAUSED_ENVIRONMENT}
echo paused >${BREAKPOINT} || exit
echo ${quote(`codebuild-breakpoint: the build is paused. Enter its container by: ${entry}`)}
echo 'codebuild-breakpoint: There, ". ${PAUSED_ENVIRONMENT}" gives the build'\\''s variables, and codebuild-resume lets it go on.${itself}'
left=${seconds === undefined ? "" : Math.ceil(seconds / LOOKS_EVERY)}
while IFS= read -r state <${BREAKPOINT} && [ "$state" = paused ] && [ "$left" != 0 ]; do
  sleep ${LOOKS_EVERY} 2>/dev/null || { sleep 1 && left=\${left:+$((left > ${1 / LOOKS_EVERY} ? left - ${1 / LOOKS_EVERY - 1} : 1))}; } || exit
  left=\${left:+$((left - 1))}
done
if [ "$state" = paused ]; then
  echo resumed >${BREAKPOINT}
  echo 'codebuild-breakpoint: nobody has resumed the build.'
fi
echo 'codebuild-breakpoint: the build goes on.'
`;
}

const RESUME = `#!/bin/sh
IFS= read -r state <${BREAKPOINT}
case $state in
paused) echo resumed >${BREAKPOINT} && echo 'codebuild-resume: the build goes on.' ;;
*) echo 'codebuild-resume: the build is not paused.' ;;
esac
`;
