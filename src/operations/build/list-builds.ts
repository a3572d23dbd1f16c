import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { Store } from "../../store/store.ts";
import { LARGEST_PAGE, readPage, tokenMember } from "../list-page.ts";
import type { PageTokens } from "../../protocol/page-tokens.ts";

/** By build id (API reference, ListBuilds). */
export function listBuilds(deps: { store: Store; pageTokens: PageTokens }): Operations["ListBuilds"] {
  return (input, context) => {
    const { sortOrder = "DESCENDING" } = input;
    const list = { operation: "ListBuilds", order: sortOrder, context };
    const { page, nextToken } = readPage(deps.pageTokens, list, input.nextToken, (after) =>
      deps.store.builds.list(context, { order: sortOrder, after, limit: LARGEST_PAGE }),
    );
    return { ids: page.items, ...tokenMember(nextToken) };
  };
}
