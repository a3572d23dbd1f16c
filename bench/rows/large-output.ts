import { readLog } from "../build-log.ts";
import { createBuildProject, runBuild, type FinishedBuild } from "../builds.ts";
import { imageMissing } from "../busybox-image.ts";
import { megabytes, notMeasured, toVerdict, type Row } from "../figure.ts";
import { startProduct } from "../product.ts";
import { processorTime, residentMemory, TICKS, watchMemory } from "../server-process.ts";

/** One line with its newline. */
const LINE = `${"0123456789".repeat(8).slice(0, 79)}\n`;
const MEMORY = 150e6;

/**
 * A build prints 200 MB of lines of 80 bytes. Timed from the start of phase BUILD to the answer that says that the build is
 * complete; then the whole log is read and every line counted.
 */
export const largeOutput: Row = async (bench) => {
  const bytes = bench.quick ? 20_000_000 : 200_000_000;
  const name = `${megabytes(bytes)} of build output, from print to stored log`;
  const missing = imageMissing();
  if (missing !== undefined)
    return [notMeasured(name, "≥ 10 MB/s", missing), notMeasured("· memory", "≤ 150 MB above idle", missing)];
  await using product = await startProduct(bench);
  const project = await createBuildProject(product.url, "bench-output", [`yes ${LINE.trimEnd()} | head -c ${bytes}`]);
  const idle = residentMemory(product.pid);
  const memory = watchMemory(product.pid);
  const usedBefore = processorTime(product.pid);
  const started = Date.now();
  const build = await runBuild(product.url, project, 50, 300_000);
  const ended = started + build.took;
  const used = (processorTime(product.pid) - usedBefore) / TICKS;
  const above = memory.stop() - idle;
  const rate = bytes / 1e6 / ((ended - (phaseStart(build, "BUILD") ?? Number.NaN)) / 1000);
  bench.say("reading the log");
  const lines = await countLines(product.url, build);
  if (lines !== bytes / LINE.length)
    throw new Error(`${bytes / LINE.length} lines were printed, ${lines} are in the log`);
  return [
    {
      name,
      must: "≥ 10 MB/s",
      measured: `${rate.toFixed(1)} MB/s (${(bytes / 1e6 / used).toFixed(1)} MB a second of its processor time); all ${lines.toLocaleString("en")} lines are in the log`,
      ratio: "",
      verdict: toVerdict(rate >= 10),
    },
    {
      name: "· memory",
      must: "≤ 150 MB above idle",
      measured: `${megabytes(above)} above ${megabytes(idle)}`,
      ratio: "",
      verdict: toVerdict(above <= MEMORY),
    },
  ];
};

/** Milliseconds since the epoch. */
function phaseStart(build: FinishedBuild, phaseType: string): number | undefined {
  const phase = build.phases.find((candidate) => candidate.phaseType === phaseType);
  return phase && phase.startTime * 1000;
}

async function countLines(url: string, build: FinishedBuild): Promise<number> {
  let lines = 0;
  for await (const message of readLog(url, build)) {
    for (let at = message.indexOf(LINE); at >= 0; at = message.indexOf(LINE, at + LINE.length)) lines += 1;
  }
  return lines;
}
