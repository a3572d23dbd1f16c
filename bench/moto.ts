import { spawnSync } from "node:child_process";
import { LIST_PROJECTS } from "./product.ts";
import { freePort, startServerProcess, type ServerProcess } from "./server-process.ts";

/** Why there is no moto_server here; undefined where there is one. */
export function motoMissing(): string | undefined {
  const { error, status } = spawnSync("moto_server", ["--help"], { stdio: "ignore" });
  if (error !== undefined) return "moto_server is not on this machine (pip install 'moto[server]')";
  return status === 0 ? undefined : `moto_server --help ended with ${String(status)}`;
}

export async function startMoto(): Promise<ServerProcess> {
  const port = await freePort();
  return startServerProcess({
    command: "moto_server",
    args: ["-H", "127.0.0.1", "-p", String(port)],
    env: process.env,
    port,
    first: LIST_PROJECTS,
  });
}
