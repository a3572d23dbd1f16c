import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ZipFile } from "yazl";
import { runBuild } from "../builds.ts";
import { IMAGE, imageMissing } from "../busybox-image.ts";
import { megabytes, milliseconds, notMeasured, times, toVerdict, type Row } from "../figure.ts";
import { measureInterleaved, median, medianRatio } from "../interleaved.ts";
import { startProduct } from "../product.ts";
import { residentMemory, watchMemory } from "../server-process.ts";
import { createSourceProject, untilFirstCommand } from "../source-project.ts";

const MUST = "≤ 2 × docker cp";
const MOST = 2;
const FILES = 500;
const BUCKET = "bench-sources";

/** A zip of 500 MB in the embedded S3 as the source of a build, against `docker cp` of the same tree, in turns. */
export const zipSource: Row = async (bench) => {
  const each = bench.quick ? 100_000 : 1_000_000;
  const name = `S3 zip source of ${megabytes(FILES * each)} → first command`;
  const missing = imageMissing();
  if (missing !== undefined) return [notMeasured(name, MUST, missing)];
  const directory = bench.freshDirectory();
  const tree = join(directory, "tree");
  bench.say("making the zip");
  const zip = await makeZip(tree, join(directory, "source.zip"), each);

  await using product = await startProduct(bench);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: product.url, region: "us-east-1", credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const object = { Bucket: BUCKET, Key: "source.zip", Body: createReadStream(zip), ContentLength: statSync(zip).size };
  await s3.send(new PutObjectCommand(object));
  s3.destroy();
  const source = { type: "S3", location: `${BUCKET}/source.zip` };
  const project = await createSourceProject(product.url, "bench-zip", source, "test $(ls f* | wc -l) = 500");

  const build = async (): Promise<number> => untilFirstCommand(await runBuild(product.url, project, 20, 120_000));
  const copy = (): Promise<number> => copyTree(tree);
  const idle = residentMemory(product.pid);
  const memory = watchMemory(product.pid);
  const values = await measureInterleaved(bench.quick ? 3 : 5, { build, copy });
  const above = memory.stop() - idle;
  const ratio = medianRatio(values.build, values.copy);
  return [
    {
      name,
      must: MUST,
      measured: `${milliseconds(median(values.build))}, docker cp ${milliseconds(median(values.copy))}; memory ${megabytes(above)} above idle`,
      ratio: times(ratio),
      verdict: toVerdict(ratio <= MOST),
    },
  ];
};

async function makeZip(tree: string, file: string, each: number): Promise<string> {
  mkdirSync(tree);
  for (let index = 0; index < FILES; index += 1) writeFileSync(join(tree, `f${index}`), randomBytes(each));
  const zip = new ZipFile();
  for (const name of readdirSync(tree)) zip.addFile(join(tree, name), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}

/** @returns how long `docker cp` took, in milliseconds; making and removing the container is not counted. */
async function copyTree(tree: string): Promise<number> {
  const run = promisify(execFile);
  const id = (await run("docker", ["create", IMAGE, "true"])).stdout.trim();
  try {
    const started = performance.now();
    await run("docker", ["cp", tree, `${id}:/root/tree`]);
    return performance.now() - started;
  } finally {
    await run("docker", ["rm", "--force", id]);
  }
}
