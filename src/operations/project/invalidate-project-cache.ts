import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { IdSource } from "../../common/ids.ts";
import type { BuildEngine } from "../../engine/build-engine.ts";
import type { Store } from "../../store/store.ts";
import { requireProject } from "./require-project.ts";

/** From here on builds find none of what the project, or its namespace, has cached; nor what builds that run by now will cache. */
export function invalidateProjectCache(deps: {
  store: Store;
  ids: IdSource;
  engine: BuildEngine;
}): Operations["InvalidateProjectCache"] {
  const { store, ids, engine } = deps;
  return ({ projectName }, context) => {
    const { name, cache } = requireProject(store, context, projectName);
    store.transaction(() => {
      store.caches.drop(context, { kind: "project", name }, ids.uuid());
      if (cache?.cacheNamespace !== undefined && cache.cacheNamespace !== "")
        store.caches.drop(context, { kind: "namespace", name: cache.cacheNamespace }, ids.uuid());
    });
    engine.removeUnusedCaches();
    return {};
  };
}
