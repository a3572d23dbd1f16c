import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { Store } from "../../store/store.ts";
import { LARGEST_PAGE, readPage, tokenMember } from "../list-page.ts";
import type { PageTokens } from "../../protocol/page-tokens.ts";

/** ARNs, by name in ascending order unless told otherwise. */
export function listReportGroups(deps: { store: Store; pageTokens: PageTokens }): Operations["ListReportGroups"] {
  return (input, context) => {
    const { sortBy = "NAME", sortOrder = "ASCENDING", maxResults = LARGEST_PAGE } = input;
    const list = { operation: "ListReportGroups", order: `${sortBy} ${sortOrder}`, context };
    const { page, nextToken } = readPage(deps.pageTokens, list, input.nextToken, (after) =>
      deps.store.reportGroups.list(context, { sortBy, order: sortOrder, after, limit: maxResults }),
    );
    return { ...tokenMember(nextToken), reportGroups: page.items };
  };
}
