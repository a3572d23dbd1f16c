import type { BuildspecCache } from "../../buildspec/buildspec.ts";
import { toCachePath, type CachePath } from "../../cache/cache-paths.ts";
import type { BuildEnvironment } from "../../environment/build-environment.ts";
import type { BuildPlan } from "../build-plan.ts";
import { expandEarly } from "../expand-early.ts";
import type { RunContext } from "../run-context.ts";

/** The shell's environment: of the plan, but for values that are secrets. */
export type CacheShell = Pick<BuildPlan, "shell" | "sourceDirectory" | "environment">;

/** A buildspec's cache with what the build's shell has made of its texts. */
export interface ExpandedCache {
  readonly paths: readonly ExpandedPath[];
  readonly key: string | undefined;
  readonly fallbackKeys: readonly string[];
}

export interface ExpandedPath {
  readonly text: string;
  readonly place: CachePath;
}

/**
 * Paths and keys are shell text; the image's own variables and programs are there for them (user guide, Amazon S3 caching).
 * What can't be expanded is told and left out.
 */
export async function expandCache(
  context: RunContext,
  environment: BuildEnvironment,
  section: Pick<BuildspecCache, "paths" | "key" | "fallbackKeys">,
  shell: CacheShell,
  say: (line: string) => void,
): Promise<ExpandedCache> {
  const written = new Map<string, string>([
    ...section.paths.map((text, index) => [`cache.path-${index}`, text] as const),
    ...section.fallbackKeys.map((text, index) => [`cache.fallback-key-${index}`, text] as const),
    ...(section.key === undefined ? [] : [["cache.key", section.key] as const]),
  ]);
  const syntax = new Map([...written].filter(([, text]) => /[$`]/.test(text)));
  const { texts, said } = await expandEarly(context, environment, shell, syntax);
  for (const line of said) say(`WARNING: While the cache's texts were expanded: ${line}`);
  const expand = (key: string): readonly string[] => {
    const text = syntax.has(key) ? texts.get(key)?.trim() : written.get(key);
    if (text !== undefined && text !== "") return [text];
    say(`WARNING: Left out, as the shell makes nothing of it: ${written.get(key) ?? ""}`);
    return [];
  };
  const home = shell.environment.get("HOME") ?? "/root";
  return {
    paths: section.paths
      .flatMap((_, index) => expand(`cache.path-${index}`))
      .map((text) => ({ text, place: toCachePath(text, shell.sourceDirectory, home) })),
    // An empty one would take any cache.
    fallbackKeys: section.fallbackKeys.flatMap((_, index) => expand(`cache.fallback-key-${index}`)),
    key: section.key === undefined ? undefined : expand("cache.key")[0],
  };
}
