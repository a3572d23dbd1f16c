import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import fc from "fast-check";
import Docker from "dockerode";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Clock } from "../../common/clock.ts";
import { pollLog } from "./polled-log.ts";

/** One line of Podman's log: it tells the whole second only, in the zone of its machine. */
interface Entry {
  readonly second: number;
  readonly text: string;
}

/** Time that passes when somebody sleeps. */
function createFastClock(onSleep: () => void): Clock {
  let now = Date.UTC(2026, 10, 21, 9);
  return {
    now: () => now,
    after: () => () => {},
    sleep: (milliseconds) => {
      now += milliseconds;
      onSleep();
      return Promise.resolve();
    },
  };
}

describe("pollLog", () => {
  let server: Server;
  let docker: Docker;
  let written: Entry[];
  let torn: string | undefined;
  let state: string;
  let reads: number;
  beforeEach(async () => {
    [written, torn, state, reads] = [[], undefined, "running", 0];
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://podman");
      if (url.pathname.endsWith("/json")) {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ State: { Status: state } }));
        return;
      }
      const since = Number(url.searchParams.get("since") ?? 0);
      const last = written.at(-1);
      const half = torn === undefined || last === undefined ? [] : [{ second: last.second, text: torn }];
      const all = [...written, ...half].filter(({ second }) => second >= since);
      if (url.searchParams.has("tail") && torn !== undefined) {
        response.writeHead(500, { "content-type": "application/json" });
        response.end(
          JSON.stringify({ message: "unable to read log file: '2026-11-' is not a valid container log line" }),
        );
      } else if (url.searchParams.has("tail")) response.end(Buffer.concat(all.slice(-1).map(toFrame)));
      else {
        reads += 1;
        response.end(Buffer.concat(all.map(toFrame)));
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    docker = new Docker({ protocol: "http", host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  });
  afterEach(() => server.close());

  const read = async (onSleep: () => void): Promise<string> => {
    let text = "";
    for await (const { bytes } of pollLog(docker, "id", createFastClock(onSleep), new AbortController().signal))
      text += Buffer.from(bytes).toString();
    return text;
  };

  it("gives every entry once, however the log grows and wherever its last entry is cut", async () => {
    const lines = fc.array(fc.record({ wait: fc.nat(2), text: fc.constantFrom("a\n", "same\n", "part", "é b\n") }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(3), { maxLength: 12 }), fc.nat(3), async (printed, steps, cut) => {
        [written, torn, state] = [[], undefined, "running"];
        let second = 1_795_275_000;
        const entries = printed.map(({ wait, text }) => ({ second: (second += wait), text }));
        const pace = [...steps];
        const output = await read(() => {
          // What is half written at one time is whole at the next.
          const more = Math.max(pace.shift() ?? entries.length, torn === undefined ? 0 : 1);
          written.push(...entries.slice(written.length, written.length + more));
          const next = entries[written.length];
          torn = next !== undefined && next.second === written.at(-1)?.second ? next.text.slice(0, cut) : undefined;
          if (next === undefined && pace.length === 0) state = "exited";
        });
        expect(output).toBe(entries.map(({ text }) => text).join(""));
      }),
      { numRuns: 60 },
    );
  });

  it("passes on what was printed last while the container goes on in silence, and then lets the log be", async () => {
    const passed: string[] = [];
    written.push({ second: 1_795_275_000, text: "waiting" });
    let sleeps = 0;
    let readsThen = 0;
    const clock = createFastClock(() => {
      sleeps += 1;
      if (sleeps === 20) readsThen = reads;
      if (sleeps === 200) state = "exited";
    });
    for await (const { bytes } of pollLog(docker, "id", clock, new AbortController().signal)) {
      passed.push(Buffer.from(bytes).toString());
      expect(sleeps).toBeLessThan(5);
    }
    expect(passed).toEqual(["waiting"]);
    expect(reads).toBe(readsThen + 1);
  });

  it("ends with the reason of an abort", async () => {
    const abort = new AbortController();
    const clock = createFastClock(() => {
      abort.abort(new Error("enough"));
    });
    const reading = (async () => {
      for await (const _ of pollLog(docker, "id", clock, abort.signal));
    })();
    await expect(reading).rejects.toThrow("enough");
  });
});

function toFrame({ second, text }: Entry): Buffer {
  // Its machine is in Paris.
  const stamp = `${new Date((second + 3600) * 1000).toISOString().slice(0, 19)}+01:00`;
  const body = Buffer.from(`${stamp} ${text}`);
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}
