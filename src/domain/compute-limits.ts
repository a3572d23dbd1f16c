import type { ComputeType } from "../../generated/codebuild/types.ts";

const GIBIBYTE = 1024 ** 3;

/** Memory (GiB) and vCPUs of the on-demand Linux compute types (user guide, build environment compute types). */
const LINUX_COMPUTE: Partial<Record<ComputeType, readonly [memory: number, cpus: number]>> = {
  BUILD_GENERAL1_SMALL: [4, 2],
  BUILD_GENERAL1_MEDIUM: [8, 4],
  BUILD_GENERAL1_LARGE: [16, 8],
  BUILD_GENERAL1_XLARGE: [72, 36],
  BUILD_GENERAL1_2XLARGE: [144, 72],
};

/** What a build may use; the environment clips it to what its host has. */
export function toComputeLimits(computeType: ComputeType | undefined): { memoryBytes: number; cpus: number } {
  const [memory, cpus] = LINUX_COMPUTE[computeType ?? "BUILD_GENERAL1_SMALL"] ?? [4, 2];
  return { memoryBytes: memory * GIBIBYTE, cpus };
}
