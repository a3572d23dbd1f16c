import type { PlannedPhase } from "../build-plan.ts";

/**
 * A mark is what the driver prints about itself into the one output stream: a byte that text does not have, the build's
 * nonce, a number that counts up, and a fixed word with numbers, ended by a line feed. It needs no line of its own: the
 * nonce tells it from output, so that unfinished lines before it stay as they are.
 */
export const MARK_BYTE = 0x1e;

/** No mark is longer, so what is longer is output. Less than PIPE_BUF: a mark is written whole or not at all. */
export const LONGEST_MARK = 200;

/** What every mark of a build begins with. */
export function markPrefix(nonce: string): string {
  if (!/^[A-Za-z0-9-]{16,64}$/.test(nonce)) throw new RangeError("a nonce has 16 to 64 letters, digits and hyphens");
  return `${String.fromCharCode(MARK_BYTE)}codebuild-local ${nonce} `;
}

/** A mark that may come next; its words without the status, which `user` and `command-end` have, are known beforehand. */
export type ExpectedMark =
  | { readonly kind: "ready"; readonly words: string }
  | { readonly kind: "phase-start"; readonly words: string; readonly phase: PlannedPhase }
  | { readonly kind: "user"; readonly words: string; readonly phase: PlannedPhase }
  | { readonly kind: "command-start"; readonly words: string; readonly phase: PlannedPhase; readonly command: number }
  | { readonly kind: "command-end"; readonly words: string; readonly phase: PlannedPhase; readonly command: number }
  | { readonly kind: "phase-end"; readonly words: string; readonly phase: PlannedPhase; readonly failed: boolean }
  | { readonly kind: "finished"; readonly words: string };

/**
 * The marks of a build that follows its plan, in order. After `user` and `command-end` it takes the status, which decides
 * what comes next. The driver script has the same rules in shell.
 */
export function* expectedMarks(phases: readonly PlannedPhase[]): Generator<ExpectedMark, void, number> {
  yield { kind: "ready", words: "ready" };
  let firstCommand = 0;
  const firstCommands = phases.map((phase) => {
    const first = firstCommand;
    firstCommand += phase.commands.length + phase.finally.length;
    return first;
  });
  let user: string | undefined;
  let index = 0;
  for (let phase = phases[index]; phase !== undefined; phase = phases[index]) {
    const first = firstCommands[index] ?? 0;
    let failed = false;
    yield { kind: "phase-start", words: `phase-start ${index}`, phase };
    if (phase.runAs !== user && phase.commands.length + phase.finally.length > 0) {
      failed = (yield { kind: "user", words: `user ${index}`, phase }) !== 0;
      if (!failed) user = phase.runAs;
    }
    for (const [commands, offset] of failed ? [] : blocksOf(phase)) {
      for (let command = offset; command < offset + commands.length; command += 1) {
        const number = first + command;
        yield { kind: "command-start", words: `command-start ${number}`, phase, command };
        const status = yield { kind: "command-end", words: `command-end ${number}`, phase, command };
        if (status === 0) continue;
        failed = true;
        break;
      }
    }
    yield { kind: "phase-end", words: `phase-end ${index} ${failed ? 1 : 0}`, phase, failed };
    index = failed ? phaseAfterFailure(phases, index) : index + 1;
  }
  yield { kind: "finished", words: "finished" };
}

/** The lists of commands of a phase, each with the place of its first command in the phase. */
function blocksOf({
  commands,
  finally: last,
}: PlannedPhase): (readonly [commands: readonly string[], offset: number])[] {
  return [
    [commands, 0],
    [last, commands.length],
  ];
}

/** The index of the phase that follows when the one at `index` failed; the number of phases where none does. */
export function phaseAfterFailure(phases: readonly PlannedPhase[], index: number): number {
  const after = phases[index]?.afterFailure;
  if (after === undefined || after === "END") return phases.length;
  const next = phases.findIndex(({ phase }) => phase === after);
  if (next <= index) throw new RangeError(`a plan cannot go on with ${after} after phase ${index}`);
  return next;
}
