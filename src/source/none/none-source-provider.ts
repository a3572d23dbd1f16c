import type { SourceProvider } from "../source-provider.ts";

/** NO_SOURCE: nothing is fetched, and the source directory stays empty. */
export function createNoneSourceProvider(): SourceProvider {
  return {
    fetch: () =>
      Promise.resolve({
        resolvedSourceVersion: undefined,
        readText: () => Promise.resolve(undefined),
        archive: () => undefined,
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
}
