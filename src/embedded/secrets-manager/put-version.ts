import { InvalidParameterException, ResourceExistsException } from "../../../generated/secretsmanager/errors.ts";
import { sameValue, type SecretStore, type SecretValue } from "./secret-store.ts";

export const CURRENT = "AWSCURRENT";
export const PREVIOUS = "AWSPREVIOUS";

/**
 * The value that a request brings, `undefined` for none.
 * @throws InvalidParameterException for both kinds at once
 */
export function toSecretValue(input: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}): SecretValue | undefined {
  if (input.SecretString !== undefined && input.SecretBinary !== undefined)
    throw new InvalidParameterException("You can't specify both SecretString and SecretBinary.");
  if (input.SecretString !== undefined) return { kind: "string", text: input.SecretString };
  return input.SecretBinary && { kind: "binary", bytes: input.SecretBinary };
}

/**
 * Adds a version and moves the stages to it: the one that was current becomes the previous one. The first version of a
 * secret is current whatever is asked. The same version with the same value again changes nothing.
 *
 * @throws ResourceExistsException for the same version with another value
 */
export function putVersion(
  store: SecretStore,
  secretId: number,
  version: { readonly versionId: string; readonly value: SecretValue; readonly created: number },
  stages: readonly string[],
): void {
  store.transaction(() => {
    const existing = store.version(secretId, version.versionId);
    if (existing !== undefined) {
      if (sameValue(existing.value, version.value)) return;
      throw new ResourceExistsException("A resource with the ID you requested already exists.");
    }
    const before = store.stages(secretId);
    store.insertVersion(secretId, version);
    const wanted = new Set(before.has(CURRENT) ? stages : [CURRENT, ...stages]);
    const current = before.get(CURRENT);
    for (const stage of wanted) store.setStage(secretId, stage, version.versionId);
    if (wanted.has(CURRENT) && current !== undefined && !wanted.has(PREVIOUS))
      store.setStage(secretId, PREVIOUS, current);
    store.changed(secretId, version.created);
    store.prune(secretId);
  });
}
