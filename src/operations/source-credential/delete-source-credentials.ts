import { ResourceNotFoundException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import { isOwnCredentialArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

export function deleteSourceCredentials(deps: { store: Store }): Operations["DeleteSourceCredentials"] {
  return ({ arn }, context) => {
    if (!isOwnCredentialArn(context, arn) || !deps.store.credentials.delete(arn)) {
      throw new ResourceNotFoundException(`Source credentials cannot be found: ${arn}`);
    }
    return { arn };
  };
}
