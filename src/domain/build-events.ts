import type { Build, BuildPhase } from "../../generated/codebuild/types.ts";
import { parseBuildArn } from "./arn-scope.ts";

/** One event of a build, in the form that EventBridge delivers (user guide, build notifications input format reference). */
export interface BuildEvent {
  readonly version: "0";
  /** The same however often the event is sent. */
  readonly id: string;
  readonly "detail-type": "CodeBuild Build State Change" | "CodeBuild Build Phase Change";
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in seconds, UTC. */
  readonly time: string;
  readonly region: string;
  /** The build's ARN. */
  readonly resources: readonly [string];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where an event's id and source come from. */
export interface EventOrigin {
  readonly source: string;
  readonly uuid: () => string;
}

/**
 * What a change of a build's record is told as, in the order of telling: one event for each phase that ended, and one for a new
 * status. A new record is told as AWS does it: the state change comes from the moment before its phase SUBMITTED ended.
 */
export function toBuildEvents(before: Build | undefined, after: Build, origin: EventOrigin): BuildEvent[] {
  const events: BuildEvent[] = [];
  if (before === undefined) {
    const { phases: _phases, ...submitted } = after;
    events.push(toStateEvent({ ...submitted, currentPhase: "SUBMITTED" }, after.startTime, origin));
  }
  for (const [index, phase] of (after.phases ?? []).entries())
    if (phase.endTime !== undefined && !isSameEnd(phase, before?.phases?.[index]))
      events.push(toPhaseEvent(after, phase, origin));
  if (before !== undefined && before.buildStatus !== after.buildStatus)
    events.push(toStateEvent(after, after.endTime, origin));
  return events;
}

/** The event without the text of its buildspec: the one part that can make it larger than a target takes. */
export function withoutBuildspec(event: BuildEvent): BuildEvent {
  const information = event.detail["additional-information"] as { readonly source?: object } | undefined;
  if (information?.source === undefined || !("buildspec" in information.source)) return event;
  const { buildspec: _buildspec, ...source } = information.source;
  return { ...event, detail: { ...event.detail, "additional-information": { ...information, source } } };
}

function isSameEnd(phase: BuildPhase, other: BuildPhase | undefined): boolean {
  return phase.phaseType === other?.phaseType && phase.endTime?.getTime() === other?.endTime?.getTime();
}

function toStateEvent(build: Build, time: Date | undefined, origin: EventOrigin): BuildEvent {
  const ended = build.phases?.findLast((phase) => phase.endTime !== undefined);
  return toEvent(build, "CodeBuild Build State Change", time, origin, {
    "build-status": build.buildStatus,
    "project-name": build.projectName,
    "build-id": build.arn,
    "additional-information": toInformation(build),
    "current-phase": build.currentPhase,
    "current-phase-context": toContextText(ended),
    version: "1",
  });
}

/** A phase has always ended before its build is complete, the last one too; as AWS has it, the event's time is that of the phase's start. */
function toPhaseEvent(build: Build, phase: BuildPhase, origin: EventOrigin): BuildEvent {
  return toEvent(build, "CodeBuild Build Phase Change", phase.startTime, origin, {
    "completed-phase": phase.phaseType,
    "project-name": build.projectName,
    "build-id": build.arn,
    "completed-phase-context": toContextText(phase),
    "additional-information": toInformation({ ...build, buildComplete: false }),
    "completed-phase-status": phase.phaseStatus,
    "completed-phase-duration-seconds": phase.durationInSeconds,
    version: "1",
    "completed-phase-start": toKebab(phase.startTime),
    "completed-phase-end": toKebab(phase.endTime),
  });
}

function toEvent(
  build: Build,
  type: BuildEvent["detail-type"],
  time: Date | undefined,
  { source, uuid }: EventOrigin,
  detail: BuildEvent["detail"],
): BuildEvent {
  const arn = build.arn ?? "";
  const { account, region } = parseBuildArn(arn);
  return {
    version: "0",
    id: uuid(),
    "detail-type": type,
    source,
    account,
    time: (time ?? new Date(0)).toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [arn],
    detail,
  };
}

/** The record as far as AWS's events have it, with the same values. */
function toInformation(build: Build): object {
  const { location, md5sum, sha256sum } = build.artifacts ?? {};
  const { groupName, streamName, deepLink } = build.logs ?? {};
  return {
    ...(toKebab({
      cache: build.cache,
      buildNumber: build.buildNumber,
      timeoutInMinutes: build.timeoutInMinutes,
      buildComplete: build.buildComplete,
      initiator: build.initiator,
      buildStartTime: build.startTime,
      source: build.source,
      sourceVersion: build.sourceVersion,
      artifact: { md5sum, sha256sum, location },
      environment: build.environment,
      vpcConfig: build.vpcConfig,
      networkInterface: build.networkInterface,
      logs: { groupName, streamName, deepLink },
      queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
    }) as object),
    ...(build.phases && { phases: build.phases.map(toPhase) }),
  };
}

function toPhase(phase: BuildPhase): object {
  const { contexts: _contexts, ...rest } = phase;
  return { ...(phase.endTime && { "phase-context": toContexts(phase) }), ...(toKebab(rest) as object) };
}

function toContexts(phase: BuildPhase | undefined): string[] {
  return (phase?.contexts ?? []).map(({ statusCode = "", message = "" }) => `${statusCode}: ${message}`);
}

/** As Java prints a list. */
function toContextText(phase: BuildPhase | undefined): string {
  return `[${toContexts(phase).join(", ")}]`;
}

/** Members' names with hyphens, times as AWS's events have them, members without a value left out. */
function toKebab(value: unknown): unknown {
  if (value instanceof Date) return toEventTime(value);
  if (Array.isArray(value)) return value.map(toKebab);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), toKebab(member)]),
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Sep 1, 2017 4:12:29 PM`, UTC. */
function toEventTime(time: Date): string {
  const hours = time.getUTCHours();
  const [minutes, seconds] = [time.getUTCMinutes(), time.getUTCSeconds()].map((part) => String(part).padStart(2, "0"));
  const date = `${MONTHS[time.getUTCMonth()] ?? ""} ${time.getUTCDate()}, ${time.getUTCFullYear()}`;
  return `${date} ${hours % 12 === 0 ? 12 : hours % 12}:${minutes ?? ""}:${seconds ?? ""} ${hours < 12 ? "AM" : "PM"}`;
}
