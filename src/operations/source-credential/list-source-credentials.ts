import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { Store } from "../../store/store.ts";

export function listSourceCredentials(deps: { store: Store }): Operations["ListSourceCredentials"] {
  return (_input, context) => ({ sourceCredentialsInfos: deps.store.credentials.list(context) });
}
