import type { ComputeType, ProjectEnvironment } from "../../generated/codebuild/types.ts";
import { isEmpty } from "./project-settings.ts";

const GIBIBYTE = 1024 ** 3;

type Sizes = Partial<Record<ComputeType, readonly [memory: number, cpus: number]>>;

/** Memory (GiB) and vCPUs of the on-demand compute types (user guide, build environment compute types). */
const LINUX_COMPUTE: Sizes = {
  BUILD_GENERAL1_SMALL: [4, 2],
  BUILD_GENERAL1_MEDIUM: [8, 4],
  BUILD_GENERAL1_LARGE: [16, 8],
  BUILD_GENERAL1_XLARGE: [72, 36],
  BUILD_GENERAL1_2XLARGE: [144, 72],
};
const ARM_COMPUTE: Sizes = { ...LINUX_COMPUTE, BUILD_GENERAL1_XLARGE: [64, 32], BUILD_GENERAL1_2XLARGE: [96, 48] };
const GPU_COMPUTE: Sizes = { BUILD_GENERAL1_SMALL: [16, 4], BUILD_GENERAL1_LARGE: [255, 32] };

function sizesOf(environmentType: string): Sizes {
  if (environmentType === "LINUX_GPU_CONTAINER") return GPU_COMPUTE;
  return environmentType.startsWith("ARM") ? ARM_COMPUTE : LINUX_COMPUTE;
}

/** Of vCPUs and GiB: beyond what any machine has. */
const MOST = 1_000_000;

type Compute = Pick<ProjectEnvironment, "type" | "computeType" | "computeConfiguration">;

/** What is wrong with an environment's compute type (API reference, ProjectEnvironment); the words are ours. */
export function computeProblem({ type, computeType, computeConfiguration }: Compute): string | undefined {
  if (computeType !== "ATTRIBUTE_BASED_COMPUTE") {
    if (!isEmpty(computeConfiguration)) {
      return "Invalid input: computeConfiguration requires computeType ATTRIBUTE_BASED_COMPUTE";
    }
    return type === "LINUX_GPU_CONTAINER" && GPU_COMPUTE[computeType] === undefined
      ? `Invalid input: computeType ${computeType} is not available for ${type}`
      : undefined;
  }
  const { vCpu, memory, disk, instanceType } = computeConfiguration ?? {};
  if (vCpu === undefined && memory === undefined) {
    return "Invalid input: computeType ATTRIBUTE_BASED_COMPUTE requires a computeConfiguration with vCpu or memory";
  }
  if ([vCpu, memory, disk].some((amount) => amount !== undefined && !(amount >= 1 && amount <= MOST))) {
    return `Invalid input: vCpu, memory and disk of a computeConfiguration must be between 1 and ${MOST}`;
  }
  return instanceType === undefined
    ? undefined
    : "Invalid input: instanceType requires computeType CUSTOM_INSTANCE_TYPE";
}

/**
 * What a build may use; the environment clips it to what its host has. With ATTRIBUTE_BASED_COMPUTE it is what the project
 * names (memory in GiB, as in the user guide's examples), and of the smallest type what it does not name.
 */
export function toComputeLimits(environment: Compute | undefined): { memoryBytes: number; cpus: number } {
  const {
    type = "LINUX_CONTAINER",
    computeType = "BUILD_GENERAL1_SMALL",
    computeConfiguration = {},
  } = environment ?? {};
  const sizes = sizesOf(type);
  const [memory, cpus] = sizes[computeType] ?? sizes.BUILD_GENERAL1_SMALL ?? [4, 2];
  return {
    memoryBytes: (computeConfiguration.memory ?? memory) * GIBIBYTE,
    cpus: computeConfiguration.vCpu ?? cpus,
  };
}
