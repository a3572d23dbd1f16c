import { ResourceNotFoundException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import { toProjectArn, toProjectName } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";
import { LARGEST_PAGE, readPage, tokenMember } from "../list-page.ts";
import type { PageTokens } from "../../protocol/page-tokens.ts";

/** By build number, the newest first unless told otherwise (API reference, ListBuildsForProject). */
export function listBuildsForProject(deps: {
  store: Store;
  pageTokens: PageTokens;
}): Operations["ListBuildsForProject"] {
  return (input, context) => {
    const name = toProjectName(context, input.projectName);
    if (name === undefined || deps.store.projects.getJson(context, name) === undefined) {
      const arn = name === undefined ? input.projectName : toProjectArn(context, name);
      throw new ResourceNotFoundException(`The provided project ${arn} does not exist`);
    }
    const { sortOrder = "DESCENDING" } = input;
    const list = { operation: "ListBuildsForProject", order: `${name} ${sortOrder}`, context };
    const { page, nextToken } = readPage(deps.pageTokens, list, input.nextToken, (after) =>
      deps.store.builds.listForProject(context, name, { order: sortOrder, after, limit: LARGEST_PAGE }),
    );
    return { ids: page.items, ...tokenMember(nextToken) };
  };
}
