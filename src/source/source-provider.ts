import type { Readable } from "node:stream";

import type { ProjectSource } from "../../generated/codebuild/types.ts";
import type { SourceCacheOwner } from "./source-cache.ts";

/** Fetches the source of one type. */
export interface SourceProvider {
  /** @throws PhaseError `CLIENT_ERROR` with AWS's words when the source can't be had. Aborts reject with the signal's reason. */
  fetch(request: SourceRequest, signal: AbortSignal): Promise<FetchedSource>;
}

export interface SourceRequest {
  readonly account: string;
  readonly region: string;
  readonly source: ProjectSource;
  readonly sourceVersion: string | undefined;
  /** `primary source` or the identifier of a secondary one, for messages. */
  readonly label: string;
  /** For what later builds need not fetch again, where the type keeps anything; `undefined`: nothing is kept. */
  readonly cache?: Pick<SourceCacheOwner, "project" | "generation"> | undefined;
  /** In PEM: trusted beside those that this machine trusts. */
  readonly certificates?: readonly string[];
}

/** What a repository was fetched with. */
export interface SourceCredential {
  /** Scheme, host and port of the servers that it is for. */
  readonly origins: readonly string[];
  readonly username: string;
  readonly password: string;
}

/** A fetched source; what it keeps on disk goes when it is disposed. */
export interface FetchedSource extends AsyncDisposable {
  /** A commit's id; `undefined` for sources of other types. */
  readonly resolvedSourceVersion: string | undefined;
  /** For git in builds that ask for it; `undefined` where no credential is known. */
  readonly credential?: SourceCredential | undefined;
  /** The text of a regular file by its path from the source's root (`./` allowed), `undefined` where there is none. Never leaves the root. */
  readText(path: string): Promise<string | undefined>;
  /** The tree as a tar whose names begin with `directory` (no leading slash), modes and symlinks kept; `undefined` when there is nothing. */
  archive(directory: string): Readable | undefined;
}
