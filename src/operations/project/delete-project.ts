import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { IdSource } from "../../common/ids.ts";
import { toProjectName } from "../../domain/arns.ts";
import type { BuildEngine } from "../../engine/build-engine.ts";
import type { Store } from "../../store/store.ts";

/** Idempotent; builds stay, those that run go on. A project of the same name begins without a cache. */
export function deleteProject(deps: { store: Store; ids: IdSource; engine: BuildEngine }): Operations["DeleteProject"] {
  const { store, ids, engine } = deps;
  return (input, context) => {
    const name = toProjectName(context, input.name);
    if (name === undefined) return {};
    store.transaction(() => {
      if (store.projects.delete(context, name)) store.caches.drop(context, { kind: "project", name }, ids.uuid());
    });
    engine.removeUnusedCaches();
    return {};
  };
}
