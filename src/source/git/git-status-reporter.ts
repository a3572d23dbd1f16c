import { request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";

import type { Clock } from "../../common/clock.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { CommitStatusError, type CommitStatus, type CommitStatusReporter } from "../commit-status-reporter.ts";
import { toGitLocation, type LocationRewrite } from "./git-location.ts";
import type { GitCredential } from "./git-setting.ts";
import { toStatusRequests, type StatusRequest } from "./status-request.ts";

export interface GitStatusReporterOptions {
  readonly rewrites: readonly LocationRewrite[];
  /** The stored credential for a source. @throws PhaseError */
  readonly credential: (
    request: Pick<CommitStatus, "account" | "region" | "source">,
    signal: AbortSignal,
  ) => GitCredential | undefined | Promise<GitCredential | undefined>;
  readonly clock: Clock;
}

/** How long a host may take to answer, in milliseconds. */
const ANSWER_WITHIN = 10_000;

/**
 * Commit statuses by the APIs of the repositories' hosts. A repository that a rewrite leads to another host is told there,
 * never at the host of its own name; one of this machine's disk has no host.
 */
export function createGitStatusReporter({
  rewrites,
  credential,
  clock,
}: GitStatusReporterOptions): CommitStatusReporter {
  return {
    async report(status, signal) {
      signal.throwIfAborted();
      const { source } = status;
      const location = toGitLocation(source.location ?? "", rewrites);
      if (location?.target.kind !== "http") throw refused("its repository is a path of this machine, and has no host");
      const found = (await toCredential(credential, status, signal)) ?? location.credential;
      if (found === undefined) throw refused(`there are no source credentials for ${source.type}`);
      const requests = toStatusRequests(source.type, location.target.url, status, found);
      if (requests === undefined) throw refused(`a ${source.type} source has no host that takes it`);
      let code = 404;
      for (const request of requests) {
        code = await post(request, { insecureSsl: source.insecureSsl ?? false, clock }, signal);
        if (code !== 404) break;
      }
      if (code < 200 || code >= 300) {
        throw new CommitStatusError(`${new URL(location.target.url).host} answered ${code}`, {
          passes: code >= 500 || code === 429,
        });
      }
    },
  };
}

function refused(why: string): CommitStatusError {
  return new CommitStatusError(why, { passes: false });
}

async function toCredential(
  find: GitStatusReporterOptions["credential"],
  status: CommitStatus,
  signal: AbortSignal,
): Promise<GitCredential | undefined> {
  try {
    return await find(status, signal);
  } catch (error) {
    if (error instanceof PhaseError) throw new CommitStatusError(error.message, { passes: false, cause: error });
    throw error;
  }
}

/** @returns the status code; nothing of the body is looked at */
function post(
  { url, headers, body }: StatusRequest,
  { insecureSsl, clock }: { readonly insecureSsl: boolean; readonly clock: Clock },
  signal: AbortSignal,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const { protocol, host } = new URL(url);
  const text = JSON.stringify(body);
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    signal,
    headers: {
      ...headers,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
      "User-Agent": "codebuild-local",
    },
  };
  const request =
    protocol === "https:"
      ? requestHttps(url, { ...options, rejectUnauthorized: !insecureSsl })
      : requestHttp(url, options);
  const cancel = clock.after(ANSWER_WITHIN, () => request.destroy(new Error("it took too long to answer")));
  request.once("response", (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  request.once("error", (error) => {
    reject(
      signal.aborted
        ? (signal.reason as Error)
        : new CommitStatusError(`${host} could not be reached: ${error.message}`, { passes: true, cause: error }),
    );
  });
  request.once("close", cancel);
  request.end(text);
  return promise;
}
