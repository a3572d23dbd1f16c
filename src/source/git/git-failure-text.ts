import type { GitAccess } from "./git-setting.ts";

/**
 * What git's complaint means in CodeBuild's words (user guide, troubleshooting; phase contexts seen of real builds), without
 * the credential and without the place that the location was rewritten to.
 *
 * @param suffix ` for primary source and source version …`
 */
export function toGitFailureText(stderr: string, access: GitAccess, suffix: string): string {
  const text = hideSecrets(stderr, access);
  if (/could not read (Username|Password)|terminal prompts disabled/i.test(text)) {
    return `authentication required${suffix}`;
  }
  if (/Authentication failed|returned error: 401/i.test(text)) {
    return `${access.credential === undefined ? "authentication required" : "authorization failed"}${suffix}`;
  }
  if (/returned error: 403/i.test(text)) return `authorization failed${suffix}`;
  if (/repository .* not found|returned error: (404|410)|does not appear to be a git repository/i.test(text)) {
    return `repository not found${suffix}`;
  }
  if (/couldn't find remote ref|not our ref|unadvertised object/i.test(text)) return `reference not found${suffix}`;
  const { url } = access.location;
  const reason = /unable to access '[^']*': (.*)/i.exec(text)?.[1];
  if (reason !== undefined && /SSL|certificate|TLS/i.test(reason)) {
    // GnuTLS says the same to all that is wrong, and where this machine's certificates lie.
    const problem = reason
      .replace(/^SSL certificate problem: /, "")
      .replace(/^self[- ]signed/, "Self signed")
      .replace(/\. CAfile: .*$/, "");
    return `Git clone failed: Unable to access '${url}': SSL certificate problem: ${problem}${suffix}`;
  }
  if (reason !== undefined) return `Git clone failed: Unable to access '${url}': ${reason}${suffix}`;
  const fatal = text.split("\n").findLast((line) => /^(fatal|error|remote):/.test(line)) ?? text.split("\n").at(-1);
  return `Git clone failed: ${fatal ?? ""}${suffix}`;
}

/** Whether git complains of the server or of the way there, not of what is on this machine. */
export function isServersFailure(stderr: string): boolean {
  return /^(remote:|fatal: (unable to access|Authentication failed|could not read (Username|Password)|repository ))|RPC failed|early EOF|hung up|remote ref|not our ref/m.test(
    stderr,
  );
}

function hideSecrets(text: string, { location, credential }: GitAccess): string {
  const { url, target } = location;
  let hidden = text.replaceAll(target.kind === "http" ? target.url : target.path, url);
  for (const secret of [credential?.password, credential?.password && encodeURIComponent(credential.password)]) {
    if (secret !== undefined && secret !== "") hidden = hidden.replaceAll(secret, "***");
  }
  return hidden;
}
