import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { UpdateProjectOutput } from "../../../generated/codebuild/types.ts";
import type { Clock } from "../../common/clock.ts";
import { settingsProblem } from "../../domain/project-rules.ts";
import { applySettings, mergeSettings } from "../../domain/project-settings.ts";
import { refusalProblem } from "../../domain/refused-settings.ts";
import type { Store } from "../../store/store.ts";
import { encodeRecord } from "../encoded-answer.ts";
import { requireNoProblem } from "../refuse.ts";
import { withBadgeUrl, type ProjectBadges } from "./project-badges.ts";
import { requireProject } from "./require-project.ts";

/** Members that are sent replace the project's, the others stay; the whole project is checked as CreateProject checks it. */
export function updateProject(deps: {
  store: Store;
  clock: Clock;
  badges: ProjectBadges;
}): Operations["UpdateProject"] {
  return (input, context) => {
    const project = requireProject(deps.store, context, input.name);
    const settings = mergeSettings(project, input);
    requireNoProblem(refusalProblem(settings) ?? settingsProblem(settings, context));
    const applied = applySettings(project, settings, context, new Date(deps.clock.now()));
    const updated = deps.badges.attach(context, applied, project);
    deps.store.projects.replace(context, updated);
    const record = deps.store.projects.getJson(context, project.name);
    return record === undefined
      ? { project: updated }
      : encodeRecord<UpdateProjectOutput>("project", withBadgeUrl(record, context.host));
  };
}
