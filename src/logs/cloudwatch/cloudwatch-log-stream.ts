import type * as Sdk from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../common/clock.ts";
import type { Logger } from "../../common/logger.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { LogTarget } from "../log-sink.ts";
import { type DeliveryFailure, toDeliveryFailure } from "./delivery-failure.ts";
import type { LogBatch } from "./log-batch.ts";

export interface CloudWatchLogStreamDeps {
  readonly sdk: typeof Sdk;
  /** Must not send anything twice by itself. */
  readonly client: Sdk.CloudWatchLogsClient;
  readonly clock: Clock;
  readonly logger: Logger;
  /** See `CloudWatchLogSinkOptions`. */
  readonly isHeldUp: () => boolean;
}

const ANSWER_WITHIN = 30_000;
/** A service that does not take a request for so long is given up. */
const GIVE_UP_AFTER = 60_000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * The stream of one build in CloudWatch Logs, which nobody else writes to. Every batch is stored exactly once, though an
 * answer may be lost: before a batch is sent again, the stream is asked whether it has it.
 */
export class CloudWatchLogStream {
  readonly #deps: CloudWatchLogStreamDeps;
  readonly #target: LogTarget;
  readonly #names: { readonly logGroupName: string; readonly logStreamName: string };
  /** The time of the last event in the stream, and how many have it. */
  #latest = { time: -1, count: 0 };

  constructor(deps: CloudWatchLogStreamDeps, target: LogTarget) {
    this.#deps = deps;
    this.#target = target;
    this.#names = { logGroupName: target.group, logStreamName: target.stream };
  }

  /** The time of its last event, in milliseconds since the epoch; negative where it has none. Known once it is open. */
  get latestTime(): number {
    return this.#latest.time;
  }

  /** Makes the group and the stream, where they are missing. @throws PhaseError when it is refused */
  async open(): Promise<void> {
    const isNew = await this.#persist("create Amazon CloudWatch Logs log streams", () => this.#create());
    if (!isNew) await this.#persist("read Amazon CloudWatch Logs log streams", () => this.#findLatest());
  }

  /** Resolves when it is stored. Not to be called again before. @throws PhaseError when it is refused */
  async put(batch: LogBatch): Promise<void> {
    let isUncertain = false;
    await this.#persist("write to Amazon CloudWatch Logs log streams", async () => {
      try {
        if (isUncertain && (await this.#holds(batch))) return;
        isUncertain = false;
        await this.#send(batch);
      } catch (error) {
        const failure = toDeliveryFailure(error);
        if (failure === "unanswered") isUncertain = true;
        if (failure === "missing") {
          await this.#create();
          isUncertain = false;
        }
        throw error;
      }
    });
    const isSameTime = batch.firstTime === this.#latest.time && batch.firstTime === batch.lastTime;
    this.#latest = { time: batch.lastTime, count: batch.countAtLastTime + (isSameTime ? this.#latest.count : 0) };
  }

  /** All messages of the stream, oldest first. */
  async *messages(): AsyncGenerator<string, void, void> {
    let nextToken: string | undefined;
    for (;;) {
      const token = nextToken;
      const page = await this.#persist("read Amazon CloudWatch Logs log streams", () =>
        this.#page({ nextToken: token }),
      );
      for (const { message } of page.events ?? []) yield message ?? "";
      nextToken = page.nextForwardToken;
      if (nextToken === token || nextToken === undefined) return;
    }
  }

  async #send(batch: LogBatch): Promise<void> {
    const { sdk, logger } = this.#deps;
    const command = new sdk.PutLogEventsCommand({ ...this.#names, logEvents: [] });
    replaceBody(command, batch.body());
    const answer = await this.#within((signal) => this.#deps.client.send(command, { abortSignal: signal }));
    if (answer.rejectedLogEventsInfo) {
      logger.warn("CloudWatch Logs rejected some of a build's log events", {
        ...this.#names,
        ...answer.rejectedLogEventsInfo,
        events: batch.count,
      });
    }
  }

  /** @returns whether there was no such stream before */
  async #create(): Promise<boolean> {
    const { sdk, client } = this.#deps;
    const send = async (command: "group" | "stream"): Promise<DeliveryFailure | undefined> => {
      try {
        await this.#within((abortSignal) =>
          command === "group"
            ? client.send(new sdk.CreateLogGroupCommand({ logGroupName: this.#target.group }), { abortSignal })
            : client.send(new sdk.CreateLogStreamCommand(this.#names), { abortSignal }),
        );
        return undefined;
      } catch (error) {
        const failure = toDeliveryFailure(error);
        if (failure === "exists" || (failure === "missing" && command === "stream")) return failure;
        throw error;
      }
    };
    let failure = await send("stream");
    if (failure === "missing") {
      await send("group");
      failure = await send("stream");
    }
    if (failure === "missing") throw new Error(`The log group ${this.#target.group} is deleted as soon as it is made.`);
    if (failure === "exists") return false;
    this.#latest = { time: -1, count: 0 };
    return true;
  }

  async #findLatest(): Promise<void> {
    const { events } = await this.#page({ startFromHead: false, limit: 1 });
    const time = events?.at(-1)?.timestamp;
    this.#latest = time === undefined ? { time: -1, count: 0 } : { time, count: await this.#countSince(time) };
  }

  /** Whether the stream has a batch, of which nothing is there or all: times only go up, so it is enough to count. */
  async #holds(batch: LogBatch): Promise<boolean> {
    const before = batch.firstTime === this.#latest.time ? this.#latest.count : 0;
    return (await this.#countSince(batch.firstTime)) >= before + batch.count;
  }

  async #countSince(startTime: number): Promise<number> {
    let count = 0;
    let nextToken: string | undefined;
    for (;;) {
      const page = await this.#page({ startTime, nextToken });
      count += page.events?.length ?? 0;
      if (page.nextForwardToken === nextToken || page.nextForwardToken === undefined) return count;
      nextToken = page.nextForwardToken;
    }
  }

  #page(query: {
    readonly startTime?: number;
    readonly nextToken?: string | undefined;
    readonly startFromHead?: boolean;
    readonly limit?: number;
  }): Promise<Sdk.GetLogEventsCommandOutput> {
    const { sdk, client } = this.#deps;
    const command = new sdk.GetLogEventsCommand({ startFromHead: true, ...this.#names, ...query });
    return this.#within((abortSignal) => client.send(command, { abortSignal }));
  }

  async #within<T>(send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const cancel = this.#deps.clock.after(ANSWER_WITHIN, () => {
      controller.abort();
    });
    try {
      return await send(controller.signal);
    } finally {
      cancel();
    }
  }

  /** Does it again, for a while, when it fails by what may pass. */
  async #persist<T>(action: string, attempt: () => Promise<T>): Promise<T> {
    const { clock, logger, isHeldUp } = this.#deps;
    let start = clock.now();
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return await attempt();
      } catch (error) {
        const failure = toDeliveryFailure(error);
        if (isHeldUp()) start = clock.now();
        const isForGood = failure === "denied" || failure === "refused" || clock.now() - start >= GIVE_UP_AFTER;
        if (isForGood) throw this.#toPhaseError(action, failure, error);
        logger.warn("CloudWatch Logs does not take a build's log; it will be tried again", { ...this.#names, error });
        await clock.sleep(pause);
      }
    }
  }

  #toPhaseError(action: string, failure: DeliveryFailure, error: unknown): PhaseError {
    const message = error instanceof Error ? error.message : String(error);
    if (failure !== "denied") {
      const name = error instanceof Error ? `${error.name}: ` : "";
      return new PhaseError("CLIENT_ERROR", `Failed to ${action}: ${name}${message}`, { cause: error });
    }
    const { serviceRole = "of the project", buildArn = this.#target.stream } = this.#target.onBehalfOf ?? {};
    const text = `Service role ${serviceRole} does not allow AWS CodeBuild to ${action} for build ${buildArn}. Error message: ${message}`;
    return new PhaseError("ACCESS_DENIED", text, { cause: error });
  }
}

/** Sends `body` in place of what the SDK makes of the input, in the protocol that its client for this service speaks. */
function replaceBody(command: Sdk.PutLogEventsCommand, body: Uint8Array): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (!isJsonRequest(request)) throw new TypeError("The CloudWatch Logs client does not speak AWS JSON 1.1.");
      request.body = body;
      return next(args);
    },
    { step: "build", priority: "high", name: "replaceBody" },
  );
}

function isJsonRequest(request: unknown): request is { body: unknown } {
  return (
    typeof request === "object" &&
    request !== null &&
    "headers" in request &&
    (request.headers as Readonly<Record<string, string>>)["content-type"] === "application/x-amz-json-1.1"
  );
}
