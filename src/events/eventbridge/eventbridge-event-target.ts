import type { EventBridgeClient, PutEventsRequestEntry, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";

import { withoutBuildspec, type BuildEvent } from "../../domain/build-events.ts";
import type { Scope } from "../../store/store.ts";
import type { Delivery, EventTarget } from "../event-target.ts";

/** The most entries of one PutEvents. */
const ENTRIES = 10;

/** Entries up to this size, in bytes, are never too large (EventBridge's PutEvents). */
const NEVER_TOO_LARGE = 256 * 1024;

/**
 * Puts events onto a bus by PutEvents, each account's and region's by a client of its own. EventBridge gives them new ids.
 *
 * @param deps.client a client of whichever EventBridge this endpoint uses, without retries of its own
 */
export function createEventBridgeTarget(deps: {
  readonly client: (scope: Scope) => Promise<EventBridgeClient>;
  readonly endpoint: string;
  readonly bus: string;
}): EventTarget {
  const { client, bus } = deps;

  const put = async (
    scope: Scope,
    events: readonly BuildEvent[],
    signal: AbortSignal,
  ): Promise<readonly Delivery[]> => {
    const { PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
    const command = new PutEventsCommand({ Entries: events.map((event) => toEntry(event, bus)) });
    try {
      const { Entries: results = [] } = await (await client(scope)).send(command, { abortSignal: signal });
      return events.map((_, index) => toDelivery(results[index]));
    } catch (error) {
      const reason = refusalOf(error);
      if (reason === undefined) throw error;
      // It may be for one entry that the whole request was refused, such as a large one.
      const [first] = events;
      if (first === undefined || events.length > 1)
        return (await Promise.all(events.map((event) => put(scope, [event], signal)))).flat();
      const smaller = Buffer.byteLength(JSON.stringify(first)) > NEVER_TOO_LARGE ? withoutBuildspec(first) : first;
      return smaller === first ? [{ refused: reason }] : put(scope, [smaller], signal);
    }
  };

  return {
    name: "eventbridge",
    address: new URL(deps.endpoint).origin,
    eventsPerCall: ENTRIES,
    calls: 1,
    async send(events, signal) {
      const deliveries = new Map<BuildEvent, Delivery>();
      const scopes = Map.groupBy(events, ({ account, region }) => `${account}/${region}`);
      for (const group of scopes.values()) {
        const [first] = group;
        if (first === undefined) continue;
        const results = await put({ account: first.account, region: first.region }, group, signal);
        for (const [index, event] of group.entries()) deliveries.set(event, results[index] ?? NO_RESULT);
      }
      return events.map((event) => deliveries.get(event) ?? NO_RESULT);
    },
  };
}

const NO_RESULT: Delivery = { refused: "no result" };

function toEntry(event: BuildEvent, bus: string): PutEventsRequestEntry {
  return {
    Time: new Date(event.time),
    Source: event.source,
    Resources: [...event.resources],
    DetailType: event["detail-type"],
    Detail: JSON.stringify(event.detail),
    EventBusName: bus,
  };
}

/** A request may succeed with entries that failed. */
function toDelivery(result: PutEventsResultEntry | undefined): Delivery {
  const { EventId: id, ErrorCode: code = "no result", ErrorMessage: message = "" } = result ?? {};
  return id === undefined ? { refused: message === "" ? code : `${code}: ${message}` } : "delivered";
}

/** Why EventBridge refused a request for what is in it; `undefined` where it takes nothing for now. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { httpStatusCode: status = 0 } = error.$metadata as { readonly httpStatusCode?: number };
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429 && !/Throttl/.test(error.name);
  return isRefusal ? `${error.name}: ${error.message}` : undefined;
}
