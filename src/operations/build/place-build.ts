import { createHash } from "node:crypto";
import { AccountLimitExceededException, InvalidInputException } from "../../../generated/codebuild/errors.ts";
import type { Build } from "../../../generated/codebuild/types.ts";
import type { Clock } from "../../common/clock.ts";
import type { IdSource } from "../../common/ids.ts";
import { toBuildArn } from "../../domain/arns.ts";
import { toNewBuild } from "../../domain/new-build.ts";
import type { StartSettings } from "../../domain/start-settings.ts";
import type { BuildEngine } from "../../engine/build-engine.ts";
import type { RequestContext } from "../../protocol/operation.ts";
import type { Store } from "../../store/store.ts";

export interface PlaceBuildDeps {
  readonly store: Store;
  readonly engine: BuildEngine;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** How long a token stands for the build that it started (API reference, StartBuild). */
const TOKEN_LIFE = 5 * 60 * 1000;
const LONGEST_TOKEN = 64;

/** Requests are not bound to a user: whoever calls for an account acts as its root. */
const INITIATOR = "root";

/** One idempotent call: its token, and what must not change while the token is valid. */
export interface PlaceRequest {
  readonly operation: "StartBuild" | "RetryBuild";
  readonly token: string | undefined;
  readonly parameters: object;
}

/**
 * The build that an earlier call with the same token and parameters started.
 *
 * @throws InvalidInputException for a token that is too long or was used with other parameters
 */
export function findPlacedBuild(
  deps: PlaceBuildDeps,
  context: RequestContext,
  request: PlaceRequest,
): Build | undefined {
  const { operation, token, parameters } = request;
  if (token === undefined || token === "") return undefined;
  if (token.length > LONGEST_TOKEN) {
    throw new InvalidInputException(`Invalid input: idempotencyToken must have at most ${LONGEST_TOKEN} characters`);
  }
  const earlier = deps.store.idempotency.get(context, operation, token, deps.clock.now() - TOKEN_LIFE);
  if (earlier === undefined) return undefined;
  if (earlier.fingerprint !== toFingerprint(parameters)) {
    throw new InvalidInputException(
      "Parameter mismatch: idempotencyToken was used with other parameters in the last 5 minutes",
    );
  }
  return deps.store.builds.get(earlier.arn);
}

/**
 * Stores a new build of the project and hands it to the engine. Number, record and token are written together.
 *
 * @throws AccountLimitExceededException where the project's concurrent builds or the account's queue are at their limit
 */
export function placeBuild(
  deps: PlaceBuildDeps,
  context: RequestContext,
  request: PlaceRequest,
  project: { readonly name: string; readonly concurrentBuildLimit?: number | undefined },
  settings: StartSettings,
): Build {
  const { store, engine, clock, ids } = deps;
  const { name, concurrentBuildLimit: limit } = project;
  if (limit !== undefined && store.builds.countActive(context, name) >= limit) {
    throw new AccountLimitExceededException(`Cannot have more than ${limit} active builds for the project`);
  }
  if (engine.queue.waiting >= engine.queue.capacity) {
    throw new AccountLimitExceededException(
      `Cannot have more than ${engine.queue.capacity} builds in queue for the account`,
    );
  }
  const time = clock.now();
  const uuid = ids.uuid();
  const arn = toBuildArn(context, `${name}:${uuid}`);
  const build = store.transaction(() => {
    const made = toNewBuild(
      {
        owner: context,
        project: name,
        uuid,
        number: store.projects.nextBuildNumber(context, name),
        time: new Date(time),
        initiator: INITIATOR,
      },
      settings,
    );
    store.builds.insert(context, made.build, made.settings);
    if (request.token !== undefined && request.token !== "") {
      const fingerprint = toFingerprint(request.parameters);
      store.idempotency.put(context, request.operation, request.token, { fingerprint, arn, time });
    }
    return made.build;
  });
  engine.submit(arn);
  return build;
}

/** A sum of the parameters that does not depend on the order of members. */
function toFingerprint(parameters: object): string {
  const sorted = JSON.stringify(parameters, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(sorted).digest("base64");
}
