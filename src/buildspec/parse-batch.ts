import type { BatchBuilds, BatchEnv, BatchGraphTask, BatchMatrix, BatchSection, BatchTask } from "./batch.ts";
import { type BuildspecSection, buildspecError, quote } from "./buildspec-section.ts";
import { isExportable, toVariables } from "./parse-variables.ts";

/** The ways to say what a batch runs; exactly one of them is used. */
const KINDS = ["build-graph", "build-list", "build-matrix", "build-fanout"] as const;

/** The group of builds that every batch begins with; no task can take its name. */
const FIRST_GROUP = "DOWNLOAD_SOURCE";

/** The `batch` section (user guide, batch build buildspec reference). @throws PhaseError */
export function parseBatch(top: BuildspecSection): BatchSection | undefined {
  const batch = top.section("batch");
  if (batch === undefined) return undefined;
  const used = KINDS.filter((key) => batch.take(key) !== undefined);
  const [kind, second] = used;
  if (kind === undefined || second !== undefined)
    throw buildspecError(
      `Expected batch to have one of ${KINDS.join(", ")} at line ${batch.line}: found ${used.length}`,
    );
  const section: BatchSection = { fastFail: batch.flag("fast-fail") ?? false, builds: toBuilds(batch, kind) };
  batch.finish();
  return section;
}

function toBuilds(batch: BuildspecSection, kind: (typeof KINDS)[number]): BatchBuilds {
  switch (kind) {
    case "build-list":
      return { kind: "list", tasks: toTasks(batch, kind, toTask).map(({ task }) => task) };
    case "build-graph":
      return { kind: "graph", tasks: requireOrder(toTasks(batch, kind, toGraphTask)) };
    case "build-matrix":
      return toMatrix(requireSection(batch, kind));
    case "build-fanout":
      return toFanout(requireSection(batch, kind));
  }
}

interface Located<Task> {
  readonly task: Task;
  readonly line: number;
}

function toTasks<Task extends BatchTask>(
  batch: BuildspecSection,
  key: string,
  toOne: (section: BuildspecSection) => Task,
): readonly Located<Task>[] {
  const tasks = new Map<string, Located<Task>>();
  for (const section of batch.sections(key)) {
    const task = toOne(section);
    const { line } = section;
    if (tasks.has(task.identifier))
      throw buildspecError(`The batch task ${quote(task.identifier)} is defined a second time at line ${line}`);
    tasks.set(task.identifier, { task, line });
    section.finish();
  }
  if (tasks.size === 0) throw buildspecError(`Expected batch/${key} to have at least one task at line ${batch.line}`);
  return [...tasks.values()];
}

function toTask(section: BuildspecSection): BatchTask {
  const identifier = section.text("identifier");
  if (identifier === undefined) throw buildspecError(`The batch task at line ${section.line} has no identifier`);
  if (!/^\w{1,127}$/.test(identifier) || identifier === FIRST_GROUP) {
    throw buildspecError(
      `Invalid identifier of a batch task: ${quote(identifier)} at line ${section.line}. It has letters, digits and underscores only, at most 127, and is not ${FIRST_GROUP}`,
    );
  }
  return {
    identifier,
    buildspec: section.text("buildspec"),
    debugSession: section.flag("debug-session") ?? false,
    ignoreFailure: section.flag("ignore-failure") ?? false,
    env: toBatchEnv(section),
  };
}

function toGraphTask(section: BuildspecSection): BatchGraphTask {
  return { ...toTask(section), dependOn: [...new Set(section.textList("depend-on", "DependOn"))] };
}

function toBatchEnv(section: BuildspecSection): BatchEnv {
  const env = section.section("env");
  const batchEnv: BatchEnv = {
    computeType: env?.text("compute-type"),
    fleet: env?.text("fleet"),
    image: env?.text("image"),
    privilegedMode: env?.flag("privileged-mode"),
    type: env?.text("type"),
    variables: env === undefined ? new Map() : toVariables(env, "variables"),
  };
  if (batchEnv.computeType !== undefined && batchEnv.fleet !== undefined)
    throw buildspecError(`Expected one of compute-type and fleet, not both, at line ${env?.line ?? section.line}`);
  env?.finish();
  return batchEnv;
}

function toMatrix(matrix: BuildspecSection): BatchMatrix {
  const fixed = matrix.section("static");
  const dynamic = matrix.section("dynamic");
  const env = dynamic?.section("env");
  const lists = env?.section("variables");
  const variables = new Map<string, readonly string[]>();
  for (const [name, entry] of lists?.takeAll() ?? [])
    if (isExportable(matrix, name, entry)) variables.set(name, requireValues(lists, name));
  const parsed: BatchMatrix = {
    kind: "matrix",
    ignoreFailure: fixed?.flag("ignore-failure") ?? false,
    env: fixed === undefined ? NOTHING : toBatchEnv(fixed),
    buildspecs: requireValues(dynamic, "buildspec"),
    computeTypes: requireValues(env, "compute-type"),
    images: requireValues(env, "image"),
    variables,
  };
  if (parsed.buildspecs.length + parsed.computeTypes.length + parsed.images.length + variables.size === 0)
    throw buildspecError(
      `Expected batch/build-matrix/dynamic to have at least one list of values at line ${matrix.line}`,
    );
  for (const section of [env, dynamic, fixed, matrix]) section?.finish();
  return parsed;
}

const NOTHING: BatchEnv = {
  computeType: undefined,
  fleet: undefined,
  image: undefined,
  privilegedMode: undefined,
  type: undefined,
  variables: new Map(),
};

/** A list that is there has values: an empty one would make a matrix of no builds. */
function requireValues(section: BuildspecSection | undefined, key: string): readonly string[] {
  const values = section?.textList(key, key) ?? [];
  const entry = section?.take(key);
  if (entry !== undefined && values.length === 0)
    throw buildspecError(`Expected ${key} of batch/build-matrix to have at least one value at line ${entry.line}`);
  return values;
}

function toFanout(fanout: BuildspecSection): BatchBuilds {
  const text = fanout.text("parallelism");
  if (text === undefined || !/^[1-9]\d{0,5}$/.test(text)) {
    throw buildspecError(
      `Expected batch/build-fanout/parallelism to be a number of builds: found ${quote(text ?? "")} at line ${fanout.line}`,
    );
  }
  const builds: BatchBuilds = {
    kind: "fanout",
    parallelism: Number(text),
    ignoreFailure: fanout.flag("ignore-failure") ?? false,
  };
  fanout.finish();
  return builds;
}

function requireSection(batch: BuildspecSection, key: string): BuildspecSection {
  const section = batch.section(key);
  if (section === undefined) throw new Error(`batch has no ${key}`);
  return section;
}

/** What a task waits for must be there, and able to run before it. */
function requireOrder(located: readonly Located<BatchGraphTask>[]): readonly BatchGraphTask[] {
  const tasks = located.map(({ task }) => task);
  const waitsFor = new Map(tasks.map(({ identifier, dependOn }) => [identifier, dependOn.length]));
  const followers = new Map<string, string[]>();
  for (const { task, line } of located) {
    const { identifier, dependOn } = task;
    for (const other of dependOn) {
      if (!waitsFor.has(other)) {
        throw buildspecError(
          `The batch task ${quote(identifier)} at line ${line} depends on ${quote(other)}, which is no task`,
        );
      }
      const those = followers.get(other);
      if (those === undefined) followers.set(other, [identifier]);
      else those.push(identifier);
    }
  }
  const ready = tasks.filter(({ dependOn }) => dependOn.length === 0).map(({ identifier }) => identifier);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    waitsFor.delete(next);
    for (const follower of followers.get(next) ?? []) {
      const left = (waitsFor.get(follower) ?? 0) - 1;
      waitsFor.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  const stuck = located.find(({ task }) => waitsFor.has(task.identifier));
  if (stuck !== undefined) {
    throw buildspecError(
      `The batch task ${quote(stuck.task.identifier)} at line ${stuck.line} depends on itself, or on tasks that do`,
    );
  }
  return tasks;
}
