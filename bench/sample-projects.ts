import { call } from "./json-request.ts";

/** What CreateProject is called with. */
export function projectInput(name: string, more: object = {}): object {
  return {
    name,
    description: "A project of the benchmark",
    source: {
      type: "NO_SOURCE",
      buildspec: '{"version":0.2,"phases":{"build":{"commands":["true"]}}}',
    },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: {
      type: "LINUX_CONTAINER",
      image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
      computeType: "BUILD_GENERAL1_SMALL",
      environmentVariables: [{ name: "STAGE", value: "test", type: "PLAINTEXT" }],
    },
    serviceRole: "arn:aws:iam::000000000000:role/codebuild-role",
    tags: [{ key: "team", value: "bench" }],
    ...more,
  };
}

/** Creates that many projects; @returns their names. */
export async function createProjects(url: string, count: number, more: object = {}): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `bench-${String(index).padStart(6, "0")}`);
  for (const name of names) await call(url, "CodeBuild_20161006.CreateProject", projectInput(name, more));
  return names;
}
