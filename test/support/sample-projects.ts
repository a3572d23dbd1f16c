import {
  CreateProjectCommand,
  type CodeBuildClient,
  type CreateProjectCommandInput,
  type Project,
} from "@aws-sdk/client-codebuild";
import { ACCOUNT } from "./api-server.ts";

export const INLINE_BUILDSPEC = "version: 0.2\nphases:\n  build:\n    commands:\n      - true\n";

/** The input of a valid CreateProject: no source, no artifacts. */
export function sampleProject(name: string, more: Partial<CreateProjectCommandInput> = {}): CreateProjectCommandInput {
  return {
    name,
    source: { type: "NO_SOURCE", buildspec: INLINE_BUILDSPEC },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { type: "LINUX_CONTAINER", image: "alpine", computeType: "BUILD_GENERAL1_SMALL" },
    serviceRole: `arn:aws:iam::${ACCOUNT}:role/codebuild-role`,
    ...more,
  };
}

export async function createSample(
  client: CodeBuildClient,
  name: string,
  more: Partial<CreateProjectCommandInput> = {},
): Promise<Project> {
  const { project } = await client.send(new CreateProjectCommand(sampleProject(name, more)));
  if (project === undefined) throw new Error("CreateProject answered no project");
  return project;
}

/** The error that a call is answered with, as its name and message. */
export async function refusal(call: Promise<unknown>): Promise<[name: string, message: string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return [error.name, error.message];
    throw error;
  }
  throw new Error("the call was accepted");
}
