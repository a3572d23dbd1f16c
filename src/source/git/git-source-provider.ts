import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

import type { Clock } from "../../common/clock.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import type { FetchedSource, SourceCredential, SourceProvider, SourceRequest } from "../source-provider.ts";
import { toGitArchive } from "./git-archive.ts";
import { isCodeCommit, signCodeCommit, type AwsCredentials } from "./codecommit-credential.ts";
import { ReferenceNotFound } from "./fetch-commit.ts";
import { cloneRepository, type CloneRequest, type GitClone } from "./git-clone.ts";
import { toGitFailureText } from "./git-failure-text.ts";
import { readGitText } from "./git-file.ts";
import type { GitMirrors } from "./git-mirrors.ts";
import { originOf, toGitLocation, type GitLocation, type LocationRewrite } from "./git-location.ts";
import type { GitAccess, GitCredential } from "./git-setting.ts";
import { fetchSubmodules, InvalidSubmodule, type Submodule } from "./git-submodules.ts";
import { GitFailure, GitMissing } from "./run-git.ts";
import { parseGitVersion } from "./source-version.ts";
import { hasWorkTree, withUncommitted } from "./uncommitted.ts";

export interface GitSourceProviderOptions {
  /** Made when missing; what a fetch puts there goes when the fetched source is disposed. */
  readonly temporaryDirectory: string;
  readonly rewrites: readonly LocationRewrite[];
  /** Whether builds of a working repository on this machine get its uncommitted files, unless they name a version. */
  readonly uncommitted: boolean;
  /** Of the builds that ask for it. */
  readonly mirrors: GitMirrors;
  /** What git needs of this process's environment, such as PATH and the proxies. */
  readonly env: Readonly<Record<string, string>>;
  /** The stored credential for a source. @throws PhaseError; what `signal` aborts with */
  credential(request: SourceRequest, signal: AbortSignal): Promise<GitCredential | undefined>;
  /** What requests to AWS's own CodeCommit are signed with. */
  awsCredentials(): Promise<AwsCredentials | undefined>;
  readonly clock: Clock;
}

/** Repositories, by the system's git. */
export function createGitSourceProvider(options: GitSourceProviderOptions): SourceProvider {
  return {
    async fetch(request, signal) {
      signal.throwIfAborted();
      const version = request.sourceVersion?.trim() ?? "";
      const suffix = ` for ${request.label}${version === "" ? "" : ` and source version ${version}`}`;
      const location = requireLocation(request, options.rewrites);
      const sign = createSigner(options);
      const known = (await options.credential(request, signal)) ?? location.credential ?? (await sign(location));
      const access: GitAccess = {
        location,
        credential: requireSendable(known, suffix),
        insecureSsl: request.source.insecureSsl ?? false,
        certificates: request.certificates ?? [],
      };
      await mkdir(options.temporaryDirectory, { recursive: true });
      const directory = await mkdtemp(join(options.temporaryDirectory, "source-"));
      const remove = (): Promise<void> => rm(directory, { recursive: true, force: true, maxRetries: 5 });
      let current = access;
      try {
        const wanted = parseGitVersion(version, request.source.type);
        if (wanted === undefined) throw new ReferenceNotFound(version);
        let scratches = 0;
        const scratch = (): string => join(directory, `scratch-${scratches++}`);
        const mirrorOf = toMirrors(request, options.mirrors);
        let clone = await cloneRepository(
          {
            access,
            version: wanted,
            depth: request.source.gitCloneDepth,
            gitDirectory: join(directory, "git"),
            scratch: scratch(),
            env: options.env,
            mirrorOf,
          },
          signal,
        );
        const { target } = location;
        if (options.uncommitted && wanted.kind === "default" && target.kind === "path" && hasWorkTree(target.path)) {
          clone = await withUncommitted(clone, target.path);
        }
        const submodules =
          request.source.gitSubmodulesConfig?.fetchSubmodules === true
            ? await fetchSubmodules(
                { clone, access, path: "", gitPath: ".git" },
                {
                  rewrites: options.rewrites,
                  env: options.env,
                  mirrorOf,
                  sign,
                  signal,
                  scratch,
                  onAccess: (next) => {
                    current = next;
                  },
                },
              )
            : [];
        return toFetchedSource(clone, submodules, toSourceCredential(access), remove);
      } catch (error) {
        await remove();
        signal.throwIfAborted();
        throw toPhaseError(error, current, suffix);
      }
    },
  };
}

/** CodeCommit takes no stored credential; a build's service role signs for it in AWS, here whoever runs the endpoint. */
function createSigner(
  options: GitSourceProviderOptions,
): (location: GitLocation) => Promise<GitCredential | undefined> {
  return async ({ target }) => {
    if (target.kind !== "http" || !isCodeCommit(target.url)) return undefined;
    const credentials = await options.awsCredentials();
    return credentials && signCodeCommit(target.url, credentials, options.clock.now());
  };
}

function toMirrors(request: SourceRequest, mirrors: GitMirrors): CloneRequest["mirrorOf"] {
  const { account, region, cache } = request;
  return cache && ((repository) => mirrors.of({ account, region, ...cache }, repository));
}

function toFetchedSource(
  clone: GitClone,
  submodules: readonly Submodule[],
  credential: SourceCredential | undefined,
  remove: () => Promise<void>,
): FetchedSource {
  return {
    resolvedSourceVersion: clone.commit,
    credential,
    readText: (path) => readGitText(clone, submodules, path),
    archive: (directory) => Readable.from(toGitArchive(clone, submodules, directory), { objectMode: false }),
    [Symbol.asyncDispose]: remove,
  };
}

/** Good for the host that the project names, whose location the build's clone has, and for the one that it was led to. */
function toSourceCredential({ location, credential }: GitAccess): SourceCredential | undefined {
  if (credential === undefined) return undefined;
  const urls = [location.url, ...(location.target.kind === "http" ? [location.target.url] : [])];
  return { origins: [...new Set(urls.map(originOf))], ...credential };
}

/** A path without `.git` may be that of a repository with it, and the other way round, as at the hosts. */
function requireLocation({ source, label }: SourceRequest, rewrites: readonly LocationRewrite[]): GitLocation {
  const location = toGitLocation(source.location ?? "", rewrites);
  if (location === undefined) {
    throw new PhaseError("CLIENT_ERROR", `The source location must be an https:// or http:// URL for ${label}`);
  }
  const { target } = location;
  if (target.kind === "http" || existsSync(target.path)) return location;
  const plain = target.path.replace(/\/*$/, "");
  const other = plain.endsWith(".git") ? plain.slice(0, -".git".length) : `${plain}.git`;
  return existsSync(other) ? { ...location, target: { kind: "path", path: other } } : location;
}

/** Line ends would end a field of git's credential protocol; Node's own refusal of null characters would quote the secret. */
function requireSendable(credential: GitCredential | undefined, suffix: string): GitCredential | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (credential !== undefined && /[\u0000\r\n]/.test(credential.username + credential.password)) {
    throw new PhaseError(
      "CLIENT_ERROR",
      `authorization failed${suffix}: the credential has line ends or null characters`,
    );
  }
  return credential;
}

function toPhaseError(error: unknown, access: GitAccess, suffix: string): unknown {
  const outcome = (message: string): PhaseError => new PhaseError("CLIENT_ERROR", message, { cause: error });
  if (error instanceof ReferenceNotFound) return outcome(`reference not found${suffix}`);
  if (error instanceof GitFailure) return outcome(toGitFailureText(error.stderr, access, suffix));
  if (error instanceof InvalidSubmodule) return outcome(`${error.message}${suffix}`);
  if (error instanceof GitMissing) return outcome(`git is not installed where codebuild-local runs${suffix}`);
  return error;
}
