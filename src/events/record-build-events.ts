import type { Clock } from "../common/clock.ts";
import { toBuildEvents, type EventOrigin } from "../domain/build-events.ts";
import type { BuildRepository, Store } from "../store/store.ts";

/**
 * The same store, which puts the events of each change of a build into the outbox, in the transaction of the change.
 *
 * @param deps.targets names of the targets, each of which gets every event
 * @param deps.recorded is called when the transaction has ended, well or not
 */
export function recordBuildEvents(
  store: Store,
  deps: {
    readonly targets: readonly string[];
    readonly origin: EventOrigin;
    readonly clock: Clock;
    readonly recorded: (build: string, events: number) => void;
  },
): Store {
  const { builds } = store;
  const record = (arn: string | undefined, write: () => void): void => {
    store.transaction(() => {
      const before = arn === undefined ? undefined : builds.get(arn);
      write();
      const after = arn === undefined ? undefined : builds.get(arn);
      if (arn === undefined || after === undefined) return;
      const events = toBuildEvents(before, after, deps.origin);
      if (events.length === 0) return;
      const time = deps.clock.now();
      for (const event of events) {
        const text = JSON.stringify(event);
        for (const target of deps.targets) store.events.put(target, { build: arn, time, text });
      }
      // A transaction is synchronous: microtasks run when it has ended.
      queueMicrotask(() => {
        deps.recorded(arn, events.length);
      });
    });
  };
  const recording: BuildRepository = Object.create(builds, {
    insert: {
      value: ((scope, build, settings) => {
        record(build.arn, () => {
          builds.insert(scope, build, settings);
        });
      }) satisfies BuildRepository["insert"],
    },
    replace: {
      value: ((build) => {
        record(build.arn, () => {
          builds.replace(build);
        });
      }) satisfies BuildRepository["replace"],
    },
  }) as BuildRepository;
  return { ...store, builds: recording };
}
