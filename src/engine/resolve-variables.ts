import type { EnvironmentVariableType } from "../../generated/codebuild/types.ts";
import type { BuildspecEnv } from "../buildspec/buildspec.ts";
import { PhaseError } from "../domain/phase-error.ts";
import { isReservedName, toVariableWarnings } from "./build-variables.ts";
import type { RunContext } from "./run-context.ts";

/** The user's variables of one build, by name. */
export interface ResolvedVariables {
  readonly values: ReadonlyMap<string, string>;
  /** Names of those whose values came from Parameter Store or Secrets Manager. */
  readonly secretNames: ReadonlySet<string>;
  /** Texts to mask in the build's log. */
  readonly secrets: readonly string[];
}

interface Declared {
  readonly type: EnvironmentVariableType;
  readonly value: string;
}

/** AWS hides access key ids of users and roles wherever they come from. */
const ACCESS_KEY_ID = /^(AKIA|ASIA)[A-Z0-9]{16}$/;

/**
 * The variables of the buildspec and, before them, of the project with the overrides applied; references are replaced by
 * what they refer to. A reference that another variable of the same name overrides is not looked up. Where the buildspec
 * has one name more than once, `secrets-manager` comes before `parameter-store`, and that before `variables`.
 *
 * @throws PhaseError for a reference that does not resolve
 */
export async function resolveVariables(context: RunContext, env: BuildspecEnv): Promise<ResolvedVariables> {
  const { deps, tracker, scope, interruption, log } = context;
  const declared = new Map<string, Declared>();
  const userNames: string[] = [];
  const declare = (type: EnvironmentVariableType, entries: Iterable<readonly [string, string]>): void => {
    for (const [name, value] of entries) {
      userNames.push(name);
      if (!isReservedName(name)) declared.set(name, { type, value });
    }
  };
  declare("PLAINTEXT", env.variables);
  declare("PARAMETER_STORE", env.parameterStore);
  declare("SECRETS_MANAGER", env.secretsManager);
  for (const { name, value, type } of tracker.build().environment?.environmentVariables ?? [])
    declare(type ?? "PLAINTEXT", [[name, value]]);

  for (const warning of toVariableWarnings(userNames)) log.line(deps.clock.now(), `WARNING: ${warning}`);

  const referencesOf = (type: EnvironmentVariableType): string[] =>
    [...declared.values()].filter((variable) => variable.type === type).map(({ value }) => value);
  const names = referencesOf("PARAMETER_STORE");
  const references = referencesOf("SECRETS_MANAGER");
  if (names.length > 0) log.line(deps.clock.now(), "Decrypting parameter store environment variables");
  const looked = {
    PARAMETER_STORE: await deps.parameters.values(scope, names, interruption.work),
    SECRETS_MANAGER: await deps.secrets.values(scope, references, interruption.work),
  };

  const values = new Map<string, string>();
  const secretNames = new Set<string>();
  const secrets = new Set<string>();
  for (const [name, { type, value }] of declared) {
    if (type === "PLAINTEXT") {
      values.set(name, value);
      if (ACCESS_KEY_ID.test(value)) secrets.add(value);
      continue;
    }
    const found = looked[type].get(value);
    if (found === undefined) throw new Error(`the variable ${name} was not looked up`);
    if (found.includes("\0")) {
      throw new PhaseError(
        type === "PARAMETER_STORE" ? "Decrypted Variables Error" : "Secrets Manager Error",
        `The value of ${value} has a null character, which no environment variable can have`,
      );
    }
    values.set(name, found);
    secretNames.add(name);
    secrets.add(found);
  }
  return { values, secretNames, secrets: [...secrets] };
}
