import { randomUUID } from "node:crypto";
import type { Build } from "../generated/codebuild/types.ts";
import { applyPhaseEnd } from "../src/domain/build-lifecycle.ts";
import { toNewBuild } from "../src/domain/new-build.ts";
import { PHASE_ORDER } from "../src/domain/phase-sequence.ts";
import { openDataDirectory } from "../src/store/sqlite/data-directory.ts";
import { openSqliteDatabase } from "../src/store/sqlite/sqlite-database.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { storeMigrations } from "../src/store/sqlite/store-migrations.ts";
import type { Scope, Store } from "../src/store/store.ts";
import { call } from "./json-request.ts";
import { projectInput } from "./sample-projects.ts";

/** As `src/service.ts` names it. */
const DATABASE = "codebuild.db";
const PROJECT = "bench-builds";
const SCOPE: Scope = { account: "000000000000", region: "us-east-1" };
const SECOND = 1_000;

/** Stores that many succeeded builds in a data directory that nobody holds, as the product itself would; @returns their ids. */
export function seedBuilds(dataDir: string, count: number): readonly string[] {
  return withStore(dataDir, (store) =>
    store.transaction(() => {
      const ids: string[] = [];
      for (let made = 0; made < count; made += 1) {
        const number = store.projects.nextBuildNumber(SCOPE, PROJECT);
        const identity = {
          owner: SCOPE,
          project: PROJECT,
          uuid: randomUUID(),
          number,
          time: new Date(Date.UTC(2026, 0, 1) + made * SECOND),
          initiator: "codebuild-local",
        };
        const { build, settings } = toNewBuild(identity, projectInput(PROJECT));
        const ended = toSucceeded(build, identity.uuid);
        store.builds.insert(SCOPE, ended, settings);
        ids.push(ended.id ?? "");
      }
      return ids;
    }),
  );
}

/** How many projects a data directory holds that nobody holds any more. */
export function countProjects(dataDir: string): number {
  return withStore(dataDir, (store) => {
    let count = 0;
    let after: string | undefined;
    do {
      const page = store.projects.list(SCOPE, { sortBy: "NAME", order: "ASCENDING", after, limit: 100 });
      count += page.items.length;
      after = page.next;
    } while (after !== undefined);
    return count;
  });
}

/** @throws unless the product answers this build, with its ten ended phases */
export async function requireBuild(url: string, id: string): Promise<void> {
  const { builds } = await call<{ builds: { phases: unknown[] }[] }>(url, "CodeBuild_20161006.BatchGetBuilds", {
    ids: [id],
  });
  if (builds[0]?.phases.length !== PHASE_ORDER.length) throw new Error(`the stored build ${id} is not answered whole`);
}

function withStore<T>(dataDir: string, work: (store: Store) => T): T {
  using directory = openDataDirectory(dataDir);
  using database = openSqliteDatabase(directory.databasePath(DATABASE), storeMigrations);
  using store = openSqliteStore({ database, encryptionKey: directory.key });
  return work(store);
}

function toSucceeded(build: Build, uuid: string): Build {
  const start = build.startTime?.getTime() ?? 0;
  const ended = PHASE_ORDER.slice(2).reduce(
    (running, next, index) =>
      applyPhaseEnd(running, { time: start + (index + 1) * SECOND, outcome: "SUCCEEDED", next }),
    build,
  );
  return { ...ended, logs: { ...ended.logs, groupName: `/aws/codebuild/${PROJECT}`, streamName: uuid } };
}
