/** What the user gave can't be used. The message says what and where. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** A value and where it was given, for messages. */
export interface Given {
  readonly value: string;
  readonly where: string;
}

export function requireText(given: Given | undefined): string {
  if (given === undefined || given.value === "")
    throw new ConfigError(`${given?.where ?? "a setting"} must not be empty`);
  return given.value;
}

export function toMatching(
  given: Given | undefined,
  matches: (value: string) => boolean,
  what: string,
): Given | undefined {
  if (given !== undefined && !matches(given.value))
    throw new ConfigError(`${given.where} must be ${what}, not '${given.value}'`);
  return given;
}

export function toInteger(given: Given | undefined, least: number, most: number): number | undefined {
  const fits = (value: string): boolean => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  const checked = toMatching(given, fits, `a whole number from ${least} to ${most}`);
  return checked === undefined ? undefined : Number(checked.value);
}

export function toChoice<Choice extends string>(given: Given | undefined, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === given?.value);
  if (choice === undefined)
    throw new ConfigError(
      `${given?.where ?? "a setting"} must be one of ${choices.join(", ")}, not '${given?.value ?? ""}'`,
    );
  return choice;
}

export function toUrl(given: Given | undefined): string | undefined {
  return toMatching(given, (value) => /^https?:\/\//.test(value) && URL.canParse(value), "an http:// or https:// URL")
    ?.value;
}

export function toSwitch(given: Given | undefined): boolean {
  return given !== undefined && toChoice(given, ["true", "false"]) === "true";
}
