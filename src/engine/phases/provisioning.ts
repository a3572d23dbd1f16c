import { toComputeLimits } from "../../domain/compute-limits.ts";
import { VolumeUnavailable, type BuildEnvironment } from "../../environment/build-environment.ts";
import type { LocalCacheLease } from "../../store/store.ts";
import { forgetLayers, leaseLocalCache, toVolumes } from "../cache/local-cache.ts";
import { toFileSystemVolumes } from "../file-system-volumes.ts";
import { readRegistryLogin } from "../registry-login.ts";
import { requireMember, type RunContext } from "../run-context.ts";
import { toSettingWarnings } from "../setting-warnings.ts";

/** Image and container, not started. */
export async function provision(context: RunContext): Promise<BuildEnvironment> {
  const { deps, tracker, log, interruption, sourceDirectory } = context;
  const build = tracker.build();
  log.line(deps.clock.now(), "Running on codebuild-local");
  for (const warning of toSettingWarnings(build)) log.line(deps.clock.now(), `WARNING: ${warning}`);
  const registryLogin = await readRegistryLogin(context);
  const make = (lease: LocalCacheLease | undefined): Promise<BuildEnvironment> =>
    deps.environments.provision(
      {
        buildArn: tracker.arn,
        image: requireMember(build.environment?.image, "image", build),
        architecture: build.environment?.type === "ARM_CONTAINER" ? "arm64" : undefined,
        registryLogin,
        privileged: build.environment?.privilegedMode ?? false,
        gpus: build.environment?.type === "LINUX_GPU_CONTAINER",
        limits: toComputeLimits(build.environment),
        workingDirectory: sourceDirectory,
        volumes: [...toFileSystemVolumes(build.fileSystemLocations, deps.fileSystemRewrites), ...toVolumes(lease)],
        onProgress(line) {
          log.line(deps.clock.now(), line);
        },
      },
      interruption.work,
    );
  const lease = leaseLocalCache(context);
  try {
    return await make(lease);
  } catch (error) {
    if (lease === undefined || !(error instanceof VolumeUnavailable)) throw error;
    log.line(deps.clock.now(), `Unable to use the local cache: ${error.message}`);
    return make(forgetLayers(context, lease));
  }
}
