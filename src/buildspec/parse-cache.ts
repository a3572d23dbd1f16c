import type { BuildspecCache } from "./buildspec.ts";
import { buildspecError, quote, type BuildspecSection } from "./buildspec-section.ts";

/** User guide, buildspec reference. */
const MOST_FALLBACK_KEYS = 5;

export function parseCache(top: BuildspecSection): BuildspecCache | undefined {
  const section = top.section("cache");
  if (section === undefined) return undefined;
  const paths = section.textList("paths", "Paths");
  const key = toKey(section.text("key"));
  const fallbackKeys = section.textList("fallback-keys", "FallbackKeys").flatMap((text) => toKey(text) ?? []);
  if (fallbackKeys.length > MOST_FALLBACK_KEYS)
    throw buildspecError(
      `The cache has ${fallbackKeys.length} fallback-keys: at most ${MOST_FALLBACK_KEYS} are possible`,
    );
  if (key === undefined && fallbackKeys.length > 0)
    section.warn("The buildspec key 'cache/fallback-keys' has no effect without 'cache/key'");
  const action = section.text("action");
  if (action !== undefined && action !== "restore" && action !== "save")
    throw buildspecError(`Invalid cache action: ${quote(action)}. Expecting: restore,save`);
  section.finish();
  return { paths, key, fallbackKeys: key === undefined ? [] : fallbackKeys, action };
}

function toKey(text: string | undefined): string | undefined {
  const key = text?.trim();
  return key === "" ? undefined : key;
}
