import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { Clock } from "../../common/clock.ts";
import { notYetProblem, type BuildHost } from "../../domain/not-yet.ts";
import { settingsProblem } from "../../domain/project-rules.ts";
import { applySettings, mergeSettings } from "../../domain/project-settings.ts";
import type { Store } from "../../store/store.ts";
import { requireNoProblem } from "../refuse.ts";
import { requireProject } from "./require-project.ts";

/** Members that are sent replace the project's, the others stay; the whole project is checked as CreateProject checks it. */
export function updateProject(deps: { store: Store; clock: Clock; host: BuildHost }): Operations["UpdateProject"] {
  return (input, context) => {
    const project = requireProject(deps.store, context, input.name);
    const settings = mergeSettings(project, input);
    requireNoProblem(settingsProblem(settings, context) ?? notYetProblem(settings, deps.host));
    const updated = applySettings(project, settings, context, new Date(deps.clock.now()));
    deps.store.projects.replace(context, updated);
    return { project: updated };
  };
}
