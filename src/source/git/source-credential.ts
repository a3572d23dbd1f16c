import type { ProjectSource } from "../../../generated/codebuild/types.ts";
import { isOwnCredentialArn } from "../../domain/arns.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { CredentialRepository, Scope } from "../../store/store.ts";
import type { GitCredential } from "./git-setting.ts";

/** Auth types whose token is sent to the host; those of the others are ARNs of where a token is. */
const SENT = ["PERSONAL_ACCESS_TOKEN", "BASIC_AUTH"] as const;

/** What the hosts take as the user name of a token. */
const ANY_TOKEN_USER = "x-access-token";
const TOKEN_USER: Readonly<Record<string, string>> = {
  BITBUCKET: "x-token-auth",
  GITLAB: "oauth2",
  GITLAB_SELF_MANAGED: "oauth2",
};

/**
 * What ImportSourceCredentials stored for a source: the credential that its `auth` names, else the one of its host's server
 * type. A connection (CODECONNECTIONS) or a secret can't be turned into a token here; the host's own credential takes its place.
 *
 * @throws PhaseError for the ARN of a credential that isn't there
 */
export function findSourceCredential(
  credentials: CredentialRepository,
  scope: Scope,
  source: ProjectSource,
): GitCredential | undefined {
  const named = source.auth?.resource;
  if (named !== undefined && isOwnCredentialArn(scope, named)) {
    const info = credentials.list(scope).find(({ arn }) => arn === named);
    if (info === undefined) {
      throw new PhaseError("CLIENT_ERROR", `Could not find the source credentials ${named}`);
    }
    if (info.serverType !== source.type) {
      throw new PhaseError("CLIENT_ERROR", `The source credentials ${named} are not for source type ${source.type}`);
    }
    if (SENT.some((type) => type === info.authType)) return toCredential(credentials, source.type, named);
  }
  for (const authType of SENT) {
    const arn = credentials.get(scope, source.type, authType)?.arn;
    if (arn !== undefined) return toCredential(credentials, source.type, arn);
  }
  return undefined;
}

function toCredential(credentials: CredentialRepository, type: string, arn: string): GitCredential | undefined {
  const secret = credentials.secret(arn);
  return secret && { username: secret.username ?? TOKEN_USER[type] ?? ANY_TOKEN_USER, password: secret.token };
}

/** Whether the user name is none: it stands where git asks for one beside a token. */
export function isTokenUser(username: string): boolean {
  return username === ANY_TOKEN_USER || Object.values(TOKEN_USER).includes(username);
}
