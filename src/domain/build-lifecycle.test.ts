import { describe, expect, it } from "vitest";

import type { Build } from "../../generated/codebuild/types.ts";
import { applyPhaseEnd, applyRestart, runningPhase } from "./build-lifecycle.ts";
import { phaseAfter, type OrderedPhase, type PhaseOutcome } from "./phase-sequence.ts";

const T = 1_700_000_000_000;

function submitted(): Build {
  return { id: "p:1", buildComplete: false, phases: [{ phaseType: "SUBMITTED", startTime: new Date(T) }] };
}

function run(build: Build, outcomes: Partial<Record<OrderedPhase, PhaseOutcome>>): Build {
  let now = T;
  let current = build;
  for (;;) {
    const phase = runningPhase(current);
    if (phase === undefined || phase === "COMPLETED") return current;
    now += 1234.567;
    const outcome = outcomes[phase] ?? "SUCCEEDED";
    const context = outcome === "FAILED" ? { context: { statusCode: "X", message: "y" } } : {};
    current = applyPhaseEnd(current, { time: now, outcome, next: phaseAfter(phase, outcome), ...context });
  }
}

describe("a build's record", () => {
  it("chains the phases: each end is the next start, durations are whole seconds, COMPLETED has type and start only", () => {
    const build = run(submitted(), {});
    const phases = build.phases ?? [];
    expect(phases.map((phase) => phase.phaseType)).toEqual([
      "SUBMITTED",
      "QUEUED",
      "PROVISIONING",
      "DOWNLOAD_SOURCE",
      "INSTALL",
      "PRE_BUILD",
      "BUILD",
      "POST_BUILD",
      "UPLOAD_ARTIFACTS",
      "FINALIZING",
      "COMPLETED",
    ]);
    for (const [index, phase] of phases.slice(0, -1).entries()) {
      expect(phase.endTime).toEqual(phases[index + 1]?.startTime);
      expect(phase.durationInSeconds).toBe(1);
      expect(phase.phaseStatus).toBe("SUCCEEDED");
    }
    expect(Object.keys(phases.at(-1) ?? {}).sort()).toEqual(["phaseType", "startTime"]);
    expect(build).toMatchObject({
      buildStatus: "SUCCEEDED",
      buildComplete: true,
      currentPhase: "COMPLETED",
      endTime: phases.at(-1)?.startTime,
    });
  });

  it("gives SUBMITTED and QUEUED no contexts and later phases an empty one", () => {
    const phases = run(submitted(), {}).phases ?? [];
    expect(phases.slice(0, 2).map((phase) => phase.contexts)).toEqual([undefined, undefined]);
    expect(
      phases.slice(2, -1).every((phase) => phase.contexts?.[0]?.statusCode === "" && phase.contexts[0].message === ""),
    ).toBe(true);
  });

  it("leaves a running phase without a status", () => {
    const build = applyPhaseEnd(submitted(), { time: T, outcome: "SUCCEEDED", next: "QUEUED" });
    expect(build.phases?.at(-1)).toEqual({ phaseType: "QUEUED", startTime: new Date(T) });
    expect(build.buildComplete).toBe(false);
  });

  it.each([
    [{ BUILD: "FAILED" }, "FAILED"],
    [{ INSTALL: "FAILED" }, "FAILED"],
    [{ BUILD: "FAILED", UPLOAD_ARTIFACTS: "TIMED_OUT" }, "TIMED_OUT"],
    [{ INSTALL: "FAULT" }, "FAULT"],
    [{ BUILD: "STOPPED" }, "STOPPED"],
    [{ QUEUED: "TIMED_OUT" }, "TIMED_OUT"],
  ] as const)("ends as the gravest of its phases: %o is %s", (outcomes, status) => {
    expect(run(submitted(), outcomes)).toMatchObject({ buildStatus: status, buildComplete: true });
  });

  it("never ends a phase before its start", () => {
    const build = applyPhaseEnd(submitted(), { time: T - 5000, outcome: "SUCCEEDED", next: "QUEUED" });
    expect(build.phases?.[0]).toMatchObject({ endTime: new Date(T), durationInSeconds: 0 });
  });

  it("goes back to the first start of PROVISIONING when its environment is lost", () => {
    let build = submitted();
    for (const next of ["QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL"] as const) {
      build = applyPhaseEnd(build, { time: T + 1000, outcome: "SUCCEEDED", next });
    }
    const restarted = applyRestart(build);
    expect(restarted.phases?.map((phase) => phase.phaseType)).toEqual(["SUBMITTED", "QUEUED", "PROVISIONING"]);
    expect(restarted).toMatchObject({ currentPhase: "PROVISIONING" });
    expect(restarted.phases?.at(-1)).toEqual({ phaseType: "PROVISIONING", startTime: new Date(T + 1000) });
  });
});
