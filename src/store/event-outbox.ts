/** An event that waits for its delivery. */
export interface OutboxEvent {
  /** Never given twice. */
  readonly sequence: number;
  /** The ARN of the build that it tells of. */
  readonly build: string;
  /** When it was put here; milliseconds since the epoch. */
  readonly time: number;
  /** JSON. */
  readonly text: string;
}

/**
 * Events on their way to their targets, each target's on its own. Written in the transaction of the change that they tell of:
 * the one is never there without the other. Those of one build stay in the order in which they were put.
 */
export interface EventOutbox {
  put(target: string, event: { readonly build: string; readonly time: number; readonly text: string }): void;
  /** The oldest of a build. */
  first(target: string, build: string): OutboxEvent | undefined;
  /** The builds that have any, the one with the oldest first. */
  builds(target: string): readonly string[];
  /** After its delivery. */
  delete(sequence: number): void;
  count(target: string): number;
  /** Gives up the oldest. */
  deleteOldest(target: string, count: number): void;
  /** Gives up those of all other targets. @returns how many there were */
  deleteOthers(targets: readonly string[]): number;
}
