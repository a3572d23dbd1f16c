/** Whose parameters and secrets. */
export interface ParameterScope {
  readonly account: string;
  readonly region: string;
}

/** Where variables of the type PARAMETER_STORE get their values from. */
export interface ParameterSource {
  /**
   * The decrypted values by the names as given: `name`, `name:3`, or an ARN.
   *
   * @throws PhaseError `Decrypted Variables Error`, with `parameter does not exist: <name>` for the first that does not; an
   * abort of `signal` rejects.
   */
  values(scope: ParameterScope, names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

/** Where variables of the type SECRETS_MANAGER get their values from. */
export interface SecretSource {
  /**
   * The values by the references as given: `secret-id:json-key:version-stage:version-id`, of which only the first part
   * has to be there.
   *
   * @throws PhaseError `Secrets Manager Error`; an abort of `signal` rejects.
   */
  values(
    scope: ParameterScope,
    references: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}
