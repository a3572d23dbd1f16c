import { Worker } from "node:worker_threads";

import type { Build } from "../../generated/codebuild/types.ts";
import type { RetryRule } from "../buildspec/buildspec.ts";
import type { Clock } from "../common/clock.ts";
import type { PhaseEnd } from "../domain/build-lifecycle.ts";
import { toNewBuild, toRetrySettings } from "../domain/new-build.ts";
import type { OrderedPhase } from "../domain/phase-sequence.ts";
import type { RunBase, RunContext } from "./run-context.ts";

/** How long a pattern may take, in milliseconds: one made to take for ever must not. */
const MATCHED_WITHIN = 2_000;

/**
 * Lets the build be retried as often as the buildspec's rule says, where its pattern matches what the failure said. What is
 * decided stands in the record at once, for `completeBuild`.
 */
export async function allowRetry(
  { tracker, deps }: Pick<RunContext, "tracker" | "deps">,
  rule: RetryRule,
  said: string,
): Promise<void> {
  if (rule.count === 0) return;
  const matches = await patternMatches(deps.clock, rule.pattern, said, MATCHED_WITHIN);
  if (matches === undefined) {
    deps.logger.warn("the pattern of on-failure: RETRY took too long and counts as no match", {
      build: tracker.arn,
      pattern: rule.pattern,
    });
  }
  if (matches !== true) return;
  tracker.update((build) => {
    const { autoRetryLimit = 0, autoRetryNumber = 0, ...links } = build.autoRetryConfig ?? {};
    return {
      ...build,
      autoRetryConfig: { ...links, autoRetryLimit: Math.max(autoRetryLimit, rule.count), autoRetryNumber },
    };
  });
}

/** In a thread of its own, as a regular expression can't be interrupted. @returns `undefined` when it took too long */
async function patternMatches(
  clock: Clock,
  pattern: string,
  text: string,
  within: number,
): Promise<boolean | undefined> {
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     parentPort.postMessage(new RegExp(workerData.pattern).test(workerData.text));`,
    { eval: true, workerData: { pattern, text }, stdout: true, stderr: true },
  );
  let cancel = (): void => {};
  try {
    return await new Promise<boolean | undefined>((resolve, reject) => {
      cancel = clock.after(within, () => {
        resolve(undefined);
      });
      worker.once("message", (matches: unknown) => {
        resolve(matches === true);
      });
      worker.once("error", reject);
    });
  } finally {
    cancel();
    await worker.terminate();
  }
}

/** Statuses that are retried: StopBuild is the user's own wish. */
const RETRIED: ReadonlySet<string | undefined> = new Set(["FAILED", "FAULT", "TIMED_OUT"]);

/**
 * Completes the build, and where its retries are not used up makes the next one in the same transaction: exactly one for each
 * build, whatever ends this process. Whoever completes it submits `autoRetryConfig.nextAutoRetry` then; after a crash the
 * new build is found waiting, as any other.
 */
export function completeBuild({ deps, tracker, scope }: RunBase, phase: OrderedPhase, end: PhaseEnd): void {
  const { store } = deps;
  store.transaction(() => {
    if (tracker.isComplete()) return;
    tracker.endPhase(phase, end);
    const build = store.builds.get(tracker.arn);
    if (build?.buildComplete !== true || !RETRIED.has(build.buildStatus)) return;
    const retry = makeRetry(build);
    if (retry?.arn !== undefined)
      store.builds.replace({ ...build, autoRetryConfig: { ...build.autoRetryConfig, nextAutoRetry: retry.arn } });
  });

  function makeRetry(build: Build): Build | undefined {
    const { autoRetryLimit = 0, autoRetryNumber = 0 } = build.autoRetryConfig ?? {};
    const settings = store.builds.getSettings(tracker.arn);
    const project = build.projectName ?? "";
    if (autoRetryNumber >= autoRetryLimit || settings === undefined) return undefined;
    if (store.projects.get(scope, project) === undefined) return undefined;
    const made = toNewBuild(
      {
        owner: scope,
        project,
        uuid: deps.ids.uuid(),
        number: store.projects.nextBuildNumber(scope, project),
        time: new Date(deps.clock.now()),
        initiator: build.initiator ?? "",
        retryOf: { arn: tracker.arn, number: autoRetryNumber + 1 },
      },
      toRetrySettings(build, settings),
    );
    store.builds.insert(scope, made.build, made.settings);
    return made.build;
  }
}
