import { createHash } from "node:crypto";

import type { SourceType } from "../../../generated/codebuild/types.ts";
import type { CommitState, CommitStatus } from "../commit-status-reporter.ts";
import { isTokenUser } from "./token-credential.ts";
import type { GitCredential } from "./git-setting.ts";

/** One way to tell a host: to be tried in turn while the answer is 404. */
export interface StatusRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string | undefined>>;
}

type Told = Pick<CommitStatus, "commit" | "state" | "context" | "targetUrl" | "description">;

/**
 * A commit status in the words of the host's own API: GitHub "Create a commit status" (also GitHub Enterprise Server, Gitea
 * and Forgejo), GitLab "Set the pipeline status of a commit", Bitbucket Cloud "Create a build status for a commit".
 *
 * @param repository its URL, where the rewrites lead
 * @returns undefined for a type whose host takes none
 */
export function toStatusRequests(
  type: SourceType,
  repository: string,
  status: Told,
  credential: GitCredential,
): readonly StatusRequest[] | undefined {
  const { origin, host, segments } = toRepository(repository);
  const name = segments.slice(-2).map(encodeURIComponent).join("/");
  /** Of a host that lies below a path. */
  const base = [origin, ...segments.slice(0, -2)].join("/");
  switch (type) {
    case "GITHUB":
    case "GITHUB_ENTERPRISE": {
      const apis = host === "github.com" ? ["https://api.github.com"] : [`${base}/api/v3`, `${base}/api/v1`];
      return apis.map((api) => ({
        url: `${api}/repos/${name}/statuses/${status.commit}`,
        headers: { Authorization: toAuthorization(credential), Accept: "application/vnd.github+json" },
        body: {
          state: GITHUB_STATES[status.state],
          context: status.context,
          description: status.description.slice(0, 140),
          target_url: status.targetUrl,
        },
      }));
    }
    case "GITLAB":
    case "GITLAB_SELF_MANAGED":
      return [
        {
          url: `${origin}/api/v4/projects/${encodeURIComponent(segments.join("/"))}/statuses/${status.commit}`,
          headers: { Authorization: `Bearer ${credential.password}` },
          body: {
            state: GITLAB_STATES[status.state],
            name: status.context,
            description: status.description,
            target_url: status.targetUrl,
          },
        },
      ];
    case "BITBUCKET": {
      const api = host === "bitbucket.org" ? "https://api.bitbucket.org/2.0" : `${base}/2.0`;
      return [
        {
          url: `${api}/repositories/${name}/commit/${status.commit}/statuses/build`,
          headers: { Authorization: toAuthorization(credential) },
          body: {
            state: BITBUCKET_STATES[status.state],
            // Bitbucket tells statuses apart by a key of at most 40 characters.
            key: createHash("sha1").update(status.context).digest("hex"),
            name: status.context,
            description: status.description,
            url: status.targetUrl ?? `${base}/${name}/commits/${status.commit}`,
          },
        },
      ];
    }
    default:
      return undefined;
  }
}

const GITHUB_STATES: Readonly<Record<CommitState, string>> = {
  RUNNING: "pending",
  SUCCEEDED: "success",
  FAILED: "failure",
  BROKEN: "error",
};

const GITLAB_STATES: Readonly<Record<CommitState, string>> = {
  RUNNING: "running",
  SUCCEEDED: "success",
  FAILED: "failed",
  BROKEN: "canceled",
};

const BITBUCKET_STATES: Readonly<Record<CommitState, string>> = {
  RUNNING: "INPROGRESS",
  SUCCEEDED: "SUCCESSFUL",
  FAILED: "FAILED",
  BROKEN: "STOPPED",
};

function toRepository(repository: string): {
  readonly origin: string;
  readonly host: string;
  readonly segments: readonly string[];
} {
  const { origin, hostname, pathname } = new URL(repository);
  const path = pathname.replace(/\/+$/, "").replace(/\.git$/, "");
  return {
    origin,
    host: hostname.replace(/^www\./, ""),
    segments: path
      .split("/")
      .filter((segment) => segment !== "")
      .map(decodeURIComponent),
  };
}

/** A token by itself, or a user's password. */
function toAuthorization({ username, password }: GitCredential): string {
  return isTokenUser(username)
    ? `Bearer ${password}`
    : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
