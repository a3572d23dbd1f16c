import { toComputeLimits } from "../../domain/compute-limits.ts";
import { VolumeUnavailable, type BuildEnvironment } from "../../environment/build-environment.ts";
import type { LocalCacheLease } from "../../store/store.ts";
import { forgetLayers, leaseLocalCache, toVolumes } from "../cache/local-cache.ts";
import { toFileSystemVolumes } from "../file-system-volumes.ts";
import { readRegistryLogin } from "../registry-login.ts";
import { requireMember, type RunContext } from "../run-context.ts";

/** Image and container, not started. */
export async function provision(context: RunContext): Promise<BuildEnvironment> {
  const { deps, tracker, log, interruption, sourceDirectory } = context;
  const build = tracker.build();
  log.line(deps.clock.now(), "Running on codebuild-local");
  if (build.vpcConfig !== undefined)
    log.line(deps.clock.now(), "WARNING: vpcConfig has no effect: the build runs in a network of the container engine");
  const registryLogin = await readRegistryLogin(context);
  const make = (lease: LocalCacheLease | undefined): Promise<BuildEnvironment> =>
    deps.environments.provision(
      {
        buildArn: tracker.arn,
        image: requireMember(build.environment?.image, "image", build),
        registryLogin,
        privileged: build.environment?.privilegedMode ?? false,
        limits: toComputeLimits(build.environment?.computeType),
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
