import type { GitCredential } from "./git-setting.ts";

/** What the hosts take as the user name of a token. */
const ANY_TOKEN_USER = "x-access-token";
const TOKEN_USER: Readonly<Record<string, string>> = {
  BITBUCKET: "x-token-auth",
  GITLAB: "oauth2",
  GITLAB_SELF_MANAGED: "oauth2",
};

/** @param sourceType whose host it is for */
export function toTokenCredential(
  sourceType: string,
  { username, token }: { readonly username: string | undefined; readonly token: string },
): GitCredential {
  return { username: username ?? TOKEN_USER[sourceType] ?? ANY_TOKEN_USER, password: token };
}

/** Whether the user name is none: it stands where git asks for one beside a token. */
export function isTokenUser(username: string): boolean {
  return username === ANY_TOKEN_USER || Object.values(TOKEN_USER).includes(username);
}
