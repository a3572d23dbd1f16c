// Exits 0 when a Docker engine answers; otherwise prints why not and exits 1. Runs on Node 18 and without node_modules.
import { existsSync } from "node:fs";
import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

const host = process.env.DOCKER_HOST || `unix://${defaultSocket()}`;

function defaultSocket() {
  const places = ["/var/run/docker.sock", join(homedir(), ".docker/run/docker.sock")];
  return places.find((path) => existsSync(path)) ?? places[0];
}

const target = host.startsWith("unix://")
  ? { socketPath: host.slice("unix://".length) }
  : { host: new URL(host).hostname, port: Number(new URL(host).port || 2375) };

const ping = request({ ...target, path: "/_ping", timeout: 5000 }, (answer) => {
  answer.resume();
  answer.on("end", () => finish(answer.statusCode === 200 ? undefined : `status ${answer.statusCode}`));
});
ping.on("timeout", () => ping.destroy(new Error("no answer within 5 s")));
ping.on("error", (error) => finish(error.message || error.code));
ping.end();

function finish(problem) {
  if (problem !== undefined) console.log(`No Docker engine answers at ${host}: ${problem}`);
  process.exitCode = problem === undefined ? 0 : 1;
}
