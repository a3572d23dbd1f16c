import type { BucketOwnerAccess } from "../../generated/codebuild/types.ts";
import { createJoinedLogSink } from "./joined-log-sink.ts";
import type { LogSink, LogSinkProvider } from "./log-sink.ts";

/** Where one build's log goes: any of the places, or none. */
export interface BuildLogTarget {
  readonly account: string;
  readonly region: string;
  /** For the text of a refusal. */
  readonly onBehalfOf: { readonly serviceRole: string; readonly buildArn: string };
  readonly cloudWatch: { readonly group: string; readonly stream: string } | undefined;
  readonly s3: S3LogPlace | undefined;
}

/** The object that a whole log becomes: gzip text. */
export interface S3LogPlace {
  readonly bucket: string;
  readonly key: string;
  /** Absent when encryption is disabled. */
  readonly encryptionKey: string | undefined;
  readonly bucketOwnerAccess: BucketOwnerAccess | undefined;
}

export interface S3LogSinkProvider {
  /** Nothing is written to S3 before the log is whole; a place that refuses is known only then. */
  open(
    target: Pick<BuildLogTarget, "account" | "region" | "onBehalfOf"> & { readonly s3: S3LogPlace },
  ): Promise<LogSink>;
  /** See `BuildLogSinks`. */
  forget(buildArn: string): Promise<void>;
}

/** Opens a build's log wherever its configuration sends it. */
export interface BuildLogSinks {
  /** @throws PhaseError `ACCESS_DENIED` or the like when a target refuses. */
  open(target: BuildLogTarget): Promise<LogSink>;
  /** Drops what this machine has kept of a log that is finished, or can't be. */
  forget(buildArn: string): Promise<void>;
}

export function createBuildLogSinks(providers: {
  readonly cloudWatch: LogSinkProvider;
  readonly s3: S3LogSinkProvider;
}): BuildLogSinks {
  return {
    async open({ cloudWatch, s3, ...common }) {
      await using opened = new AsyncDisposableStack();
      const sinks: LogSink[] = [];
      if (cloudWatch !== undefined) {
        sinks.push(opened.use(await providers.cloudWatch.open({ ...common, ...cloudWatch })));
      }
      if (s3 !== undefined) sinks.push(opened.use(await providers.s3.open({ ...common, s3 })));
      const [only] = sinks;
      const sink = sinks.length === 1 && only !== undefined ? only : await createJoinedLogSink(sinks);
      opened.move();
      return sink;
    },
    forget: (buildArn) => providers.s3.forget(buildArn),
  };
}
