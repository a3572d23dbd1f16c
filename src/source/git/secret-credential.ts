import { PhaseError } from "../../domain/phase-error.ts";
import type { ParameterScope, SecretSource } from "../../parameters/parameter-source.ts";
import type { GitCredential } from "./git-setting.ts";
import { toTokenCredential } from "./token-credential.ts";

/**
 * The token in a secret of Secrets Manager: a JSON object with `ServerType`, `AuthType`, `Token` and, for BASIC_AUTH, `Username`
 * (CodeBuild user guide, Create and store a token in a Secrets Manager secret).
 *
 * @param secret its ARN or name
 * @throws PhaseError when it can't be read, has another form, or is for other sources
 */
export async function readSecretCredential(
  secrets: SecretSource,
  scope: ParameterScope,
  secret: string,
  sourceType: string,
  signal: AbortSignal,
): Promise<GitCredential> {
  const texts = await secrets.values(scope, [secret], signal);
  const {
    ServerType: serverType,
    AuthType: authType,
    Token: token,
    Username: username,
  } = parseObject(texts.get(secret) ?? "");
  const refuse = (problem: string): PhaseError => new PhaseError("CLIENT_ERROR", `The secret ${secret} ${problem}`);
  if (token === undefined || token === "") throw refuse("is not a JSON object with the key Token");
  if (serverType !== undefined && serverType !== sourceType) throw refuse(`is not for source type ${sourceType}`);
  if (authType === "BASIC_AUTH" && username === undefined) throw refuse("has AuthType BASIC_AUTH and no Username");
  return toTokenCredential(sourceType, { username: authType === "BASIC_AUTH" ? username : undefined, token });
}

/** Its members that are texts; none of what isn't an object. The parser's own message would show a part of the secret. */
function parseObject(text: string): Readonly<Record<string, string | undefined>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
