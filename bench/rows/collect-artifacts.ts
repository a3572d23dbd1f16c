import { execFile } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { readLogEvents } from "../build-log.ts";
import { createBuildProject, phaseTime, runBuild } from "../builds.ts";
import { IMAGE, imageMissing } from "../busybox-image.ts";
import { megabytes, milliseconds, notMeasured, times, toVerdict, type Figure, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { startProduct } from "../product.ts";
import { residentMemory, watchMemory } from "../server-process.ts";

const NAME = "`dist/**/*` (200 files) out of 50,000, collected";
const MUST = "≤ 1.5 × docker cp";
const MOST = 1.5;
const BUCKET = "bench-collected";
const FILES = 200;

/** Makes dist/ with 200 files of 20 kB, and 50,000 files beside it. */
const MAKE_TREE = [
  "for d in $(seq 100); do mkdir -p vendor/$d; for f in $(seq 500); do echo $f >vendor/$d/$f; done; done",
  `mkdir dist; for f in $(seq ${FILES}); do head -c 20000 /dev/urandom >dist/$f.bin; done`,
];

/** The artifacts of a build, a zip and file by file, against `docker cp` of the same folder out of a container with the same tree. */
export const collectArtifacts: Row = async (bench) => {
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(NAME, MUST, missing)];
  await using product = await startProduct(bench);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: product.url, region: "us-east-1", credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const projectOf = (name: string, packaging: "NONE" | "ZIP"): Promise<string> =>
    createBuildProject(product.url, name, MAKE_TREE, {
      artifacts: { type: "S3", location: BUCKET, packaging, name },
      files: ["dist/**/*"],
    });
  const [zipped, single] = [await projectOf("bench-zipped", "ZIP"), await projectOf("bench-single", "NONE")];
  /** The whole phase: the container's end, which writes all that it has made to the disk, and S3 included. */
  const phases = new Map<string, number[]>([
    [zipped, []],
    [single, []],
  ]);
  /** From the first to the last line that the log has of the selection: all files are read out of the container meanwhile. */
  const upload = async (project: string): Promise<number> => {
    const build = await runBuild(product.url, project, 50, 120_000);
    phases.get(project)?.push(phaseTime(build, "UPLOAD_ARTIFACTS"));
    let [from, to] = [Number.NaN, Number.NaN];
    for await (const { timestamp, message } of readLogEvents(product.url, build)) {
      if (message.includes("Expanding base directory path")) from = timestamp;
      if (message.includes(`Found ${FILES} file(s)`)) to = timestamp;
    }
    if (!(to >= from)) throw new Error("the log does not say that all files were found");
    return to - from;
  };

  const run = promisify(execFile);
  const target = join(bench.freshDirectory(), "dist");
  /** Out of a container that has just made its tree, as a build's has. */
  const copy = async (): Promise<number> => {
    const command = `mkdir /src; cd /src; ${MAKE_TREE.join("; ")}`;
    const id = (await run("docker", ["create", IMAGE, "sh", "-c", command])).stdout.trim();
    try {
      await run("docker", ["start", "--attach", id]);
      const started = performance.now();
      await run("docker", ["cp", `${id}:/src/dist`, target]);
      const took = performance.now() - started;
      if (readdirSync(target).length !== FILES) throw new Error(`docker cp did not copy ${FILES} files`);
      return took;
    } finally {
      rmSync(target, { recursive: true, force: true });
      await run("docker", ["rm", "--force", id]);
    }
  };
  try {
    await upload(zipped);
    await copy();
    const idle = residentMemory(product.pid);
    const memory = watchMemory(product.pid);
    const values = await measureInterleaved(bench.quick ? 3 : 5, {
      zip: () => upload(zipped),
      copy,
      single: () => upload(single),
    });
    const above = megabytes(memory.stop() - idle);
    const { KeyCount: found } = await s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "bench-single/dist/" }),
    );
    if (found !== FILES) throw new Error(`the artifact has ${String(found)} files`);
    const [ratio, singleRatio] = [medianRatio(values.zip, values.copy), medianRatio(values.single, values.copy)];
    const toFigure = (name: string, project: string, took: readonly number[]): Pick<Figure, "name" | "measured"> => ({
      name,
      measured: `${milliseconds(median(took))}, docker cp ${milliseconds(median(values.copy))}; the whole phase ${milliseconds(median(phases.get(project) ?? []))}; memory ${above} above idle`,
    });
    return [
      {
        ...toFigure(`${NAME} to a zip`, zipped, values.zip),
        must: MUST,
        ratio: times(ratio),
        verdict: toVerdict(ratio <= MOST),
      },
      {
        ...toFigure("· file by file", single, values.single),
        must: "",
        ratio: times(singleRatio),
        verdict: "reference",
      },
    ];
  } finally {
    s3.destroy();
  }
};
