import type { BuildEnvironment, Volume } from "../../environment/build-environment.ts";
import type { LocalCacheLease } from "../../store/store.ts";
import { CUSTOM_CACHE } from "../driver/driver-paths.ts";
import type { RunContext } from "../run-context.ts";

/** Where a Docker engine within a build keeps its images. */
const NESTED_ENGINE = "/var/lib/docker";

/** So many volumes lie over one another; then they become one. A mount has 4,096 bytes for their names. */
const MOST_LAYERS = 16;

/**
 * What a build gets of its project's local cache, kept until the build has ended; a run that is taken up again has the same.
 *
 * The cached directories are never written to once a build has been given them: each build has a volume of its own over them,
 * which joins them when it has succeeded and is removed otherwise. So whatever happens to a build, the next one finds the
 * directories as the last one that has succeeded left them, and builds at the same time see nothing of one another.
 *
 * @returns `undefined` for builds without a local cache
 */
export function leaseLocalCache({ deps, tracker, scope, project }: RunContext): LocalCacheLease | undefined {
  const { store, ids } = deps;
  const { cache, environment } = tracker.build();
  const modes = cache?.type === "LOCAL" ? (cache.modes ?? []) : [];
  const wantsEngine = modes.includes("LOCAL_DOCKER_LAYER_CACHE") && environment?.privilegedMode === true;
  const wantsLayers = modes.includes("LOCAL_CUSTOM_CACHE");
  if (!wantsEngine && !wantsLayers) return undefined;
  return store.transaction(() => {
    const held = store.caches.lease(tracker.arn);
    if (held !== undefined) return held;
    const { layers, engines } = store.caches.local(scope, project);
    const lease: LocalCacheLease = {
      scope,
      project,
      generation: store.caches.generation(scope, { kind: "project", name: project }),
      layers: wantsLayers ? layers : [],
      changes: wantsLayers ? `codebuild-local-cache-${ids.uuid()}` : undefined,
      engine: wantsEngine ? (engines.at(-1) ?? `codebuild-local-docker-${ids.uuid()}`) : undefined,
    };
    store.caches.putLease(tracker.arn, lease);
    // Nobody else may have the engine's storage meanwhile.
    store.caches.putLocal(scope, project, { layers, engines: engines.filter((name) => name !== lease.engine) });
    return lease;
  });
}

export function toVolumes(lease: LocalCacheLease | undefined): Volume[] {
  const volumes: Volume[] = [];
  if (lease?.changes !== undefined)
    volumes.push({ kind: "layered", path: CUSTOM_CACHE, name: lease.changes, over: lease.layers });
  if (lease?.engine !== undefined) volumes.push({ kind: "kept", path: NESTED_ENGINE, name: lease.engine });
  return volumes;
}

/** The directories are gone from where builds run, or can't be had there: the build and those after it begin without. */
export function forgetLayers({ deps, tracker, scope, project }: RunContext, lease: LocalCacheLease): LocalCacheLease {
  const { store } = deps;
  const empty = { ...lease, layers: [] };
  store.transaction(() => {
    store.caches.putLocal(scope, project, { ...store.caches.local(scope, project), layers: [] });
    store.caches.putLease(tracker.arn, empty);
  });
  return empty;
}

/** What the build has changed joins the project's cached directories, unless they were dropped meanwhile. The container has ended. */
export async function keepLayers(context: RunContext, environment: BuildEnvironment): Promise<void> {
  const { deps, tracker } = context;
  const { store, ids } = deps;
  const lease = store.caches.lease(tracker.arn);
  if (lease?.changes === undefined || isDropped(context, lease)) return;
  let layers = [lease.changes, ...lease.layers];
  if (layers.length > MOST_LAYERS) {
    const whole = `codebuild-local-cache-${ids.uuid()}`;
    // Held before it is made: what nobody holds is removed.
    store.caches.putLease(tracker.arn, { ...lease, layers: [...lease.layers, whole] });
    try {
      await environment.copyVolume(CUSTOM_CACHE, whole);
    } catch (error) {
      // The project keeps what it had; the next build tries it again.
      deps.logger.warn("a local cache could not be copied into one volume", { build: tracker.arn, error });
      return;
    }
    layers = [whole];
  }
  store.transaction(() => {
    if (isDropped(context, lease)) return;
    store.caches.putLocal(lease.scope, lease.project, { ...store.caches.local(lease.scope, lease.project), layers });
  });
}

/** The storage of the build's Docker engine is for the next build, unless it was dropped meanwhile. The container has ended by itself. */
export function returnEngine(context: RunContext): void {
  const { deps, tracker } = context;
  const { store } = deps;
  store.transaction(() => {
    const lease = store.caches.lease(tracker.arn);
    if (lease?.engine === undefined) return;
    store.caches.putLease(tracker.arn, { ...lease, engine: undefined });
    if (isDropped(context, lease)) return;
    const local = store.caches.local(lease.scope, lease.project);
    store.caches.putLocal(lease.scope, lease.project, { ...local, engines: [...local.engines, lease.engine] });
  });
}

function isDropped({ deps }: RunContext, { scope, project, generation }: LocalCacheLease): boolean {
  return deps.store.caches.generation(scope, { kind: "project", name: project }) !== generation;
}
