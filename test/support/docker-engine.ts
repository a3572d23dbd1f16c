import { execFileSync, spawnSync } from "node:child_process";
import { describe, it } from "vitest";

/** The engine that the tests use, in the form of `DOCKER_HOST`; by that variable another than the machine's Docker, such as Podman. */
export const ENGINE_HOST = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";

/** The socket of that engine, for what stands before it. */
export function engineSocket(): string {
  if (!ENGINE_HOST.startsWith("unix://")) throw new Error(`not a socket of this machine: ${ENGINE_HOST}`);
  return ENGINE_HOST.slice("unix://".length);
}

/** Why no Docker engine can be used here, or undefined when one answers. Asked once a test file. */
export const dockerProblem: string | undefined = askEngine();

/** `describe` for suites that need a Docker engine: where none answers they are skipped, and their names say why. */
export function describeWithDocker(name: string, suite: () => void): void {
  if (dockerProblem === undefined) describe(name, suite);
  else describe.skip(`${name} [skipped: ${dockerProblem}]`, suite);
}

/** `it` for what Podman has not, or has otherwise: there it is skipped, and its name says why. */
export function itButPodman(name: string, reason: string, test: () => Promise<void> | void): void {
  if (isPodman) it.skip(`${name} [skipped: ${reason}]`, test);
  else it(name, test);
}

/** Runs the docker command line; returns what it printed, trimmed. Throws with its error output when it fails. */
export function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 26,
  }).trim();
}

function askEngine(): string | undefined {
  const asked = spawnSync(process.execPath, ["scripts/docker-answers.mjs"], { encoding: "utf8" });
  return asked.status === 0 ? undefined : asked.stdout.trim() + asked.stderr.trim();
}

/** Whether the engine is Podman's, which the tests know of where it does otherwise. */
export const isPodman: boolean =
  dockerProblem === undefined &&
  docker("version", "--format", "{{range .Server.Components}}{{.Name}};{{end}}").includes("Podman");
