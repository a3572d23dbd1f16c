import { ResourceAlreadyExistsException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { CreateProjectOutput } from "../../../generated/codebuild/types.ts";
import type { Clock } from "../../common/clock.ts";
import { toProjectArn } from "../../domain/arns.ts";
import { settingsProblem } from "../../domain/project-rules.ts";
import { toProject } from "../../domain/project-settings.ts";
import { refusalProblem } from "../../domain/refused-settings.ts";
import type { Store } from "../../store/store.ts";
import { encodeRecord } from "../encoded-answer.ts";
import { requireNoProblem } from "../refuse.ts";
import { withBadgeUrl, type ProjectBadges } from "./project-badges.ts";

export function createProject(deps: {
  store: Store;
  clock: Clock;
  badges: ProjectBadges;
}): Operations["CreateProject"] {
  return ({ name, ...settings }, context) => {
    requireNoProblem(refusalProblem(settings) ?? settingsProblem(settings, context));
    const made = toProject(name, settings, context, new Date(deps.clock.now()));
    const project = deps.badges.attach(context, made);
    if (!deps.store.projects.insert(context, project)) {
      throw new ResourceAlreadyExistsException(`Project already exists: ${toProjectArn(context, name)}`);
    }
    const record = deps.store.projects.getJson(context, name);
    return record === undefined
      ? { project }
      : encodeRecord<CreateProjectOutput>("project", withBadgeUrl(record, context.host));
  };
}
