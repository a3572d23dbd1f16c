import { IMAGE } from "./busybox-image.ts";
import type { BuildRecord } from "./builds.ts";
import { call } from "./json-request.ts";
import { projectInput } from "./sample-projects.ts";

/** @returns the name of a project whose builds run one command in this source. */
export async function createSourceProject(url: string, name: string, source: object, command: string): Promise<string> {
  const buildspec = JSON.stringify({ version: 0.2, phases: { install: { commands: [command] } } });
  await call(
    url,
    "CodeBuild_20161006.CreateProject",
    projectInput(name, {
      source: { ...source, buildspec },
      environment: { type: "LINUX_CONTAINER", image: IMAGE, computeType: "BUILD_GENERAL1_SMALL" },
    }),
  );
  return name;
}

/** From the start of DOWNLOAD_SOURCE, when the container is made, to that of INSTALL, in milliseconds, by the record. */
export function untilFirstCommand(build: BuildRecord): number {
  const [download, install] = ["DOWNLOAD_SOURCE", "INSTALL"].map((type) =>
    build.phases.find(({ phaseType }) => phaseType === type),
  );
  if (download === undefined || install === undefined) throw new Error("the build has not come to its first command");
  return (install.startTime - download.startTime) * 1000;
}
