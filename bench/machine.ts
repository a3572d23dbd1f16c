import { spawnSync } from "node:child_process";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";

/** The machine that the figures are of, one fact a line. */
export function describeMachine(): readonly string[] {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    `${platform()} ${release()} ${arch()}, Node ${process.versions.node} for all that runs on Node`,
    `Docker ${version("docker", ["version", "--format", "{{.Server.Version}}"])}`,
    `wrk ${version("wrk", ["-v"])}, moto ${version("python3", ["-c", "import moto; print(moto.__version__)"])}`,
  ];
}

/** How many processes wanted to run in the last minute, on average. */
export function describeLoad(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

function version(command: string, args: readonly string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [line = ""] = stdout.split("\n");
  return line === "" ? "is not there" : line.replace(/^wrk /, "").replace(/ Copyright.*$/, "");
}
