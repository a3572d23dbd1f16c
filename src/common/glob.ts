/**
 * A file pattern as CodeBuild's buildspec reference has it: `*` and `?` stay within a name, `**` as a whole name stands for any
 * number of directories (none too), `[a-z]`, `[!a]` and `{a,b}` as in a shell. Names that begin with a dot are names like
 * others. Matching costs time in proportion to pattern × path, whatever the pattern.
 */
export interface Glob {
  /** @param path names with `/` between, none at either end. */
  matches(path: string): boolean;
}

const SLASH = 0x2f;
const WILD = /[*?[\]{}\\]/;

type Instruction =
  | { readonly op: "character"; readonly code: number }
  /** Any character but `/`. */
  | { readonly op: "any" }
  | { readonly op: "anything" }
  | { readonly op: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  | { op: "split"; readonly first: number; second: number }
  | { op: "jump"; to: number };

export function createGlob(pattern: string): Glob {
  const program = compile(normalise(pattern));
  return { matches: (path) => run(program, path) };
}

/** Whether the pattern has a special character; one without is a path. */
export function isGlob(pattern: string): boolean {
  return WILD.test(pattern);
}

/** The deepest directory below which every match lies: `dist` of `./dist/*.js`, empty of `*.js` and of `a.txt`. */
export function literalPrefix(pattern: string): string {
  const names = normalise(pattern).split("/");
  const wild = names.findIndex((name) => WILD.test(name));
  return names.slice(0, wild === -1 ? names.length - 1 : wild).join("/");
}

/** Without leading `./`, `.` names and doubled slashes; a slash at the end stays (it matches no file). */
function normalise(pattern: string): string {
  let path = pattern.replaceAll(/\/{2,}/g, "/");
  while (path.startsWith("./")) path = path.slice(2);
  return path.replaceAll(/(?<=\/)(?:\.\/)+/g, "");
}

function compile(pattern: string): readonly Instruction[] {
  const program: Instruction[] = [];
  const characters = Array.from(pattern, (character) => character.codePointAt(0) ?? 0);
  compileSpan(characters, 0, characters.length, true, program);
  return program;
}

/** Appends what matches `characters[from..to]`. `atName`: a name begins here. Says whether one begins after it. */
function compileSpan(
  characters: readonly number[],
  from: number,
  to: number,
  atName: boolean,
  program: Instruction[],
): boolean {
  let nameBegins = atName;
  for (let index = from; index < to; index++) {
    const code = characters[index] ?? 0;
    let next = code === SLASH;
    switch (String.fromCodePoint(code)) {
      case "*": {
        let end = index + 1;
        while (end < to && characters[end] === code) end++;
        const wholeName = end - index === 2 && nameBegins;
        if (wholeName && characters[end] === SLASH && end < to) {
          directories(program);
          end++;
          next = true;
        } else star(program, wholeName && end === to ? "anything" : "any");
        index = end - 1;
        break;
      }
      case "?":
        program.push({ op: "any" });
        break;
      case "[": {
        const end = compileClass(characters, index, to, program);
        if (end === undefined) program.push({ op: "character", code });
        else index = end;
        break;
      }
      case "{": {
        const commas = alternatives(characters, index, to);
        if (commas === undefined) program.push({ op: "character", code });
        else {
          next = compileAlternatives(characters, commas, nameBegins, program);
          index = commas.at(-1) ?? index;
        }
        break;
      }
      case "\\":
        if (index + 1 < to) index++;
        program.push({ op: "character", code: characters[index] ?? code });
        break;
      default:
        program.push({ op: "character", code });
    }
    nameBegins = next;
  }
  return nameBegins;
}

function star(program: Instruction[], op: "any" | "anything"): void {
  const start = program.length;
  program.push({ op: "split", first: start + 1, second: start + 3 }, { op }, { op: "jump", to: start });
}

/** `(name/)*` */
function directories(program: Instruction[]): void {
  const start = program.length;
  program.push(
    { op: "split", first: start + 1, second: start + 5 },
    { op: "any" },
    { op: "split", first: start + 1, second: start + 3 },
    { op: "character", code: SLASH },
    { op: "jump", to: start },
  );
}

/** The index of the closing bracket; `undefined` when there is none, so that the bracket stands for itself. */
function compileClass(
  characters: readonly number[],
  open: number,
  to: number,
  program: Instruction[],
): number | undefined {
  let index = open + 1;
  const negated = characters[index] === 0x21 || characters[index] === 0x5e;
  if (negated) index++;
  const ranges: [number, number][] = [];
  for (const first = index; index < to; index++) {
    let low = characters[index] ?? 0;
    if (low === 0x5d && index > first) {
      program.push({ op: "class", negated, ranges });
      return index;
    }
    if (low === SLASH) return undefined;
    if (low === 0x5c && index + 1 < to) low = characters[++index] ?? 0;
    let high = low;
    if (characters[index + 1] === 0x2d && index + 2 < to && characters[index + 2] !== 0x5d) {
      index += 2;
      high = characters[index] ?? 0;
      if (high === 0x5c && index + 1 < to) high = characters[++index] ?? 0;
    }
    ranges.push([low, high]);
  }
  return undefined;
}

/** The indices of `{`, its commas and its `}`; `undefined` when it isn't closed. */
function alternatives(characters: readonly number[], open: number, to: number): readonly number[] | undefined {
  const marks = [open];
  for (let index = open + 1, depth = 0; index < to; index++) {
    const code = characters[index];
    if (code === 0x5c) index++;
    else if (code === 0x7b) depth++;
    else if (code === 0x2c && depth === 0) marks.push(index);
    else if (code === 0x7d) {
      if (depth === 0) return [...marks, index];
      depth--;
    }
  }
  return undefined;
}

function compileAlternatives(
  characters: readonly number[],
  marks: readonly number[],
  atName: boolean,
  program: Instruction[],
): boolean {
  const jumps: { op: "jump"; to: number }[] = [];
  let nameBegins = true;
  for (let index = 0; index + 1 < marks.length; index++) {
    const isLast = index + 2 === marks.length;
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    if (!isLast) program.push(split);
    if (!compileSpan(characters, (marks[index] ?? 0) + 1, marks[index + 1] ?? 0, atName, program)) nameBegins = false;
    if (isLast) continue;
    const jump = { op: "jump" as const, to: 0 };
    jumps.push(jump);
    program.push(jump);
    split.second = program.length;
  }
  for (const jump of jumps) jump.to = program.length;
  return nameBegins;
}

/** All ways at once: the set of places in the program that the path read so far can be at. */
function run(program: readonly Instruction[], path: string): boolean {
  const seen = new Int32Array(program.length + 1).fill(-1);
  let current: number[] = [];
  const enter = (place: number, step: number, places: number[]): void => {
    const pending = [place];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen[at] === step) continue;
      seen[at] = step;
      const instruction = program[at];
      if (instruction?.op === "split") pending.push(instruction.second, instruction.first);
      else if (instruction?.op === "jump") pending.push(instruction.to);
      else places.push(at);
    }
  };
  enter(0, 0, current);
  let step = 0;
  for (const character of path) {
    if (current.length === 0) return false;
    const code = character.codePointAt(0) ?? 0;
    const next: number[] = [];
    step++;
    for (const place of current) {
      const instruction = program[place];
      if (instruction !== undefined && accepts(instruction, code)) enter(place + 1, step, next);
    }
    current = next;
  }
  return current.includes(program.length);
}

function accepts(instruction: Instruction, code: number): boolean {
  switch (instruction.op) {
    case "character":
      return instruction.code === code;
    case "any":
      return code !== SLASH;
    case "anything":
      return true;
    case "class":
      return (
        code !== SLASH && instruction.ranges.some(([low, high]) => code >= low && code <= high) !== instruction.negated
      );
    default:
      return false;
  }
}
