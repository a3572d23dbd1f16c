import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of the packages that the bundle holds parts of, as those licences ask.
 * @param files the paths of the bundled modules
 */
export function thirdPartyNotices(files) {
  const folders = new Set(files.map((file) => packageFolder(file)).filter((folder) => folder !== undefined));
  /** Each licence's text → the packages that have it; most share one. */
  const notices = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file));
    if (license === undefined && files.length === 0) throw new Error(`${name} says nothing about its licence`);
    const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
    notices.set(text, [
      ...(notices.get(text) ?? []),
      `${name} ${version}${license === undefined ? "" : ` (${license})`}`,
    ]);
  }
  const parts = [...notices].map(([text, names]) => `${names.sort().join("\n")}\n\n${text}`.trim()).sort();
  const intro = "codebuild-local contains parts of the following packages, under these licences.";
  return `${[intro, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The folder of the package that the file belongs to: the innermost below node_modules that has a named package.json. */
function packageFolder(file) {
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file.replace(/^\0(?:\w+:)?/, ""))?.[1];
  return found !== undefined && existsSync(join(found, "package.json")) ? found : undefined;
}
