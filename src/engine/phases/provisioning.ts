import { toComputeLimits } from "../../domain/compute-limits.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
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
  return deps.environments.provision(
    {
      buildArn: tracker.arn,
      image: requireMember(build.environment?.image, "image", build),
      registryLogin,
      privileged: build.environment?.privilegedMode ?? false,
      limits: toComputeLimits(build.environment?.computeType),
      workingDirectory: sourceDirectory,
      volumes: toFileSystemVolumes(build.fileSystemLocations, deps.fileSystemRewrites),
      onProgress(line) {
        log.line(deps.clock.now(), line);
      },
    },
    interruption.work,
  );
}
