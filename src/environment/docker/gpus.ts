import { PhaseError } from "../../domain/phase-error.ts";
import type { BuildEnvironment } from "../build-environment.ts";
import { messageOf } from "./docker-error.ts";

/** As `docker run --gpus all` asks for them. */
export const ALL_GPUS = [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }];

/** @param reason without a full stop */
export function toGpuError(reason: string, cause?: unknown): PhaseError {
  return new PhaseError(
    "CLIENT_ERROR",
    `LINUX_GPU_CONTAINER needs a container engine that gives containers the GPUs of its machine. ${reason}`,
    { cause },
  );
}

/** Only at the start an engine notices that it has no GPU to give. */
export async function openWithGpus(environment: BuildEnvironment): Promise<void> {
  try {
    await environment.open();
  } catch (error) {
    await environment[Symbol.asyncDispose]();
    const reason = error instanceof PhaseError ? error.cause : error;
    throw /device driver|nvidia|\bcdi\b/i.test(messageOf(reason))
      ? toGpuError(`Error response from daemon: ${messageOf(reason)}`, error)
      : error;
  }
}
