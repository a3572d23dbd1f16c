import { ResourceNotFoundException } from "../../../generated/codebuild/errors.ts";
import type { Project } from "../../../generated/codebuild/types.ts";
import { toProjectArn, toProjectName } from "../../domain/arns.ts";
import type { RequestContext } from "../../protocol/operation.ts";
import type { Store } from "../../store/store.ts";

/** @throws ResourceNotFoundException in AWS's words, for a name or an ARN alike */
export function requireProject(store: Store, context: RequestContext, nameOrArn: string): Project & { name: string } {
  const name = toProjectName(context, nameOrArn);
  const project = name === undefined ? undefined : store.projects.get(context, name);
  if (name === undefined || project === undefined) {
    const arn = name === undefined ? nameOrArn : toProjectArn(context, name);
    throw new ResourceNotFoundException(`Project cannot be found: ${arn}`);
  }
  return { ...project, name };
}
