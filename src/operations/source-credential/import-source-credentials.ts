import { InvalidInputException, ResourceAlreadyExistsException } from "../../../generated/codebuild/errors.ts";
import type { Operations } from "../../../generated/codebuild/operations.ts";
import type { AuthType, SourceCredentialsInfo } from "../../../generated/codebuild/types.ts";
import type { IdSource } from "../../common/ids.ts";
import { toCredentialArn } from "../../domain/arns.ts";
import type { Store } from "../../store/store.ts";

/** Auth types whose token is the ARN of where the secret is: it is told back as `resource`. */
const TOKEN_IS_RESOURCE: ReadonlySet<AuthType> = new Set(["CODECONNECTIONS", "SECRETS_MANAGER"]);

/** One credential per server type and auth type. The token is kept encrypted and never answered. */
export function importSourceCredentials(deps: { store: Store; ids: IdSource }): Operations["ImportSourceCredentials"] {
  return ({ token, username, serverType, authType, shouldOverwrite = true }, context) => {
    if (authType === "OAUTH") {
      throw new InvalidInputException("Auth type OAUTH cannot be imported; it is made in the console of AWS CodeBuild");
    }
    if (authType === "BASIC_AUTH" && username === undefined) {
      throw new InvalidInputException("Auth type BASIC_AUTH requires a username");
    }
    // It is told back, so that no token may come through here.
    if (TOKEN_IS_RESOURCE.has(authType) && !token.startsWith("arn:")) {
      throw new InvalidInputException(
        `Auth type ${authType} requires the ARN of a ${authType === "SECRETS_MANAGER" ? "secret" : "connection"} as the token`,
      );
    }
    const { credentials } = deps.store;
    const existing = credentials.get(context, serverType, authType);
    if (existing !== undefined && !shouldOverwrite) {
      throw new ResourceAlreadyExistsException(
        `Source credentials already exist for server type ${serverType} and auth type ${authType}: ${existing.arn ?? ""}`,
      );
    }
    const arn = toCredentialArn(context, serverType, deps.ids.uuid());
    const info: SourceCredentialsInfo = {
      arn,
      serverType,
      authType,
      ...(TOKEN_IS_RESOURCE.has(authType) && { resource: token }),
    };
    credentials.put(context, info, { token, username });
    return { arn };
  };
}
