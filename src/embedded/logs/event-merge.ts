import { comparePositions, type EventPosition } from "./event-position.ts";

export interface StoredEvent extends EventPosition {
  readonly message: string;
  readonly streamId: number;
  readonly ingestionTime: number;
}

/** Milliseconds since the epoch, both included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A batch whose events are not read yet. */
export interface BatchHead {
  readonly id: number;
  readonly streamId: number;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly ingestionTime: number;
}

/** What a batch holds; times are since its first. */
export interface BatchEvents {
  readonly times: readonly number[];
  readonly messages: readonly string[];
}

/** A batch that is being read; `index` is its next event. */
interface OpenBatch extends BatchEvents {
  readonly head: BatchHead;
  index: number;
}

/**
 * The events of batches in one order, oldest first. Batches may overlap in time (several writers): each is opened when its
 * turn may have come, and in most streams that is one at a time.
 * @param heads by their first time and their id
 */
export function* mergeForward(
  heads: Iterable<BatchHead>,
  read: (head: BatchHead) => BatchEvents,
  range: TimeRange,
  after: EventPosition | undefined,
): Generator<StoredEvent, void, void> {
  const open: OpenBatch[] = [];
  const isBefore = (batch: OpenBatch): boolean =>
    timeAt(batch) < range.from || (after !== undefined && comparePositions(positionOf(batch), after) <= 0);
  function* takeUntil(head: BatchHead | undefined): Generator<StoredEvent, boolean, void> {
    for (;;) {
      const best = firstOf(open, 1);
      if (best === undefined || (head && startsBefore(head, best))) return true;
      const event = eventAt(best);
      if (event.time > range.to) return false;
      best.index++;
      if (best.index >= best.times.length) open.splice(open.indexOf(best), 1);
      yield event;
    }
  }
  for (const head of heads) {
    if (!(yield* takeUntil(head))) return;
    const batch = { head, ...read(head), index: 0 };
    while (batch.index < batch.times.length && isBefore(batch)) batch.index++;
    if (batch.index < batch.times.length) open.push(batch);
  }
  yield* takeUntil(undefined);
}

/**
 * The same, newest first.
 * @param heads by their last time and their id, both descending
 */
export function* mergeBackward(
  heads: Iterable<BatchHead>,
  read: (head: BatchHead) => BatchEvents,
  range: TimeRange,
  before: EventPosition | undefined,
): Generator<StoredEvent, void, void> {
  const open: OpenBatch[] = [];
  const isAfter = (batch: OpenBatch): boolean =>
    timeAt(batch) > range.to || (before !== undefined && comparePositions(positionOf(batch), before) >= 0);
  function* takeUntil(head: BatchHead | undefined): Generator<StoredEvent, boolean, void> {
    for (;;) {
      const best = firstOf(open, -1);
      if (best === undefined || (head && endsAfter(head, best))) return true;
      const event = eventAt(best);
      if (event.time < range.from) return false;
      best.index--;
      if (best.index < 0) open.splice(open.indexOf(best), 1);
      yield event;
    }
  }
  for (const head of heads) {
    if (!(yield* takeUntil(head))) return;
    const events = read(head);
    const batch = { head, ...events, index: events.times.length - 1 };
    while (batch.index >= 0 && isAfter(batch)) batch.index--;
    if (batch.index >= 0) open.push(batch);
  }
  yield* takeUntil(undefined);
}

function timeAt(batch: OpenBatch): number {
  return batch.head.firstTime + (batch.times[batch.index] ?? 0);
}

function eventAt(batch: OpenBatch): StoredEvent {
  return {
    time: timeAt(batch),
    batch: batch.head.id,
    place: batch.index + 1,
    message: batch.messages[batch.index] ?? "",
    streamId: batch.head.streamId,
    ingestionTime: batch.head.ingestionTime,
  };
}

/** The batch whose next event comes first (`direction` 1) or last (-1). Few are open at once: they must overlap in time. */
function firstOf(open: readonly OpenBatch[], direction: 1 | -1): OpenBatch | undefined {
  let best: OpenBatch | undefined;
  for (const batch of open) {
    if (best === undefined || (timeAt(batch) - timeAt(best) || batch.head.id - best.head.id) * direction < 0)
      best = batch;
  }
  return best;
}

function startsBefore(head: BatchHead, batch: OpenBatch): boolean {
  return (head.firstTime - timeAt(batch) || head.id - batch.head.id) < 0;
}

function endsAfter(head: BatchHead, batch: OpenBatch): boolean {
  return (head.lastTime - timeAt(batch) || head.id - batch.head.id) > 0;
}

function positionOf(batch: OpenBatch): EventPosition {
  return { time: timeAt(batch), batch: batch.head.id, place: batch.index + 1 };
}
