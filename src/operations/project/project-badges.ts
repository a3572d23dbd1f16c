import { randomBytes } from "node:crypto";

import type { Project } from "../../../generated/codebuild/types.ts";
import { createSecretBox } from "../../common/secret-box.ts";
import { toBadgeBranch, toBadgeState, toBadgeVersions, type BadgeState } from "../../domain/badge.ts";
import type { Scope, Store } from "../../store/store.ts";

/** The badges of projects: images that tell how the newest build of a branch went to whoever knows their URL. */
export interface ProjectBadges {
  /**
   * The project as it is stored: with the path of its badge, where it has one. An update keeps the earlier one's.
   */
  attach(scope: Scope, project: Project, earlier?: Project): Project;
  /** `unknown`, too, for a uuid that is no project's: nobody learns which there are. */
  stateOf(uuid: string, query: { readonly branch: string | undefined; readonly tag: string | undefined }): BadgeState;
}

const BOX_NAME = "badge";

/** @param deps.encryptionKey 32 bytes; the uuids are encrypted with it, so that none can be made up */
export function createProjectBadges(deps: {
  readonly store: Store;
  readonly encryptionKey: Uint8Array;
}): ProjectBadges {
  const { store } = deps;
  const box = createSecretBox(deps.encryptionKey);

  const seal = (scope: Scope, name: string): string =>
    box
      .seal(BOX_NAME, JSON.stringify([scope.account, scope.region, name, randomBytes(8).toString("hex")]))
      .toString("base64url");

  const findProject = (uuid: string): { readonly scope: Scope; readonly project: Project } | undefined => {
    let opened: string;
    try {
      opened = box.open(BOX_NAME, Buffer.from(uuid, "base64url"));
    } catch {
      return undefined; // made up, or of another data directory
    }
    const [account = "", region = "", name = ""] = JSON.parse(opened) as string[];
    const scope = { account, region };
    const project = store.projects.get(scope, name);
    // A badge ends when it is disabled and when its project is deleted, even if there is another one of that name.
    return project !== undefined && uuidOf(project) === uuid ? { scope, project } : undefined;
  };

  return {
    attach(scope, project, earlier) {
      if (project.badge?.badgeEnabled !== true) return { ...project, badge: { badgeEnabled: false } };
      const uuid = (earlier && uuidOf(earlier)) ?? seal(scope, project.name ?? "");
      const query = new URLSearchParams({ uuid, branch: toBadgeBranch(project) });
      return { ...project, badge: { badgeEnabled: true, badgeRequestUrl: `/badges?${query.toString()}` } };
    },
    stateOf(uuid, query) {
      const found = findProject(uuid);
      if (found === undefined) return "unknown";
      const { scope, project } = found;
      return toBadgeState(store.builds.newestOf(scope, project.name ?? "", toBadgeVersions(project, query)));
    },
  };
}

function uuidOf({ badge }: Project): string | undefined {
  const url = badge?.badgeEnabled === true ? badge.badgeRequestUrl : undefined;
  return url === undefined ? undefined : (new URLSearchParams(url.slice(url.indexOf("?"))).get("uuid") ?? undefined);
}

const URL_MEMBER = '"badgeRequestUrl":"';

/**
 * The bytes of a project's record as they are answered: its badge's path becomes a URL under the name that the client calls
 * this endpoint by, which may be another one the next time.
 */
export function withBadgeUrl(record: Uint8Array, host: string): Uint8Array {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  // Quotes in a user's text are escaped: these are the member's.
  const member = bytes.indexOf(URL_MEMBER);
  if (member === -1) return record;
  const path = member + URL_MEMBER.length;
  // Without what a Host header may have around the name.
  const { origin } = new URL(`http://${host}`);
  return Buffer.concat([bytes.subarray(0, path), Buffer.from(origin), bytes.subarray(path)]);
}
