/** The parts of `arn:<partition>:codebuild:<region>:<account>:build/<project>:<uuid>`. */
export function parseBuildArn(arn: string): { region: string; account: string; project: string; uuid: string } {
  const match = /^arn:[^:]+:codebuild:([^:]*):([^:]*):build\/(.+):([^:]+)$/.exec(arn);
  const [, region, account, project, uuid] = match ?? [];
  if (region === undefined || account === undefined || project === undefined || uuid === undefined) {
    throw new Error(`not the ARN of a build: ${arn}`);
  }
  return { region, account, project, uuid };
}
