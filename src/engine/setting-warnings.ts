import type { Build } from "../../generated/codebuild/types.ts";

/** A sentence for each of a build's settings that is taken, as AWS takes it, and has no effect here. */
export function toSettingWarnings({ environment, vpcConfig }: Pick<Build, "environment" | "vpcConfig">): string[] {
  const warnings: string[] = [];
  if (vpcConfig !== undefined)
    warnings.push("vpcConfig has no effect: the build runs in a network of the container engine");
  if (environment?.hostKernel !== undefined)
    warnings.push(
      `hostKernel ${environment.hostKernel} has no effect: the build runs on the container engine's kernel`,
    );
  const { disk, machineType } = environment?.computeConfiguration ?? {};
  if (disk !== undefined) warnings.push("computeConfiguration.disk has no effect: disk space is not limited");
  if (machineType !== undefined)
    warnings.push("computeConfiguration.machineType has no effect: the build runs on the container engine's machine");
  return warnings;
}
