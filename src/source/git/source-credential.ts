import type { ProjectSource } from "../../../generated/codebuild/types.ts";
import { isOwnCredentialArn } from "../../domain/arns.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { SecretSource } from "../../parameters/parameter-source.ts";
import type { CredentialRepository, Scope } from "../../store/store.ts";
import type { GitCredential } from "./git-setting.ts";
import { readSecretCredential } from "./secret-credential.ts";
import { toTokenCredential } from "./token-credential.ts";

/** In the order in which the imported credentials of a server type are asked. */
const IMPORTED = ["PERSONAL_ACCESS_TOKEN", "BASIC_AUTH", "SECRETS_MANAGER"] as const;

export interface CredentialPlaces {
  readonly credentials: CredentialRepository;
  readonly secrets: SecretSource;
}

/**
 * The credential that a source's `auth` names (of ImportSourceCredentials, or a secret), else the one that was imported for
 * its server type. A connection (CODECONNECTIONS) can't be turned into a token here; the host's own credential takes its place.
 *
 * @throws PhaseError for a credential or a secret that isn't there or isn't for this source; what `signal` aborts with
 */
export async function findSourceCredential(
  { credentials, secrets }: CredentialPlaces,
  scope: Scope,
  source: ProjectSource,
  signal: AbortSignal,
): Promise<GitCredential | undefined> {
  const read = (secret: string): Promise<GitCredential> =>
    readSecretCredential(secrets, scope, secret, source.type, signal);
  const stored = (arn: string): GitCredential | undefined => {
    const secret = credentials.secret(arn);
    return secret && toTokenCredential(source.type, secret);
  };

  const { type, resource: named } = source.auth ?? {};
  if (named !== undefined && isOwnCredentialArn(scope, named)) {
    const info = credentials.list(scope).find(({ arn }) => arn === named);
    if (info === undefined) {
      throw new PhaseError("CLIENT_ERROR", `Could not find the source credentials ${named}`);
    }
    if (info.serverType !== source.type) {
      throw new PhaseError("CLIENT_ERROR", `The source credentials ${named} are not for source type ${source.type}`);
    }
    if (info.authType === "SECRETS_MANAGER") return read(info.resource ?? "");
    if (info.authType !== "CODECONNECTIONS") return stored(named);
  } else if (named !== undefined && type === "SECRETS_MANAGER") {
    return read(named);
  }
  for (const authType of IMPORTED) {
    const info = credentials.get(scope, source.type, authType);
    if (info?.arn === undefined) continue;
    return authType === "SECRETS_MANAGER" ? read(info.resource ?? "") : stored(info.arn);
  }
  return undefined;
}
