import { afterEach, beforeEach, expect, test } from "vitest";

import type { Build } from "../../generated/codebuild/types.ts";
import { randomIds } from "../../src/common/ids.ts";
import { silentLogger, type Logger } from "../../src/common/logger.ts";
import { toNewBuild } from "../../src/domain/new-build.ts";
import { openEventDelivery } from "../../src/events/event-delivery.ts";
import { createEventSender, type EventSender } from "../../src/events/event-sender.ts";
import { StorageUnavailable } from "../../src/store/storage-unavailable.ts";
import { createHttpEventTarget } from "../../src/events/http/http-event-target.ts";
import { openSqliteDatabase } from "../../src/store/sqlite/sqlite-database.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { storeMigrations } from "../../src/store/sqlite/store-migrations.ts";
import type { Store } from "../../src/store/store.ts";
import { createManualClock, type ManualClock } from "../support/manual-clock.ts";
import { waitFor } from "../support/wait-for.ts";
import { startEventReceiver, type EventReceiver, type ReceivedEvent } from "./event-receiver.ts";

const DAY = 24 * 60 * 60 * 1000;

let resources: AsyncDisposableStack;
let store: Store;
let clock: ManualClock;
let receiver: EventReceiver;
let sender: EventSender | undefined;
let complaints: string[];
/** The delays of all timers so far. */
let armed: number[];
const logger: Logger = {
  ...silentLogger,
  info: (message) => complaints.push(message),
  warn: (message) => complaints.push(message),
};
beforeEach(async () => {
  resources = new AsyncDisposableStack();
  const database = resources.use(openSqliteDatabase(":memory:", storeMigrations));
  store = resources.use(openSqliteStore({ database, encryptionKey: new Uint8Array(32) }));
  const manual = createManualClock(Date.UTC(2026, 0, 1));
  armed = [];
  clock = {
    ...manual,
    after(milliseconds, callback) {
      armed.push(milliseconds);
      return manual.after(milliseconds, callback);
    },
  };
  receiver = resources.use(await startEventReceiver());
  complaints = [];
});
afterEach(async () => {
  await sender?.[Symbol.asyncDispose]();
  sender = undefined;
  await resources.disposeAsync();
});

function start(more: { readonly mostEvents?: number; readonly url?: string } = {}): EventSender {
  const { url = receiver.url, ...limits } = more;
  const target = createHttpEventTarget({ url, userAgent: "test" });
  sender = createEventSender({ target, outbox: store.events, clock, logger, ...limits });
  return sender;
}

/** Puts one event, named like `a1`: the first of build a. */
function put(...names: readonly string[]): void {
  for (const name of names) {
    const build = name.replace(/\d+$/, "");
    const text = JSON.stringify({ id: name, detail: { "build-id": build } });
    store.events.put("http", { build, time: clock.now(), text });
    sender?.wake(build, 1);
  }
}

const ids = (events: readonly ReceivedEvent[]): string[] => events.map(({ id }) => id);
const arrivals = (count: number): Promise<unknown> =>
  waitFor(`${count} arrivals`, () => receiver.arrived.length >= count);
const emptied = (): Promise<unknown> => waitFor("an empty outbox", () => store.events.count("http") === 0);

test("a refused event is tried again, later and later; its build's later events wait, other builds' do not", async () => {
  receiver.react = ({ id }, times) => (id === "a1" && times < 4 ? 400 : 202);
  put("a1", "a2", "b1", "b2", "a3");
  start();
  await waitFor("the other build's events", () => receiver.taken.length === 2);
  expect(ids(receiver.taken)).toEqual(["b1", "b2"]);
  for (const pause of [1000, 2000, 4000]) {
    await waitFor(`the pause of ${pause} ms`, () => armed.includes(pause));
    const before = receiver.arrived.length;
    clock.advance(pause - 1);
    expect(receiver.arrived).toHaveLength(before);
    clock.advance(1);
    await arrivals(before + 1);
  }
  await emptied();
  expect(ids(receiver.taken)).toEqual(["b1", "b2", "a1", "a2", "a3"]);
  expect(ids(receiver.arrived).filter((id) => id === "a1")).toHaveLength(4);
  expect(complaints).toEqual([expect.stringContaining("an event was not taken")]);
});

test.each<[string, EventReceiver["react"]]>([
  ["closes the connection", () => (request) => request.socket.destroy()],
  ["is overloaded", () => 503],
  ["throttles", () => 429],
])("a target that %s is left alone for a while, and gets everything in order then", async (_, react) => {
  receiver.react = react;
  start();
  put("a1");
  await waitFor("the complaint", () => complaints.length === 1);
  put("a2", "b1", "a3");
  clock.advance(500);
  expect(ids(receiver.arrived)).toEqual(["a1"]);
  receiver.react = () => 200;
  clock.advance(500);
  await emptied();
  expect(ids(receiver.taken).filter((id) => id.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
  expect(complaints).toEqual([
    expect.stringContaining("can't be delivered"),
    expect.stringContaining("delivered again"),
  ]);
});

test("a target that nobody listens for loses nothing; the pauses grow to a minute", async () => {
  const { url } = receiver;
  await receiver[Symbol.asyncDispose]();
  start({ url });
  put("a1");
  await waitFor("the complaint", () => complaints.length === 1);
  for (let second = 0; second < 300; second += 1) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(store.events.count("http")).toBe(1);
  receiver = resources.use(await startEventReceiver(undefined, Number(new URL(url).port)));
  clock.advance(60_000);
  await emptied();
  expect(ids(receiver.taken)).toEqual(["a1"]);
});

test("an event that gets no answer holds up its own build only, and is tried again", async () => {
  receiver.react = ({ id }, times) => (id === "a1" && times === 1 ? () => {} : 200);
  put("a1", "a2");
  start();
  await arrivals(1);
  put("b1", "c1", "b2");
  await waitFor("the other builds' events", () => receiver.taken.length === 3);
  clock.advance(10_000);
  await waitFor("the complaint", () => complaints.length === 1);
  clock.advance(1000);
  await emptied();
  expect(ids(receiver.taken).slice(3)).toEqual(["a1", "a2"]);
});

test("an answer whose body never ends counts as what its status says", async () => {
  receiver.react = () => (_, response) => response.writeHead(200).write("still ");
  const target = createHttpEventTarget({ url: receiver.url, userAgent: "test" });
  const event = { id: "a1" } as ReceivedEvent;
  const deliveries = await waitFor("an answer that was begun in time", async () => {
    // How soon the beginning arrives is not ours to say: each try waits longer.
    const signal = AbortSignal.timeout(20 * (receiver.arrived.length + 1));
    return target.send([event], signal).catch(() => undefined);
  });
  expect(deliveries).toEqual(["delivered"]);
});

test("an endless answer is not read to its end", async () => {
  let written = 0;
  receiver.react = () => (_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
    };
    response.on("drain", more);
    more();
  };
  put("a1");
  start();
  await emptied();
  expect(written).toBeLessThan(16 * 1024 * 1024);
});

test("redirects are refusals: events go nowhere but where they were configured to go", async () => {
  await using other = await startEventReceiver();
  receiver.react = () => (_, response) => response.writeHead(307, { location: other.url }).end();
  put("a1");
  start();
  await waitFor("the complaint", () => complaints.length === 1);
  expect(other.arrived).toEqual([]);
});

test("what could not be delivered within a day is given up, with a word in the log", async () => {
  receiver.react = ({ id }) => (id === "a1" ? 400 : 200);
  put("a1", "a2");
  start();
  await waitFor("the complaint", () => complaints.length === 1);
  for (let hour = 0; hour < 25; hour += 1) {
    const before = receiver.arrived.length;
    put(`b${hour}`);
    await arrivals(before + 1);
    clock.advance(DAY / 24);
  }
  put("a3");
  await waitFor("an empty outbox", () => {
    clock.advance(5_000);
    return store.events.count("http") === 0;
  });
  expect(new Set(ids(receiver.taken).filter((id) => id.startsWith("a")))).toEqual(new Set(["a3"]));
  expect(complaints.filter((message) => message.includes("within a day"))).toHaveLength(2);
});

test("beyond the limit the oldest events are given up", async () => {
  receiver.react = () => 503;
  start({ mostEvents: 20 });
  const names = Array.from({ length: 22 }, (_, index) => `a${index + 1}`);
  put(...names);
  expect(store.events.count("http")).toBeLessThanOrEqual(20);
  expect(complaints.filter((message) => message.includes("too many events"))).toHaveLength(1);
  await waitFor("the pause", () => complaints.some((message) => message.includes("can't be delivered")));
  receiver.react = () => 200;
  clock.advance(1000);
  await emptied();
  const taken = ids(receiver.taken);
  expect(taken).toEqual(names.slice(-taken.length));
  expect(taken.length).toBeGreaterThanOrEqual(18);
});

test("an outbox that can't be written for a while loses no event and ends nothing", async () => {
  let isFull = true;
  const whenThereIsRoom =
    <Args extends unknown[]>(write: (...args: Args) => void) =>
    (...args: Args): void => {
      if (isFull) throw new StorageUnavailable("database or disk is full");
      write(...args);
    };
  put("old1");
  clock.advance(25 * 60 * 60 * 1000);
  put("a1", "a2", "b1");
  const { events } = store;
  const outbox = {
    ...events,
    delete: whenThereIsRoom((sequence: number) => {
      events.delete(sequence);
    }),
    deleteOldest: whenThereIsRoom((name: string, count: number) => {
      events.deleteOldest(name, count);
    }),
  };
  const target = createHttpEventTarget({ url: receiver.url, userAgent: "test" });
  sender = createEventSender({ target, outbox, clock, logger, mostEvents: 2 });
  for (let pause = 0; pause < 3; pause += 1) {
    await waitFor("the next pause", () => armed.length > pause);
    sender.wake("a", 0);
    clock.advance(60_000);
  }
  expect(store.events.count("http")).toBe(4);
  isFull = false;
  await waitFor("an empty outbox", () => {
    clock.advance(60_000);
    return store.events.count("http") === 0;
  });
  // Each at least once, those of a build in order; what is too old is given up.
  const taken = [...new Set(ids(receiver.taken))];
  expect(taken).not.toContain("old1");
  expect(taken.filter((id) => id.startsWith("a"))).toEqual(["a1", "a2"]);
});

test("what an earlier process left is sent, unless its target is not configured any more", async () => {
  put("a1", "a2", "b1");
  start();
  await emptied();
  await sender?.[Symbol.asyncDispose]();
  expect(ids(receiver.taken).toSorted()).toEqual(["a1", "a2", "b1"]);

  put("c1");
  const delivery = openEventDelivery({ store, targets: [], source: "s", clock, ids: randomIds, logger });
  expect(delivery.store).toBe(store);
  expect(store.events.count("http")).toBe(0);
  expect(complaints).toEqual([expect.stringContaining("not configured")]);
  await delivery[Symbol.asyncDispose]();
});

test("an event is written with the change that it tells of, or not at all", async () => {
  const target = createHttpEventTarget({ url: receiver.url, userAgent: "test" });
  await using delivery = openEventDelivery({ store, targets: [target], source: "s", clock, ids: randomIds, logger });
  const scope = { account: "123456789012", region: "eu-west-1" };
  const insert = (number: number): Build => {
    const time = new Date(clock.now());
    const uuid = randomIds.uuid();
    const made = toNewBuild({ owner: scope, project: "p", uuid, number, time, initiator: "me" }, {});
    delivery.store.builds.insert(scope, made.build, made.settings);
    return made.build;
  };
  expect(() =>
    delivery.store.transaction(() => {
      insert(1);
      throw new Error("undone");
    }),
  ).toThrow("undone");
  expect(store.events.count("http")).toBe(0);
  const build = insert(2);
  expect(store.events.count("http")).toBe(2);
  // What changes neither status nor a phase is no event.
  delivery.store.builds.replace({ ...build, resolvedSourceVersion: "abc" });
  expect(delivery.store.builds.get(build.arn ?? "")?.resolvedSourceVersion).toBe("abc");
  await emptied();
  expect(receiver.taken.map((event) => [event.account, event.region, event.source, event.detail["build-id"]])).toEqual([
    ["123456789012", "eu-west-1", "s", build.arn],
    ["123456789012", "eu-west-1", "s", build.arn],
  ]);
});

test("the log names the target without what may be secret in its URL", async () => {
  receiver.react = () => 400;
  const told: unknown[] = [];
  const url = receiver.url.replace("http://", "http://ann:password@").replace("/events", "/hook/token?key=value");
  sender = createEventSender({
    target: createHttpEventTarget({ url, userAgent: "test" }),
    outbox: store.events,
    clock,
    logger: { ...silentLogger, warn: (_message, fields) => told.push(fields) },
  });
  put("a1");
  await waitFor("the complaint", () => told.length === 1);
  expect(told).toEqual([{ target: new URL(url).origin, build: "a", reason: "HTTP status 400" }]);
  expect(receiver.headers[0]?.authorization).toBe(`Basic ${Buffer.from("ann:password").toString("base64")}`);
});
