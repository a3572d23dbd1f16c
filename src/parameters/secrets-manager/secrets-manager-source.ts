import type { GetSecretValueCommandOutput, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { toAwsErrorText } from "../../domain/aws-error-text.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { parseSecretReference, type SecretReference } from "../../domain/secret-reference.ts";
import type { ParameterScope, SecretSource } from "../parameter-source.ts";

/** AWS's code for phase contexts of secrets that can't be had. */
const CODE = "Secrets Manager Error";

/** @param deps.client a client of whichever Secrets Manager this endpoint uses, for one account and region */
export function createSecretsManagerSource(deps: {
  readonly client: (scope: ParameterScope) => Promise<SecretsManagerClient>;
}): SecretSource {
  return {
    async values(scope, references, signal) {
      const values = new Map<string, string>();
      /** Keys of one secret are read out of one answer. */
      const answers = new Map<string, Promise<GetSecretValueCommandOutput>>();
      for (const text of new Set(references)) {
        const reference = parseSecretReference(text);
        if (reference === undefined) {
          throw new PhaseError(
            CODE,
            `Invalid secret reference: ${text}. Expecting: secret-id:json-key:version-stage:version-id, of version-stage and version-id only one`,
          );
        }
        const { secretId, versionStage, versionId } = reference;
        const key = JSON.stringify([secretId, versionStage, versionId]);
        const answer = answers.get(key) ?? ask(await deps.client(scope), reference, signal);
        answers.set(key, answer);
        values.set(text, toValue(await answer, reference));
      }
      return values;
    },
  };
}

async function ask(
  client: SecretsManagerClient,
  { secretId, versionStage, versionId }: SecretReference,
  signal: AbortSignal,
): Promise<GetSecretValueCommandOutput> {
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  const command = new GetSecretValueCommand({
    SecretId: secretId,
    ...(versionStage === undefined ? {} : { VersionStage: versionStage }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  });
  try {
    return await client.send(command, { abortSignal: signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new PhaseError(CODE, toAwsErrorText(error).replace(/, host id: $/, ""), { cause: error });
  }
}

/** The whole text, or the member of the JSON object in it: texts as they are, all else as JSON, numbers digit by digit. */
function toValue({ SecretString: text }: GetSecretValueCommandOutput, { secretId, jsonKey }: SecretReference): string {
  if (text === undefined) throw new PhaseError(CODE, `The secret ${secretId} is binary: only SecretString can be used`);
  if (jsonKey === undefined) return text;
  const value = parseObject(text, secretId).get(jsonKey);
  if (value === undefined) throw new PhaseError(CODE, `The secret ${secretId} has no JSON key ${jsonKey}`);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** JSON as Node 24 has it: a number can be kept as it is written, though no double may hold it. */
interface ExactJson {
  parse(text: string, revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
}
const exactJson = JSON as unknown as ExactJson;

function parseObject(text: string, secretId: string): ReadonlyMap<string, unknown> {
  let object: unknown;
  try {
    object = exactJson.parse(text, (_key, value, { source }) =>
      typeof value === "number" && source !== undefined ? exactJson.rawJSON(source) : value,
    );
  } catch {
    // The parser's message would show a part of the secret.
  }
  if (typeof object !== "object" || object === null || Array.isArray(object))
    throw new PhaseError(CODE, `The secret ${secretId} is not a JSON object, so that it has no keys`);
  return new Map(Object.entries(object));
}
