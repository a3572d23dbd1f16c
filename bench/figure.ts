/** One line of the table. */
export interface Figure {
  readonly name: string;
  /** What it must reach; empty for a figure that is only printed beside others. */
  readonly must: string;
  readonly measured: string;
  readonly ratio: string;
  readonly verdict: "ok" | "short" | "reference" | "not measured" | "failed";
  /** Why it was not measured or failed. */
  readonly reason?: string;
}

/** What every row is given. */
export interface Bench {
  /** Fewer rounds and smaller data; the figures are then a first impression. */
  readonly quick: boolean;
  /** The program measured, as a path to its entry. */
  readonly program: string;
  /** An empty directory that is removed at the end of the run. */
  freshDirectory(): string;
  /** Says on standard error what is going on. */
  say(text: string): void;
}

/** One or more figures that are measured together. */
export type Row = (bench: Bench) => Promise<readonly Figure[]>;

export function toVerdict(holds: boolean): "ok" | "short" {
  return holds ? "ok" : "short";
}

export function notMeasured(name: string, must: string, reason: string): Figure {
  return { name, must, measured: "", ratio: "", verdict: "not measured", reason };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`;
}
