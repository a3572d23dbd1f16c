/** A YAML node with the place it stands at. Aliases are resolved (a node may be met more than once) and merge keys applied. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export interface YamlScalar {
  readonly kind: "scalar";
  /** Counted from 1. */
  readonly line: number;
  /** As written, escapes and folding undone; numbers and booleans are not interpreted. */
  readonly text: string;
  /** A plain `null`, `~` or nothing at all. */
  readonly isNull: boolean;
  /** Whether it is a string however it looks: in quotes, a block, or tagged so. */
  readonly isString: boolean;
}

export interface YamlSequence {
  readonly kind: "sequence";
  readonly line: number;
  readonly items: readonly YamlNode[];
}

export interface YamlMapping {
  readonly kind: "mapping";
  readonly line: number;
  /** In the order of the text; no key twice. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  /** Of the key. */
  readonly line: number;
  readonly value: YamlNode;
}
