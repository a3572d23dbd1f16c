import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { open, type Entry } from "yauzl";
import { readLog } from "../build-log.ts";
import { createBuildProject, phaseTime, runBuild, type BuildRecord } from "../builds.ts";
import { imageMissing } from "../busybox-image.ts";
import { megabytes, notMeasured, toVerdict, type Bench, type Figure, type Row } from "../figure.ts";
import { startProduct } from "../product.ts";
import { residentMemory, watchMemory } from "../server-process.ts";

const MUST = "≤ 150 MB above idle";
const MEMORY = 150e6;
const BUCKET = "bench-artifacts";

/** A build leaves one file of 1 GiB of random bytes as its artifact: plain, and as a zip. */
export const largeArtifact: Row = async (bench) => {
  const missing = imageMissing();
  const figures: Figure[] = [];
  for (const packaging of ["NONE", "ZIP"] as const) {
    const name = `${bench.quick ? "64 MiB" : "1 GiB"} artifact, ${packaging === "ZIP" ? "zip" : "plain"}: memory`;
    figures.push(missing === undefined ? await measure(bench, name, packaging) : notMeasured(name, MUST, missing));
  }
  return figures;
};

async function measure(bench: Bench, name: string, packaging: "NONE" | "ZIP"): Promise<Figure> {
  const size = bench.quick ? 2 ** 26 : 2 ** 30;
  await using product = await startProduct(bench);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = new S3Client({ endpoint: product.url, region: "us-east-1", credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const project = await createBuildProject(
    product.url,
    "bench-artifact",
    [`head -c ${size} /dev/urandom > big.bin`, "sha256sum big.bin"],
    { artifacts: { type: "S3", location: BUCKET, packaging, name: "out" }, files: ["big.bin"] },
  );
  const idle = residentMemory(product.pid);
  const memory = watchMemory(product.pid);
  const build = await runBuild(product.url, project, 50, 300_000);
  const above = memory.stop() - idle;
  const seconds = phaseTime(build, "UPLOAD_ARTIFACTS") / 1000;

  bench.say("reading the artifact back");
  const wanted = await printedSum(product.url, build);
  const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  if (objects.length !== 1) throw new Error(`one artifact was expected, the bucket has ${JSON.stringify(objects)}`);
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: objects[0]?.Key }));
  const found = await (packaging === "ZIP" ? sumInZip(bench, body as Readable) : sumOf(body as Readable));
  if (found !== wanted) throw new Error(`the artifact's SHA-256 is ${found}, the build printed ${wanted}`);
  return {
    name,
    must: MUST,
    measured: `${megabytes(above)} above ${megabytes(idle)}; uploaded in ${seconds.toFixed(1)} s, read back the same`,
    ratio: "",
    verdict: toVerdict(above <= MEMORY),
  };
}

async function printedSum(url: string, build: BuildRecord): Promise<string> {
  for await (const message of readLog(url, build)) {
    const sum = /^([0-9a-f]{64}) {2}big\.bin/m.exec(message)?.[1];
    if (sum !== undefined) return sum;
  }
  throw new Error("the build's log does not have what sha256sum printed");
}

async function sumOf(content: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function sumInZip(bench: Bench, zip: Readable): Promise<string> {
  const file = join(bench.freshDirectory(), "artifact.zip");
  await pipeline(zip, createWriteStream(file));
  const entry = await new Promise<Readable>((resolve, reject) => {
    open(file, { lazyEntries: true }, (error, opened) => {
      if (error) {
        reject(error);
        return;
      }
      opened.on("error", reject);
      opened.once("entry", (found: Entry) => {
        opened.openReadStream(found, (failure, stream) => (failure ? reject(failure) : resolve(stream)));
      });
      opened.readEntry();
    });
  });
  return sumOf(entry);
}
