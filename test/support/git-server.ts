import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A smart HTTP git server on loopback: `git http-backend` behind Node's server. */
export interface GitServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** Where the bare repositories lie. */
  readonly root: string;
  /** In PEM, where it is secure. */
  readonly certificate: string | undefined;
  /** The Authorization headers that came, in order; empty for requests without one. */
  readonly authorizations: readonly string[];
  /** How many bytes it has answered with so far, headers apart. */
  readonly sent: number;
  /** Resolves with the first request. */
  readonly asked: Promise<void>;
}

/** What a file of a test repository holds: a text, or a link, or a text to be executed. */
export type TestFile = string | { readonly link: string } | { readonly script: string };

/**
 * @param options.password asks for basic authentication with it, whoever the user is
 * @param options.secure serves https:// with a certificate that nobody signed
 * @param options.status is answered to every request
 * @param options.hang never answers
 * @param options.host the address that it listens on instead of loopback, such as that of Docker's network
 */
export async function startGitServer(
  options: {
    readonly password?: string;
    readonly secure?: boolean;
    readonly status?: number;
    readonly hang?: boolean;
    readonly host?: string;
  } = {},
): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), "git-server-"));
  const authorizations: string[] = [];
  let sent = 0;
  const asked = Promise.withResolvers<void>();
  const answer: RequestListener = (request, response) => {
    const given = request.headers.authorization ?? "";
    authorizations.push(given);
    asked.resolve();
    if (options.hang === true) return;
    if (options.status !== undefined) {
      response.writeHead(options.status).end();
    } else if (options.password !== undefined && passwordOf(given) !== options.password) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
    } else {
      backend(root, request, response, (bytes) => {
        sent += bytes;
      });
    }
  };
  const keys = options.secure === true ? selfSigned() : undefined;
  const server = keys === undefined ? createServer(answer) : createSecureServer(keys, answer);
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.secure === true ? "https" : "http"}://${host}:${port}`,
    root,
    certificate: keys?.cert.toString(),
    authorizations,
    get sent() {
      return sent;
    },
    asked: asked.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function passwordOf(authorization: string): string | undefined {
  return Buffer.from(authorization.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":")[1];
}

function backend(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  onSent: (bytes: number) => void,
): void {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_ADDR: "127.0.0.1",
      GIT_CONFIG_NOSYSTEM: "1",
      HOME: root,
    },
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  let isBody = false;
  child.stdout.on("data", (chunk: Buffer) => {
    onSent(chunk.length);
    if (isBody) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    isBody = true;
    const lines = head.subarray(0, end).toString().split("\r\n");
    let status = 200;
    for (const line of lines) {
      const [name = "", value = ""] = line.split(/: (.*)/s);
      if (name === "Status") status = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.writeHead(status);
    response.write(head.subarray(end + 4));
  });
  child.on("close", () => response.end());
}

function selfSigned(): { key: Buffer; cert: Buffer } {
  const directory = mkdtempSync(join(tmpdir(), "git-certificate-"));
  try {
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        key,
        "-out",
        cert,
      ],
      { stdio: "ignore" },
    );
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs git for a test, as nobody in particular. */
export function git(directory: string, ...args: string[]): string {
  const who = { NAME: "a", EMAIL: "a@example.com" };
  const env = {
    PATH: process.env["PATH"],
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
  };
  return execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
    cwd: directory,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  }).trim();
}

/** Writes files below a directory. */
export function writeFiles(directory: string, files: Readonly<Record<string, TestFile>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(directory, path);
    mkdirSync(dirname(full), { recursive: true });
    if (typeof content === "string") writeFileSync(full, content);
    else if ("link" in content) symlinkSync(content.link, full);
    else {
      writeFileSync(full, content.script);
      chmodSync(full, 0o755);
    }
  }
}

/**
 * A working repository with these commits, each on its branch (a new branch begins where the last commit was), the tag `v1` at
 * the first, and `main` checked out.
 *
 * @returns the commits' ids
 */
export function makeRepository(
  directory: string,
  commits: readonly (readonly [branch: string, files: Readonly<Record<string, TestFile>>])[],
): string[] {
  mkdirSync(directory, { recursive: true });
  git(directory, "init", "--quiet", "--initial-branch=main");
  const ids: string[] = [];
  const branches = new Set(["main"]);
  for (const [branch, files] of commits) {
    if (ids.length > 0) git(directory, "checkout", "--quiet", ...(branches.has(branch) ? [] : ["-b"]), branch);
    branches.add(branch);
    writeFiles(directory, files);
    git(directory, "add", "--all");
    git(directory, "commit", "--quiet", "--message", `on ${branch}`);
    ids.push(git(directory, "rev-parse", "HEAD"));
  }
  git(directory, "tag", "v1", ids[0] ?? "");
  git(directory, "checkout", "--quiet", "main");
  return ids;
}

/** Puts a bare copy of a working repository on the server as `<name>.git`; pull request 7 is its last commit of all. */
export function publish(server: GitServer, name: string, directory: string, pull: string | undefined): void {
  const bare = join(server.root, `${name}.git`);
  mkdirSync(dirname(bare), { recursive: true });
  git(directory, "clone", "--quiet", "--bare", directory, bare);
  if (pull !== undefined) git(bare, "update-ref", "refs/pull/7/head", pull);
}
