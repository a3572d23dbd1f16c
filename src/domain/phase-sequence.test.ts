import { describe, expect, it } from "vitest";

import { phaseAfter, type OrderedPhase, type PhaseOutcome } from "./phase-sequence.ts";

const RULES: readonly (readonly [OrderedPhase, PhaseOutcome, OrderedPhase, OrderedPhase?, OrderedPhase?])[] = [
  // phase, outcome, next; with on-failure ABORT, with on-failure CONTINUE
  ["SUBMITTED", "SUCCEEDED", "QUEUED"],
  ["QUEUED", "SUCCEEDED", "PROVISIONING"],
  ["QUEUED", "TIMED_OUT", "COMPLETED"],
  ["QUEUED", "STOPPED", "COMPLETED"],
  ["PROVISIONING", "SUCCEEDED", "DOWNLOAD_SOURCE"],
  ["PROVISIONING", "FAILED", "COMPLETED"],
  ["PROVISIONING", "FAULT", "COMPLETED"],
  ["PROVISIONING", "TIMED_OUT", "COMPLETED"],
  ["DOWNLOAD_SOURCE", "SUCCEEDED", "INSTALL"],
  ["DOWNLOAD_SOURCE", "FAILED", "FINALIZING"],
  ["DOWNLOAD_SOURCE", "TIMED_OUT", "FINALIZING"],
  ["INSTALL", "SUCCEEDED", "PRE_BUILD"],
  ["INSTALL", "FAILED", "FINALIZING", "FINALIZING", "PRE_BUILD"],
  ["INSTALL", "FAULT", "FINALIZING"],
  ["INSTALL", "STOPPED", "COMPLETED"],
  ["PRE_BUILD", "SUCCEEDED", "BUILD"],
  ["PRE_BUILD", "FAILED", "FINALIZING", "FINALIZING", "BUILD"],
  ["BUILD", "SUCCEEDED", "POST_BUILD"],
  ["BUILD", "FAILED", "POST_BUILD", "FINALIZING", "POST_BUILD"],
  ["BUILD", "TIMED_OUT", "FINALIZING"],
  ["BUILD", "STOPPED", "COMPLETED"],
  ["POST_BUILD", "SUCCEEDED", "UPLOAD_ARTIFACTS"],
  ["POST_BUILD", "FAILED", "UPLOAD_ARTIFACTS", "FINALIZING", "UPLOAD_ARTIFACTS"],
  ["UPLOAD_ARTIFACTS", "SUCCEEDED", "FINALIZING"],
  ["UPLOAD_ARTIFACTS", "FAILED", "FINALIZING"],
  ["UPLOAD_ARTIFACTS", "TIMED_OUT", "FINALIZING"],
  ["FINALIZING", "SUCCEEDED", "COMPLETED"],
  ["FINALIZING", "FAILED", "COMPLETED"],
];

describe("the phase that follows", () => {
  for (const [phase, outcome, next, aborted, continued] of RULES) {
    it(`${phase} ${outcome} leads to ${next}`, () => {
      expect(phaseAfter(phase, outcome)).toBe(next);
      if (aborted !== undefined) expect(phaseAfter(phase, outcome, "ABORT")).toBe(aborted);
      if (continued !== undefined) expect(phaseAfter(phase, outcome, "CONTINUE")).toBe(continued);
    });
  }
});
