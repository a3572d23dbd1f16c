import { PhaseError } from "../domain/phase-error.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "./yaml-node.ts";

/**
 * One mapping of a buildspec while it is read. Every key is accounted for: taken, refused, or warned about; so that nothing
 * a user wrote is dropped without a word.
 */
export class BuildspecSection {
  readonly #entries: ReadonlyMap<string, YamlEntry>;
  readonly #taken = new Set<string>();
  readonly #warnings: string[];
  /** Before every key in messages, such as `artifacts/`. */
  readonly #path: string;
  /** Where the mapping begins. */
  readonly line: number;

  constructor(mapping: YamlMapping, path: string, warnings: string[]) {
    this.#entries = mapping.entries;
    this.line = mapping.line;
    this.#path = path;
    this.#warnings = warnings;
  }

  /** The entry of `key`, as written; a null value counts as absent. */
  take(key: string): YamlEntry | undefined {
    this.#taken.add(key);
    const entry = this.#entries.get(key);
    return entry === undefined || isNull(entry.value) ? undefined : entry;
  }

  /** All entries, in order, for mappings whose keys the user names. */
  takeAll(): readonly (readonly [string, YamlEntry])[] {
    for (const key of this.#entries.keys()) this.#taken.add(key);
    return [...this.#entries];
  }

  /** Where `key` stands; where the mapping begins when it does not. */
  lineOf(key: string): number {
    return this.#entries.get(key)?.line ?? this.line;
  }

  text(key: string): string | undefined {
    const entry = this.take(key);
    if (entry === undefined) return undefined;
    if (entry.value.kind !== "scalar") throw this.wrongType(key, entry, "a string");
    return entry.value.text;
  }

  /** `yes` and `no` as in YAML 1.1, where the reference says so. */
  flag(key: string): boolean | undefined {
    const text = this.text(key)?.toLowerCase();
    if (text === undefined) return undefined;
    if (["yes", "true", "on", "y"].includes(text)) return true;
    if (["no", "false", "off", "n"].includes(text)) return false;
    throw buildspecError(
      `Expected ${this.#path}${key} to be yes or no: found ${quote(text)} at line ${this.lineOf(key)}`,
    );
  }

  section(key: string): BuildspecSection | undefined {
    const entry = this.take(key);
    if (entry === undefined) return undefined;
    if (entry.value.kind !== "mapping") throw this.wrongType(key, entry, "a map");
    return new BuildspecSection(entry.value, `${this.#path}${key}/`, this.#warnings);
  }

  /** A list of maps, such as the tasks of a batch. */
  sections(key: string): readonly BuildspecSection[] {
    const entry = this.take(key);
    if (entry === undefined) return [];
    if (entry.value.kind !== "sequence") throw this.wrongType(key, entry, "a list");
    return entry.value.items.map((item, index) => {
      const path = `${key}[${index}]`;
      if (item.kind !== "mapping") throw this.wrongType(path, { line: item.line, value: item }, "a map");
      return new BuildspecSection(item, `${this.#path}${path}/`, this.#warnings);
    });
  }

  /** @param name the word for the list in CodeBuild's message (`Expected Commands[2] to be of string type: …`). */
  textList(key: string, name: string, options: { readonly orOneText?: boolean } = {}): readonly string[] {
    const entry = this.take(key);
    if (entry === undefined) return [];
    if (entry.value.kind === "scalar" && options.orOneText === true) return [entry.value.text];
    if (entry.value.kind !== "sequence") throw this.wrongType(key, entry, "a list");
    const texts: string[] = [];
    for (const [index, item] of entry.value.items.entries()) {
      if (item.kind !== "scalar") {
        // The line before the item is what CodeBuild calls the line of the tag, wherever the list begins.
        throw buildspecError(
          `Expected ${name}[${index}] to be of string type: found ${item.kind === "mapping" ? "subkeys" : "a list"} instead ` +
            `at line ${item.line}, value of the key tag on line ${item.line - 1} might be empty`,
        );
      }
      if (item.isNull && item.text === "")
        this.warn(`${this.#path}${key}[${index}] is empty and has no effect (line ${item.line})`);
      else texts.push(item.text);
    }
    return texts;
  }

  /** Refuses keys that belong to the other version of the buildspec. */
  refuseInVersion(version: string, ...keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) {
        throw buildspecError(
          `The buildspec key '${this.#path}${key}' does not exist in version ${version} (line ${entry.line})`,
        );
      }
    }
  }

  /** Warns about every key that nobody took. Call it last. */
  finish(): void {
    for (const [key, entry] of this.#entries) {
      if (!this.#taken.has(key))
        this.warn(
          `The buildspec key ${quote(`${this.#path}${key}`)} is not known and was ignored (line ${entry.line})`,
        );
    }
  }

  warn(sentence: string): void {
    this.#warnings.push(sentence);
  }

  wrongType(key: string, entry: YamlEntry, expected: string): PhaseError {
    return buildspecError(
      `Expected ${this.#path}${key} to be ${expected}: found ${describe(entry.value)} instead at line ${entry.line}`,
    );
  }
}

export function buildspecError(message: string): PhaseError {
  return new PhaseError("YAML_FILE_ERROR", message);
}

/** In quotes, shortened and on one line, for messages. */
export function quote(text: string): string {
  return `'${shorten(text)}'`;
}

/** What a user wrote, on one line and no longer than a message can do with. */
export function shorten(text: string): string {
  return (text.length > 100 ? `${text.slice(0, 100)}…` : text).replaceAll(/\s+/g, " ");
}

function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.isNull;
}

function describe(node: YamlNode): string {
  if (node.kind === "sequence") return "a list";
  return node.kind === "mapping" ? "subkeys" : "a string";
}
