import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";

import { PhaseError } from "../domain/phase-error.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "./yaml-node.ts";
import { openFlow, TAB, toSyntaxError } from "./yaml-syntax-error.ts";

export interface YamlText {
  /** The first document; `undefined` when the text has none. */
  readonly root: YamlNode | undefined;
  readonly documents: number;
}

/** Longer texts are refused unread. */
const LONGEST_TEXT = 1_048_576;
const DEEPEST_NESTING = 40;
/** All text of the tree with every alias written out: what guards against a small text that stands for a giant one. */
const LARGEST_EXPANSION = 4 * LONGEST_TEXT;
const MOST_MERGED_KEYS = 10_000;
/** Characters that may be read again while flow collections are put right (about 3 MB a second). */
const MOST_REREAD = 4 * LONGEST_TEXT;

const KNOWN_TAGS = new Set(["!", "!!str", "!!map", "!!seq", "!!int", "!!float", "!!bool", "!!null"]);

/**
 * Reads YAML (JSON too) into nodes that know their lines. Values are never interpreted, so that a word is what its writer
 * wrote (`yes`, `1.10`, `0123`), as when Go's yaml decodes into strings. Bounded in size, depth and expansion.
 *
 * @throws PhaseError `YAML_FILE_ERROR`, and nothing else, for whatever text.
 */
export function parseYaml(text: string): YamlText {
  if (text.length > LONGEST_TEXT) throw yamlError(`the buildspec is longer than ${LONGEST_TEXT} characters`);
  const { source, events } = readEvents(text.replaceAll(/\r\n?/g, "\n"));
  const builder = new TreeBuilder(source);
  for (const event of events) builder.accept(event);
  return { root: builder.root, documents: builder.documents };
}

/**
 * libyaml, which CodeBuild uses, does not look at indentation inside flow collections and quoted scalars; js-yaml keeps to
 * the letter of YAML 1.2 and refuses `files: [` … `]` with the bracket below the key. Blanks at the start of such a line
 * mean nothing, so they are put in until it is content; line numbers stay.
 *
 * Lines are padded in runs that double, for js-yaml names one line a reading. A line that was padded though the collection
 * had ended before it is an error wherever it stands, so that no run that went too far passes unseen: it is cut there.
 */
function readEvents(text: string): { source: string; events: Event[] } {
  const lines = text.split("\n");
  const padding = " ".repeat(1 + longestIndentation(text));
  const padded = new Set<number>();
  let run = { from: -1, to: -1 };
  let length = 0;
  for (let reread = 0, source = text; ;) {
    try {
      return { source, events: parseEvents(source, { maxDepth: DEEPEST_NESTING }) };
    } catch (error) {
      if (!(error instanceof YAMLException))
        throw yamlError(error instanceof Error ? error.message : String(error), error);
      const at = error.mark?.line ?? -1;
      reread += (error.mark?.position ?? 0) + source.length / 16;
      if (reread > MOST_REREAD) throw toSyntaxError(error, source);
      const deficient = error.reason === "deficient indentation" && !padded.has(at);
      const untabbed = deficient ? withoutTabBeforeFlow(lines[at] ?? "", error.mark?.column ?? 0) : undefined;
      if (untabbed !== undefined) lines[at] = untabbed;
      else if (at > run.from && at < run.to) {
        for (let line = at; line < run.to; line++) padded.delete(line);
        run.to = at;
        length = 0;
      } else if (deficient) {
        length = at === run.to ? Math.max(1, 2 * length) : 1;
        run = { from: at, to: Math.min(at + length, lines.length) };
        for (let line = run.from; line < run.to; line++) padded.add(line);
      } else throw toSyntaxError(error, source);
      source = lines.map((line, index) => (padded.has(index) ? padding + line : line)).join("\n");
    }
  }
}

/** The line with blanks for the tabs before the flow collection around `column` (`files:\t[a]`), which js-yaml does not take. */
function withoutTabBeforeFlow(line: string, column: number): string | undefined {
  const flow = openFlow(line, column);
  let start = flow;
  while (start > 0 && " \t".includes(line.charAt(start - 1))) start--;
  if (flow < 1 || !line.slice(start, flow).includes("\t")) return undefined;
  return line.slice(0, start) + " ".repeat(flow - start) + line.slice(flow);
}

function longestIndentation(text: string): number {
  let longest = 0;
  for (const [indentation] of text.matchAll(/^[ \t?-]+/gm))
    longest = Math.max(longest, Math.min(indentation.length, 400));
  return longest;
}

interface OpenNode {
  readonly node:
    | { kind: "sequence"; line: number; items: YamlNode[] }
    | { kind: "mapping"; line: number; entries: Map<string, YamlEntry> };
  readonly anchor: string | undefined;
  key: YamlScalar | undefined;
  /** Keys that came by merge and give way to a key of the mapping itself. */
  readonly merged: Set<string>;
  weight: number;
}

interface Anchor {
  readonly node: YamlNode | undefined;
  readonly weight: number;
}

/** Takes the parser's events in order. */
class TreeBuilder {
  root: YamlNode | undefined;
  documents = 0;
  readonly #source: string;
  readonly #open: OpenNode[] = [];
  #anchors = new Map<string, Anchor>();
  #mergedKeys = 0;
  /** Positions of the line feeds. */
  readonly #lineEnds: readonly number[];
  #line = 1;

  constructor(source: string) {
    this.#source = source;
    this.#lineEnds = [...source.matchAll(/\n/g)].map(({ index }) => index);
  }

  accept(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.documents++;
        this.#anchors = new Map();
        break;
      case EVENT_ID.SCALAR: {
        this.#refuseTabAfterDash(event.anchorStart, event.tagStart, event.valueStart);
        const line = this.#lineOf(event.valueStart);
        const text = getScalarValue(this.#source, event);
        const tag = this.#tag(event, line);
        const isString = event.style !== SCALAR_STYLE.PLAIN || tag === "!!str" || tag === "!";
        const isNull = !isString && /^(|~|null|Null|NULL)$/.test(text);
        this.#add({ kind: "scalar", line, text, isNull, isString }, this.#anchor(event), text.length + 1);
        break;
      }
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        this.#refuseTabAfterDash(event.anchorStart, event.tagStart, event.start);
        const line = this.#lineOf(event.start);
        this.#tag(event, line);
        const anchor = this.#anchor(event);
        if (anchor !== undefined) this.#anchors.set(anchor, { node: undefined, weight: 0 });
        const node =
          event.type === EVENT_ID.SEQUENCE
            ? { kind: "sequence" as const, line, items: [] }
            : { kind: "mapping" as const, line, entries: new Map<string, YamlEntry>() };
        this.#open.push({ node, anchor, key: undefined, merged: new Set(), weight: 1 });
        break;
      }
      case EVENT_ID.ALIAS: {
        const name = this.#anchor(event) ?? "";
        const line = this.#lineOf(event.anchorStart);
        const anchor = this.#anchors.get(name);
        if (anchor === undefined) throw yamlError(`unknown anchor '${name}' referenced at line ${line - 1}`);
        if (anchor.node === undefined) throw yamlError(`anchor '${name}' value contains itself at line ${line - 1}`);
        this.#add(anchor.node, undefined, anchor.weight, line);
        break;
      }
      case EVENT_ID.POP: {
        const open = this.#open.pop();
        if (open !== undefined) this.#add(open.node, open.anchor, open.weight);
        break;
      }
    }
  }

  /** libyaml takes no tab after the dash of an item, which js-yaml does. */
  #refuseTabAfterDash(...places: readonly number[]): void {
    if (this.#open.at(-1)?.node.kind !== "sequence") return;
    const start = Math.min(...places.filter((place) => place >= 0));
    if (!Number.isFinite(start)) return;
    let before = start - 1;
    if ("\"'".includes(this.#source.charAt(before))) before--;
    let hasTab = false;
    for (; " \t".includes(this.#source.charAt(before)) && before >= 0; before--)
      hasTab ||= this.#source.charAt(before) === "\t";
    if (hasTab && this.#source.charAt(before) === "-") throw yamlError(`${TAB} at line ${this.#lineOf(start) - 1}`);
  }

  #add(node: YamlNode, anchor: string | undefined, weight: number, line = node.line): void {
    if (weight > LARGEST_EXPANSION)
      throw yamlError(`the aliases of the buildspec stand for more than ${LARGEST_EXPANSION} characters`);
    if (anchor !== undefined) this.#anchors.set(anchor, { node, weight });
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      // Go's yaml reads the first document of a stream and no other.
      if (this.documents === 1) this.root = node;
      return;
    }
    parent.weight += weight;
    if (parent.weight > LARGEST_EXPANSION) {
      throw yamlError(`the aliases of the buildspec stand for more than ${LARGEST_EXPANSION} characters`);
    }
    if (parent.node.kind === "sequence") parent.node.items.push(node);
    else if (parent.key === undefined) {
      if (node.kind !== "scalar") throw yamlError(`invalid map key: found a ${node.kind} at line ${line - 1}`);
      parent.key = { ...node, line };
    } else {
      this.#put(parent, parent.node.entries, parent.key, node);
      parent.key = undefined;
    }
  }

  #put(parent: OpenNode, entries: Map<string, YamlEntry>, key: YamlScalar, value: YamlNode): void {
    if (key.text === "<<" && value.kind !== "scalar") {
      for (const source of value.kind === "sequence" ? value.items : [value]) this.#merge(parent, entries, key, source);
      return;
    }
    const earlier = entries.get(key.text);
    if (earlier !== undefined && !parent.merged.delete(key.text)) {
      throw yamlError(`mapping key "${key.text}" at line ${key.line} already defined at line ${earlier.line}`);
    }
    entries.set(key.text, { line: key.line, value });
  }

  #merge(parent: OpenNode, entries: Map<string, YamlEntry>, key: YamlScalar, source: YamlNode): void {
    if (source.kind !== "mapping")
      throw yamlError(`map merge requires map or sequence of maps as the value at line ${key.line - 1}`);
    this.#mergedKeys += 1 + source.entries.size;
    if (this.#mergedKeys > MOST_MERGED_KEYS) throw yamlError(`the buildspec merges more than ${MOST_MERGED_KEYS} keys`);
    for (const [name, entry] of (source satisfies YamlMapping).entries) {
      if (entries.has(name)) continue;
      entries.set(name, entry);
      parent.merged.add(name);
    }
  }

  /** libyaml takes letters, digits, `_` and `-` only, so that a glob without quotes (`- **\/*`) is told from an alias. */
  #anchor(event: { readonly anchorStart: number; readonly anchorEnd: number }): string | undefined {
    if (event.anchorStart === -1) return undefined;
    const name = this.#source.slice(event.anchorStart, event.anchorEnd);
    if (!/^[\w-]+$/.test(name)) {
      throw yamlError(
        `did not find expected alphabetic or numeric character at line ${this.#lineOf(event.anchorStart) - 1}`,
      );
    }
    return name;
  }

  #tag(event: { readonly tagStart: number; readonly tagEnd: number }, line: number): string | undefined {
    if (event.tagStart === -1) return undefined;
    const tag = this.#source.slice(event.tagStart, event.tagEnd);
    if (!KNOWN_TAGS.has(tag))
      throw yamlError(`The YAML tag '${tag}' is not supported by codebuild-local (line ${line})`);
    return tag;
  }

  /** Empty scalars have no place: they are where the last thing was. */
  #lineOf(position: number): number {
    if (position < 0) return this.#line;
    let [first, last] = [0, this.#lineEnds.length];
    while (first < last) {
      const middle = (first + last) >> 1;
      if ((this.#lineEnds[middle] ?? 0) < position) first = middle + 1;
      else last = middle;
    }
    this.#line = first + 1;
    return this.#line;
  }
}

function yamlError(message: string, cause?: unknown): PhaseError {
  return new PhaseError("YAML_FILE_ERROR", message, cause === undefined ? {} : { cause });
}
