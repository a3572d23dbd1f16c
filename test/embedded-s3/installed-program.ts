import { execFile, spawnSync } from "node:child_process";

/** Why tests with a program cannot run here, or `undefined` when they can. */
export function whyMissing(program: string, ...args: readonly string[]): string | undefined {
  const tried = spawnSync(program, args, { stdio: "ignore", timeout: 60_000 });
  return tried.status === 0 ? undefined : `\`${[program, ...args].join(" ")}\` does not run on this machine`;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = "",
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 ** 2 },
      (_, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

/** What the aws CLI and boto3 need to talk to the endpoint, and nothing of this machine's own configuration. */
export const awsEnvironment: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_MAX_ATTEMPTS: "1",
  AWS_PAGER: "",
};
