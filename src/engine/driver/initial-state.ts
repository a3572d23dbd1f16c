import type { BuildPlan } from "../build-plan.ts";
import { isVariableName, quote } from "./shell-text.ts";

/** Shell text that makes what a build's first command finds. The home is root's whoever the image's user is, as in CodeBuild. */
export function toInitialState(plan: Pick<BuildPlan, "sourceDirectory" | "environment">): string {
  return [
    "export HOME=/root",
    'export PATH="${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}:/codebuild/user/bin"',
    "umask 022",
    `cd -- ${quote(plan.sourceDirectory)}`,
    ...[...plan.environment]
      .filter(([name]) => isVariableName(name))
      .map(([name, value]) => `export ${name}=${quote(value)}`),
    "",
  ].join("\n");
}
