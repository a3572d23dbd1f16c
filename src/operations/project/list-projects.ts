import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { ListProjectsOutput } from "../../../generated/codebuild/types.ts";
import { EncodedJson } from "../../protocol/operation.ts";
import type { Page, Store } from "../../store/store.ts";
import { LARGEST_PAGE, readPage, tokenMember } from "../list-page.ts";
import type { PageTokens } from "../../protocol/page-tokens.ts";

/** By name in ascending order unless told otherwise. */
export function listProjects(deps: { store: Store; pageTokens: PageTokens }): Operations["ListProjects"] {
  // The store gives the same page as long as nothing was written, so its answer lives exactly as long as the page does.
  const answers = new WeakMap<Page<string>, EncodedJson<ListProjectsOutput>>();
  return (input, context) => {
    const { sortBy = "NAME", sortOrder = "ASCENDING" } = input;
    const list = { operation: "ListProjects", order: `${sortBy} ${sortOrder}`, context };
    const { page, nextToken } = readPage(deps.pageTokens, list, input.nextToken, (after) =>
      deps.store.projects.list(context, { sortBy, order: sortOrder, after, limit: LARGEST_PAGE }),
    );
    const known = answers.get(page);
    if (known !== undefined) return known;
    const output: ListProjectsOutput = { ...tokenMember(nextToken), projects: page.items };
    const answer = new EncodedJson<ListProjectsOutput>([Buffer.from(JSON.stringify(output))]);
    answers.set(page, answer);
    return answer;
  };
}
