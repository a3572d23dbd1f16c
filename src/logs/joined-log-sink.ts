import type { LogSink } from "./log-sink.ts";

/**
 * Several sinks as one, or none at all, which takes every message and keeps none. After a crash one sink may hold more
 * than another: the shorter ones get what they lack from the longest first, so that all go on from the same message.
 */
export async function createJoinedLogSink(sinks: readonly LogSink[]): Promise<LogSink> {
  const longest = await levelUp(sinks);
  return {
    write(time, message) {
      for (const sink of sinks) sink.write(time, message);
    },
    async ready() {
      await Promise.all(sinks.map((sink) => sink.ready()));
    },
    async flush() {
      await Promise.all(sinks.map((sink) => sink.flush()));
    },
    async finish() {
      await Promise.all(sinks.map((sink) => sink.finish()));
    },
    async *delivered() {
      if (longest !== undefined) yield* longest.delivered();
    },
    async [Symbol.asyncDispose]() {
      const results = await Promise.allSettled(sinks.map((sink) => sink[Symbol.asyncDispose]()));
      const failed = results.find((result) => result.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },
  };
}

/** @returns the sink that holds the most; all hold as much when this resolves */
async function levelUp(sinks: readonly LogSink[]): Promise<LogSink | undefined> {
  const counted: { readonly sink: LogSink; readonly messages: number }[] = [];
  for (const sink of sinks) counted.push({ sink, messages: await count(sink) });
  counted.sort((a, b) => b.messages - a.messages);
  const [longest, ...others] = counted;
  for (const { sink, messages } of others) {
    if (longest === undefined || messages === longest.messages) continue;
    let index = 0;
    for await (const message of longest.sink.delivered()) {
      if (index >= messages) {
        sink.write(0, message);
        await sink.ready();
      }
      index += 1;
    }
    await sink.flush();
  }
  return longest?.sink;
}

async function count(sink: LogSink): Promise<number> {
  let messages = 0;
  for await (const message of sink.delivered()) if (message.length >= 0) messages += 1;
  return messages;
}
