import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { RunContext } from "../run-context.ts";
import type { StartedContainer } from "../run-record.ts";
import { keepLayers } from "./local-cache.ts";
import { saveCache } from "./save-cache.ts";

/** Keeps what a build that has succeeded so far leaves for the next ones: who failed half-way has half of it. */
export async function keepCache(
  context: RunContext,
  environment: BuildEnvironment,
  { cache }: StartedContainer,
): Promise<void> {
  const { tracker, log, deps } = context;
  if (cache === undefined || (cache.type === "S3" && cache.action === "restore")) return;
  const { phases = [] } = tracker.build();
  if (phases.some(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== "SUCCEEDED"))
    log.line(deps.clock.now(), "The cache is not saved: the build has failed");
  else if (cache.type === "LOCAL") await keepLayers(context, environment);
  else await saveCache(context, environment, cache);
}
