import type { SourceCredential } from "../source/source-provider.ts";
import { quote, writeNewFile } from "./driver/shell-text.ts";

/** Where the helpers lie in the container, out of the sources. */
const HELPER = "/codebuild/readonly/git-credential";
/** Read by every user's git, before the user's own. */
const SYSTEM_CONFIG = "/etc/gitconfig";

/** Types of sources that no git fetches. */
const WITHOUT_GIT: ReadonlySet<string | undefined> = new Set(["S3", "NO_SOURCE", "CODEPIPELINE", undefined]);

/** What a source of a type was fetched with. */
export interface SourceAccess {
  readonly type: string | undefined;
  readonly credential: SourceCredential | undefined;
}

/** The credentials of a build's sources. @param say takes lines for the build's log, in AWS's words */
export function chooseCredentials(
  accesses: readonly SourceAccess[],
  say: (line: string) => void,
): readonly SourceCredential[] {
  say("Git credential helper enabled");
  const none = accesses.filter(({ type, credential }) => credential === undefined && !WITHOUT_GIT.has(type));
  for (const type of new Set(none.map((access) => access.type))) say(`${type} Git credential unavailable.`);
  return accesses.flatMap(({ credential }) => credential ?? []);
}

/**
 * Shell text that makes git in the container authenticate to the hosts of the build's sources as their fetch did, without a
 * prompt. It goes the driver's way, on standard input: the credentials stand in files that only the build can read, in no
 * environment and no argument list.
 *
 * @param credentials of the sources, the primary one first: of two for one host the first counts
 */
export function toGitCredentialFiles(credentials: readonly SourceCredential[]): string {
  const byOrigin = new Map<string, SourceCredential>();
  for (const credential of credentials)
    for (const origin of credential.origins) if (!byOrigin.has(origin)) byOrigin.set(origin, credential);
  const files: string[] = [];
  const config: string[] = [];
  for (const [index, [origin, { username, password }]] of [...byOrigin].entries()) {
    const path = `${HELPER}-${index}.sh`;
    const lines = [`username=${username}`, `password=${password}`].map(quote).join(" ");
    files.push(writeNewFile(path, `test "$1" = get || exit 0\nprintf '%s\\n' ${lines}\n`));
    config.push(`[credential "${origin}"]\n\thelper = "!/bin/sh ${path}"\n`);
  }
  if (config.length > 0)
    files.push(`mkdir -p /etc\ncommand printf '%s' ${quote(config.join(""))} >>${SYSTEM_CONFIG}\n`);
  return files.join("");
}

/** Texts of credentials as they can come into the log: as they are, and as git sends them. */
export function toCredentialSecrets(credentials: readonly SourceCredential[]): readonly string[] {
  return credentials.flatMap(({ username, password }) => [
    password,
    Buffer.from(`${username}:${password}`).toString("base64"),
  ]);
}
