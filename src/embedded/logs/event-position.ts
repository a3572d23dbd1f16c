/**
 * Where an event stands among all events: by its time, then by the request that stored it, then by its place there
 * (from 1). That is the order in which events are listed, and it never changes.
 */
export interface EventPosition {
  readonly time: number;
  readonly batch: number;
  readonly place: number;
}

/** Negative where `a` stands before `b`. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  return a.time - b.time || a.batch - b.batch || a.place - b.place;
}

/** 56 digits, as in AWS's event ids and tokens; texts sort as positions do. */
export function formatPosition(position: EventPosition): string {
  return (
    String(position.time).padStart(16, "0") +
    String(position.batch).padStart(20, "0") +
    String(position.place).padStart(20, "0")
  );
}

/** @returns undefined where `text` is no position. */
export function parsePosition(text: string): EventPosition | undefined {
  if (!/^\d{56}$/.test(text)) return undefined;
  const position = {
    time: Number(text.slice(0, 16)),
    batch: Number(text.slice(16, 36)),
    place: Number(text.slice(36)),
  };
  return Object.values(position).every(Number.isSafeInteger) ? position : undefined;
}
