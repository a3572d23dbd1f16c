import { setTimeout as sleep } from "node:timers/promises";
import { IMAGE } from "./busybox-image.ts";
import { call } from "./json-request.ts";
import { projectInput } from "./sample-projects.ts";

export interface BuildRecord {
  readonly id: string;
  readonly buildStatus: string;
  readonly buildComplete: boolean;
  /** Times are seconds since the epoch. */
  readonly phases: readonly {
    readonly phaseType: string;
    readonly startTime: number;
    readonly endTime?: number;
    readonly contexts?: unknown;
  }[];
  readonly logs: { readonly groupName: string; readonly streamName: string };
}

export interface FinishedBuild extends BuildRecord {
  /** From sending StartBuild to the answer that says that it is complete, in milliseconds. */
  readonly took: number;
}

/** @returns the name of a project whose builds run these commands in the benchmark's image. */
export async function createBuildProject(
  url: string,
  name: string,
  commands: readonly string[],
  more: { readonly artifacts?: object; readonly files?: readonly string[] } = {},
): Promise<string> {
  const buildspec = JSON.stringify({
    version: 0.2,
    phases: { build: { commands } },
    ...(more.files && { artifacts: { files: more.files } }),
  });
  await call(
    url,
    "CodeBuild_20161006.CreateProject",
    projectInput(name, {
      source: { type: "NO_SOURCE", buildspec },
      environment: { type: "LINUX_CONTAINER", image: IMAGE, computeType: "BUILD_GENERAL1_SMALL" },
      ...(more.artifacts && { artifacts: more.artifacts }),
    }),
  );
  return name;
}

export async function startBuild(url: string, projectName: string): Promise<BuildRecord> {
  return (await call<{ build: BuildRecord }>(url, "CodeBuild_20161006.StartBuild", { projectName })).build;
}

/** Runs one build, asking every `every` milliseconds for its end. @throws unless it succeeds within `within` milliseconds. */
export async function runBuild(url: string, projectName: string, every = 5, within = 60_000): Promise<FinishedBuild> {
  const started = performance.now();
  const { id } = await startBuild(url, projectName);
  for (;;) {
    const build = await getBuild(url, id);
    const took = performance.now() - started;
    if (build.buildComplete) {
      if (build.buildStatus === "SUCCEEDED") return { ...build, took };
      throw new Error(`the build ended as ${build.buildStatus}: ${JSON.stringify(build.phases)}`);
    }
    if (took > within) {
      await call(url, "CodeBuild_20161006.StopBuild", { id });
      throw new Error(`the build did not end within ${within} ms: ${JSON.stringify(build.phases)}`);
    }
    await sleep(every);
  }
}

async function getBuild(url: string, id: string): Promise<BuildRecord> {
  const { builds } = await call<{ builds: BuildRecord[] }>(url, "CodeBuild_20161006.BatchGetBuilds", { ids: [id] });
  const [build] = builds;
  if (build === undefined) throw new Error(`there is no build ${id}`);
  return build;
}

/** Milliseconds between the start and the end of a phase, by the record. */
export function phaseTime(build: BuildRecord, phaseType: string): number {
  const phase = build.phases.find((candidate) => candidate.phaseType === phaseType);
  if (phase?.endTime === undefined) throw new Error(`the build has no ended phase ${phaseType}`);
  return (phase.endTime - phase.startTime) * 1000;
}
