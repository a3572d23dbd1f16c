/** Whose resource it is, as it stands in an ARN. */
export interface Owner {
  readonly account: string;
  readonly region: string;
}

/** `arn:aws` in the commercial regions; China and GovCloud are partitions of their own. */
export function toPartition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function toArn(owner: Owner, resource: string): string {
  return `arn:${toPartition(owner.region)}:codebuild:${owner.region}:${owner.account}:${resource}`;
}

export function toProjectArn(owner: Owner, name: string): string {
  return toArn(owner, `project/${name}`);
}

/** @param id `<project>:<uuid>` */
export function toBuildArn(owner: Owner, id: string): string {
  return toArn(owner, `build/${id}`);
}

export function toReportGroupArn(owner: Owner, name: string): string {
  return toArn(owner, `report-group/${name}`);
}

/** `token/<server type in lower case>-<uuid>`. */
export function toCredentialArn(owner: Owner, serverType: string, uuid: string): string {
  return toArn(owner, `token/${serverType.toLowerCase()}-${uuid}`);
}

/** The key that artifacts are encrypted with unless one is named. */
export function toDefaultEncryptionKey(owner: Owner): string {
  return `arn:${toPartition(owner.region)}:kms:${owner.region}:${owner.account}:alias/aws/s3`;
}

/** The name that a project's name or ARN stands for; `undefined` for the ARN of something else or of another owner. */
export function toProjectName(owner: Owner, nameOrArn: string): string | undefined {
  return toName(nameOrArn, toProjectArn(owner, ""));
}

/** The ARN that a build's id or ARN stands for; `undefined` for the ARN of something else or of another owner. */
export function toOwnBuildArn(owner: Owner, idOrArn: string): string | undefined {
  const id = toName(idOrArn, toBuildArn(owner, ""));
  return id === undefined ? undefined : toBuildArn(owner, id);
}

/** Whether `arn` is a report group's of this owner. */
export function isOwnReportGroupArn(owner: Owner, arn: string): boolean {
  return arn.startsWith(toReportGroupArn(owner, ""));
}

/** Whether `arn` is a source credential's of this owner. */
export function isOwnCredentialArn(owner: Owner, arn: string): boolean {
  return arn.startsWith(toArn(owner, "token/"));
}

function toName(nameOrArn: string, prefix: string): string | undefined {
  if (!nameOrArn.startsWith("arn:")) return nameOrArn;
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : undefined;
}

/**
 * A service role as CodeBuild answers it: an ARN as it is, a role's name (which CloudFormation's `Ref` gives) as its ARN.
 * `undefined` for what is neither.
 */
export function toServiceRoleArn(owner: Owner, role: string): string | undefined {
  if (/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(role)) return role;
  return /^[\w+=,.@-]{1,64}$/.test(role)
    ? `arn:${toPartition(owner.region)}:iam::${owner.account}:role/${role}`
    : undefined;
}

/** The account in a role's ARN. */
export function roleAccount(roleArn: string): string | undefined {
  return roleArn.split(":")[4];
}
