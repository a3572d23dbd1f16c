import type { Bench } from "./figure.ts";
import type { JsonRequest } from "./json-request.ts";
import { freePort, startServerProcess, type ServerProcess } from "./server-process.ts";

export const LIST_PROJECTS: JsonRequest = { target: "CodeBuild_20161006.ListProjects", body: "{}" };

/** Settings that are the machine's owner's, not the product's, are left out: only these go on. */
const PASSED_ON = ["PATH", "HOME", "TMPDIR", "DOCKER_HOST", "NODE_COMPILE_CACHE"];

/** Starts the product as its users do, on a free port. @param options.dataDir fresh unless given */
export async function startProduct(
  bench: Bench,
  options: {
    readonly dataDir?: string;
    readonly compileCache?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ServerProcess> {
  const port = await freePort();
  const dataDir = options.dataDir ?? bench.freshDirectory();
  const inherited = PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return startServerProcess({
    command: process.execPath,
    args: [bench.program, "start", "--port", String(port), "--data-dir", dataDir],
    env: {
      ...(Object.fromEntries(inherited) as NodeJS.ProcessEnv),
      ...(options.compileCache === undefined ? {} : { NODE_COMPILE_CACHE: options.compileCache }),
      ...options.env,
    },
    port,
    first: LIST_PROJECTS,
  });
}
