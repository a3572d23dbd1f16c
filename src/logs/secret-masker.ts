/**
 * Replaces secrets in a stream of bytes, however it is cut into chunks: the bytes that come out depend on the bytes that
 * went in alone. Only the tail that may be the beginning of a secret is held back, until it is decided or `end`ed.
 */
export interface SecretMasker {
  /** @returns what is decided: a view of `bytes` or a buffer of its own, perhaps empty */
  push(bytes: Uint8Array): Uint8Array;
  /** Ends the stream: what was held back and is no secret. The next push begins another stream. */
  end(): Uint8Array;
}

const MASK = Buffer.from("***");

/** Shorter values stand in every text: masking them would hide nothing and spoil the log. */
const SHORTEST_SECRET = 3;

const NOTHING = Buffer.alloc(0);

/**
 * Every byte that belongs to an occurrence of a secret goes; secrets that overlap become one `***`. A secret of several
 * lines is masked as a whole and line by line (without the white space around a line), since tools print it that way.
 * Values and lines of fewer than three characters are not masked.
 */
export function createSecretMasker(secrets: Iterable<string>): SecretMasker {
  const patterns = toPatterns(secrets);
  if (patterns.length === 0) return { push: (bytes) => bytes, end: () => NOTHING };
  return createMasker(createAutomaton(patterns));
}

/** A whole text with its secrets masked, as they are in a stream. */
export function maskSecrets(masker: SecretMasker, text: string): string {
  const decided = masker.push(Buffer.from(text));
  return Buffer.concat([decided, masker.end()]).toString();
}

function toPatterns(secrets: Iterable<string>): Buffer[] {
  const texts = new Set<string>();
  for (const secret of secrets) {
    for (const text of [secret, secret.trim(), ...secret.split(/[\r\n]+/).map((line) => line.trim())])
      if (text.length >= SHORTEST_SECRET && text.trim() !== "") texts.add(text);
  }
  return [...texts].map((text) => Buffer.from(text));
}

/** The automaton of Aho and Corasick over bytes. State 0 is the beginning; memory grows with the patterns' length alone. */
interface Automaton {
  /** The state after each byte at the beginning. */
  readonly first: Int32Array;
  /** The state's first child, by the byte that leads there; 0 for none. */
  readonly child: Int32Array;
  readonly childByte: Uint8Array;
  /** The next child of the same parent; 0 for none. */
  readonly sibling: Int32Array;
  /** The state of the longest proper suffix that is a beginning of a pattern too. */
  readonly fallback: Int32Array;
  /** How many bytes the state stands for. */
  readonly depth: Int32Array;
  /** The length of the longest pattern that ends in the state; 0 for none. */
  readonly match: Int32Array;
}

function createAutomaton(patterns: readonly Buffer[]): Automaton {
  const size = 1 + patterns.reduce((sum, { length }) => sum + length, 0);
  const automaton: Automaton = {
    first: new Int32Array(256),
    child: new Int32Array(size),
    childByte: new Uint8Array(size),
    sibling: new Int32Array(size),
    fallback: new Int32Array(size),
    depth: new Int32Array(size),
    match: new Int32Array(size),
  };
  const { child, childByte, sibling, fallback, depth, match, first } = automaton;
  let states = 1;
  for (const pattern of patterns) {
    let state = 0;
    for (const byte of pattern) {
      let next = childOf(automaton, state, byte);
      if (next === 0) {
        next = states;
        states += 1;
        depth[next] = (depth[state] ?? 0) + 1;
        childByte[next] = byte;
        sibling[next] = child[state] ?? 0;
        child[state] = next;
      }
      state = next;
    }
    match[state] = pattern.length;
  }
  for (let state = child[0] ?? 0; state !== 0; state = sibling[state] ?? 0) first[childByte[state] ?? 0] = state;
  const queue: number[] = [0];
  for (let index = 0; index < queue.length; index++) {
    const parent = queue[index] ?? 0;
    for (let state = child[parent] ?? 0; state !== 0; state = sibling[state] ?? 0) {
      const shorter = parent === 0 ? 0 : step(automaton, fallback[parent] ?? 0, childByte[state] ?? 0);
      fallback[state] = shorter;
      if (match[state] === 0) match[state] = match[shorter] ?? 0;
      queue.push(state);
    }
  }
  return automaton;
}

function childOf({ child, childByte, sibling }: Automaton, state: number, byte: number): number {
  let next = child[state] ?? 0;
  while (next !== 0 && childByte[next] !== byte) next = sibling[next] ?? 0;
  return next;
}

function step(automaton: Automaton, from: number, byte: number): number {
  for (let state = from; state !== 0; state = automaton.fallback[state] ?? 0) {
    const next = childOf(automaton, state, byte);
    if (next !== 0) return next;
  }
  return automaton.first[byte] ?? 0;
}

/** Places are counted from the beginning of what is held. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function createMasker(automaton: Automaton): SecretMasker {
  const { first, depth, match } = automaton;
  let state = 0;
  let held: Buffer = NOTHING;
  /** Occurrences in what is held and after it, apart from each other and in order. */
  let spans: Span[] = [];

  function add(start: number, end: number): void {
    let from = start;
    for (let last = spans.at(-1); last !== undefined && last.end > from; last = spans.at(-1)) {
      from = Math.min(from, last.start);
      spans.pop();
    }
    spans.push({ start: from, end });
  }

  /** Takes the first `length` bytes, which no secret can reach into any more, with the spans in them masked. */
  function take(data: Buffer, length: number): Buffer {
    if (spans.length === 0 || (spans[0]?.start ?? 0) >= length) return data.subarray(0, length);
    const pieces: Buffer[] = [];
    let at = 0;
    for (const span of spans) {
      if (span.start >= length) break;
      pieces.push(data.subarray(at, span.start), MASK);
      at = span.end;
    }
    pieces.push(data.subarray(at, length));
    return Buffer.concat(pieces);
  }

  return {
    push(bytes) {
      const fresh = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const data = held.length === 0 ? fresh : Buffer.concat([held, fresh]);
      const { length } = data;
      for (let index = held.length; index < length; index++) {
        if (state === 0) {
          while (index < length && first[data[index] ?? 0] === 0) index++;
          if (index === length) break;
        }
        state = step(automaton, state, data[index] ?? 0);
        const found = match[state] ?? 0;
        if (found > 0) add(index + 1 - found, index + 1);
      }
      const decided = length - (depth[state] ?? 0);
      // An occurrence that the next may overlap is told with it, as one mask; its bytes so far are not needed for that.
      const open = spans.find((span) => span.start < decided && span.end > decided);
      const taken = take(data, open?.start ?? decided);
      // A copy: the caller may use its buffer again.
      held = decided === length ? NOTHING : Buffer.from(data.subarray(decided));
      spans = spans
        .filter((span) => span.end > decided)
        .map((span) => ({ start: Math.max(0, span.start - decided), end: span.end - decided }));
      return taken;
    },
    end() {
      const taken = take(held, held.length);
      held = NOTHING;
      spans = [];
      state = 0;
      return taken;
    },
  };
}
