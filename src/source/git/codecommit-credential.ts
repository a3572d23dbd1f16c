import { createHash, createHmac } from "node:crypto";

import type { GitCredential } from "./git-setting.ts";

/** Credentials of AWS. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const HOST = /^(?:vpce-.+\.)?git-codecommit(?:-fips)?\.([^.]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/;

/** Whether a repository is one of AWS's own CodeCommit, to which alone a signature is sent. */
export function isCodeCommit(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && HOST.test(hostname);
}

/**
 * User name and password that CodeCommit takes for a quarter of an hour: a signature (version 4) of the repository's host and path, as
 * `aws codecommit credential-helper` makes it.
 *
 * @param url of a repository for which `isCodeCommit` holds
 * @param time milliseconds since the epoch
 */
export function signCodeCommit(url: string, credentials: AwsCredentials, time: number): GitCredential {
  const { hostname, pathname } = new URL(url);
  const region = HOST.exec(hostname)?.[1] ?? "";
  const timestamp = new Date(time)
    .toISOString()
    .replace(/\.\d+Z$/, "")
    .replaceAll(/[-:]/g, "");
  const date = timestamp.slice(0, 8);
  const request = `GIT\n${pathname}\n\nhost:${hostname}\n\nhost\n`;
  const text = [
    "AWS4-HMAC-SHA256",
    timestamp,
    `${date}/${region}/codecommit/aws4_request`,
    createHash("sha256").update(request).digest("hex"),
  ].join("\n");
  const key = [date, region, "codecommit", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const { accessKeyId, sessionToken } = credentials;
  return {
    username: sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`,
    password: `${timestamp}Z${hmac(key, text).toString("hex")}`,
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
