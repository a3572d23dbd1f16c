import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { createBuildProject, runBuild } from "../builds.ts";
import { IMAGE, imageMissing } from "../busybox-image.ts";
import { megabytes, milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { call } from "../json-request.ts";
import { startProduct } from "../product.ts";
import { projectInput } from "../sample-projects.ts";
import { residentMemory, watchMemory } from "../server-process.ts";
import { untilFirstCommand } from "../source-project.ts";

const MUST = "≥ 3 × sooner than from S3";
const LEAST = 3;
const MEMORY_MUST = "flat: ≤ 1.5 × the first two saves";
const MOST_GROWTH = 1.5;
const FILES = 5000;
const BUCKET = "bench-cache";

/** A folder of 500 MB of dependencies, cached in the embedded S3 and locally: how soon a build that has it begins with INSTALL. */
export const cache: Row = async (bench) => {
  const each = bench.quick ? 10_000 : 100_000;
  const name = `cache of ${megabytes(FILES * each)}, local → first command`;
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(name, MUST, missing)];
  const volumesBefore = listVolumes();
  await using product = await startProduct(bench);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: product.url, region: "us-east-1", credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  s3.destroy();

  const fill = `i=0; while [ $i -lt ${FILES} ]; do mkdir -p deps/$((i%50)); head -c ${each} /dev/urandom >deps/$((i%50))/f$i; i=$((i+1)); done`;
  const project = async (projectName: string, settings: object): Promise<string> => {
    const buildspec = JSON.stringify({
      version: 0.2,
      phases: {
        install: {
          commands: [`if [ -e deps/0/f0 ]; then test $(find deps/ -type f | wc -l) = ${FILES}; else ${fill}; fi`],
        },
      },
      cache: { paths: ["deps/**/*"] },
    });
    await call(
      product.url,
      "CodeBuild_20161006.CreateProject",
      projectInput(projectName, {
        source: { type: "NO_SOURCE", buildspec },
        environment: { type: "LINUX_CONTAINER", image: IMAGE, computeType: "BUILD_GENERAL1_SMALL" },
        cache: settings,
      }),
    );
    return projectName;
  };
  const projects = {
    s3: await project("bench-cache-s3", { type: "S3", location: BUCKET }),
    local: await project("bench-cache-local", { type: "LOCAL", modes: ["LOCAL_CUSTOM_CACHE"] }),
    none: await createBuildProject(product.url, "bench-cache-none", ["true"]),
  };
  const idle = residentMemory(product.pid);
  const filling = watchMemory(product.pid);
  bench.say("filling the caches");
  await runBuild(product.url, projects.s3, 50, 300_000);
  await runBuild(product.url, projects.local, 50, 300_000);
  const first = filling.stop() - idle;
  const memory = watchMemory(product.pid);
  const timed = (projectName: string) => async (): Promise<number> =>
    untilFirstCommand(await runBuild(product.url, projectName, 20, 300_000));
  const values = await measureInterleaved(bench.quick ? 3 : 5, {
    s3: timed(projects.s3),
    local: timed(projects.local),
    none: timed(projects.none),
  });
  const above = memory.stop() - idle;
  await removeCaches(product.url, Object.values(projects), volumesBefore);
  const sooner = medianRatio(values.s3, values.local);
  return [
    {
      name,
      must: MUST,
      measured: `${milliseconds(median(values.local))}, from S3 ${milliseconds(median(values.s3))}, without a cache ${milliseconds(median(values.none))}`,
      ratio: times(sooner),
      verdict: toVerdict(sooner >= LEAST),
    },
    {
      name: "· memory, saving and restoring",
      must: MEMORY_MUST,
      measured: `${megabytes(above)} above ${megabytes(idle)}, the first saves ${megabytes(first)}`,
      ratio: times(above / first),
      verdict: toVerdict(above <= MOST_GROWTH * first),
    },
  ];
};

function listVolumes(): ReadonlySet<string> {
  const names = execFileSync("docker", ["volume", "ls", "--quiet", "--filter", "name=codebuild-local-cache-"], {
    encoding: "utf8",
  });
  return new Set(names.split("\n").filter(Boolean));
}

/** The volumes are the container engine's, so they would outlive the benchmark. */
async function removeCaches(url: string, projects: readonly string[], before: ReadonlySet<string>): Promise<void> {
  for (const name of projects) await call(url, "CodeBuild_20161006.DeleteProject", { name });
  const until = performance.now() + 20_000;
  const isLeft = (): boolean => [...listVolumes()].some((name) => !before.has(name));
  while (isLeft() && performance.now() < until) await sleep(100);
}
