import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeRepository, publish, startGitServer } from "../../test/support/git-server.ts";
import { runBuild } from "../builds.ts";
import { imageMissing } from "../busybox-image.ts";
import { milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { startProduct } from "../product.ts";
import { createSourceProject, untilFirstCommand } from "../source-project.ts";

const NAME = "git source of 10,000 files: clone → first command";
const MUST = "≤ 1.3 × git clone";
const MOST = 1.3;
const FILES = 10_000;

/** A repository of 10,000 files over HTTP, cloned by a build and by `git clone` alone, in turns. */
export const gitSource: Row = async (bench) => {
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(NAME, MUST, missing)];
  const directory = bench.freshDirectory();
  bench.say("making the repository");
  await using server = await startGitServer();
  const work = join(directory, "work");
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [
      `src/d${index % 100}/file-${index}.txt`,
      `line of file ${index}\n`.repeat(100),
    ]),
  );
  makeRepository(work, [["main", files]]);
  publish(server, "o/r", work, undefined);

  await using product = await startProduct(bench, {
    env: { CODEBUILD_LOCAL_GIT_REWRITE: `https://github.com/=${server.url}/` },
  });
  const source = { type: "GITHUB", location: "https://github.com/o/r.git" };
  const project = await createSourceProject(product.url, "bench-git", source, "ls src/d99/file-9999.txt");
  const build = async (): Promise<number> => untilFirstCommand(await runBuild(product.url, project, 20));
  const clone = async (): Promise<number> => {
    const target = join(directory, "clone");
    const started = performance.now();
    await promisify(execFile)("git", ["clone", "--quiet", `${server.url}/o/r.git`, target]);
    const took = performance.now() - started;
    rmSync(target, { recursive: true });
    return took;
  };
  await build();
  await clone();
  const values = await measureInterleaved(bench.quick ? 3 : 7, { build, clone });
  const ratio = medianRatio(values.build, values.clone);
  return [
    {
      name: NAME,
      must: MUST,
      measured: `${milliseconds(median(values.build))}, git clone ${milliseconds(median(values.clone))}`,
      ratio: times(ratio),
      verdict: toVerdict(ratio <= MOST),
    },
  ];
};
