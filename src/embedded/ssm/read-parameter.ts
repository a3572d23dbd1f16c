import { ParameterNotFound, ParameterVersionNotFound } from "../../../generated/ssm/errors.ts";
import type { Parameter } from "../../../generated/ssm/types.ts";
import { parseReference, toParameterArn } from "./parameter-name.ts";
import type { ParameterRecord, ParameterScope, ParameterStore, ParameterVersion } from "./parameter-store.ts";

/**
 * The parameter that a request names, with the value of the version that it selects.
 *
 * @throws ParameterNotFound without a message, as AWS answers it
 * @throws ParameterVersionNotFound in AWS's words
 */
export function readParameter(
  store: ParameterStore,
  scope: ParameterScope,
  reference: string,
  withDecryption: boolean,
): Parameter {
  const parsed = parseReference(scope, reference);
  const record = parsed && (store.get(scope, parsed.name) ?? byArn(store, scope, reference, parsed.name));
  if (parsed === undefined || record === undefined) throw new ParameterNotFound("");
  const { selector } = parsed;
  const version = selector === undefined || /^[1-9]\d{0,14}$/.test(selector) ? Number(selector ?? record.version) : 0;
  const found = version === 0 ? undefined : store.version(record.id, version);
  if (found === undefined) {
    throw new ParameterVersionNotFound(
      version === 0
        ? `Systems Manager could not find version label ${selector ?? ""} of ${record.name}. codebuild-local keeps no labels.`
        : `Systems Manager could not find version ${version} of ${record.name}. Verify the version and try again.`,
    );
  }
  return {
    ...toParameter(store, scope, record, found, withDecryption),
    ...(selector === undefined ? {} : { Selector: `:${selector}` }),
  };
}

/** The newest value of a parameter. */
export function readNewest(
  store: ParameterStore,
  scope: ParameterScope,
  record: ParameterRecord,
  withDecryption: boolean,
): Parameter {
  const version = store.version(record.id, record.version);
  if (version === undefined) throw new Error(`the parameter ${record.name} has no value`);
  return toParameter(store, scope, record, version, withDecryption);
}

/** In an ARN the name `/a` looks like `a`. */
function byArn(
  store: ParameterStore,
  scope: ParameterScope,
  reference: string,
  name: string,
): ParameterRecord | undefined {
  return reference.startsWith("arn:") ? store.get(scope, `/${name}`) : undefined;
}

function toParameter(
  store: ParameterStore,
  scope: ParameterScope,
  record: ParameterRecord,
  version: ParameterVersion,
  withDecryption: boolean,
): Parameter {
  return {
    Name: record.name,
    Type: version.type,
    // What stands at rest is what AWS gives without decryption: a ciphertext.
    Value:
      version.type === "SecureString" && !withDecryption
        ? Buffer.from(version.sealed).toString("base64")
        : store.open(record.id, version),
    Version: version.version,
    LastModifiedDate: new Date(version.modified),
    ARN: toParameterArn(scope, record.name),
    DataType: version.dataType,
  };
}
