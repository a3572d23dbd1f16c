import { Agent, request } from "node:http";

/** The Docker engine, spoken to directly: what the product's own calls are compared with. */
const SOCKET = "/var/run/docker.sock";
const agent = new Agent({ keepAlive: true });

/** @returns the answer's JSON, or undefined where it has no body; @throws from status 300 on */
async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const sent = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(sent) };
    const call = request({ socketPath: SOCKET, path: `/v1.41${path}`, method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 300) resolve(text === "" ? undefined : JSON.parse(text));
        else reject(new Error(`Docker: ${method} ${path}: ${String(response.statusCode)} ${text}`));
      });
    });
    call.on("error", reject);
    call.end(sent);
  });
}

/** Creates a container, starts it, waits for its end and removes it: four calls, one after the other. @returns milliseconds */
export async function runContainer(options: {
  readonly image: string;
  readonly command: readonly string[];
  readonly hostConfig: object;
}): Promise<number> {
  const { image, command, hostConfig } = options;
  const started = performance.now();
  const settings = { Image: image, Entrypoint: command, Cmd: [], HostConfig: hostConfig };
  const { Id: id } = (await ask("POST", "/containers/create", settings)) as { Id: string };
  try {
    await ask("POST", `/containers/${id}/start`);
    const { StatusCode: status } = (await ask("POST", `/containers/${id}/wait`)) as { StatusCode: number };
    if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}`);
  } finally {
    await ask("DELETE", `/containers/${id}?force=1&v=1`);
  }
  return performance.now() - started;
}

/** The HostConfig of the running container whose labels name this build; undefined where there is none. */
export async function findHostConfig(buildUuid: string): Promise<object | undefined> {
  const containers = (await ask("GET", "/containers/json")) as { Id: string; Labels: Record<string, string> }[];
  const found = containers.find(({ Labels: labels }) =>
    Object.values(labels).some((label) => label.includes(buildUuid)),
  );
  if (found === undefined) return undefined;
  const { HostConfig: hostConfig } = (await ask("GET", `/containers/${found.Id}/json`)) as { HostConfig: object };
  return hostConfig;
}
