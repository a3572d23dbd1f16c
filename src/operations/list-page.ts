import { InvalidInputException } from "../../generated/codebuild/errors.ts";
import type { RequestContext } from "../protocol/operation.ts";
import type { Page } from "../store/store.ts";
import type { PageTokens } from "../protocol/page-tokens.ts";

/** The page size of lists that have none of their own, and the most of those that have. */
export const LARGEST_PAGE = 100;

/**
 * Reads the page that `nextToken` (the first without one) stands for.
 *
 * @param order what the order of the list depends on; a token of another order, list or owner is refused
 */
export function readPage(
  tokens: PageTokens,
  list: { readonly operation: string; readonly order: string; readonly context: RequestContext },
  nextToken: string | undefined,
  read: (after: string | undefined) => Page<string>,
): { readonly page: Page<string>; readonly nextToken: () => string | undefined } {
  const name = `${list.operation} ${list.context.region}:${list.context.account} ${list.order}`;
  const after = nextToken === undefined ? undefined : tokens.open(name, nextToken);
  if (nextToken !== undefined && after === undefined)
    throw new InvalidInputException("Invalid token provided: nextToken");
  const page = read(after);
  return { page, nextToken: () => (page.next === undefined ? undefined : tokens.seal(name, page.next)) };
}

/** The member of an answer; none on the last page. */
export function tokenMember(nextToken: () => string | undefined): { nextToken?: string } {
  const token = nextToken();
  return token === undefined ? {} : { nextToken: token };
}
