import type { ProjectSettings } from "./project-settings.ts";

/** What a build is started with: a project's settings, and what only StartBuild has. */
export interface StartSettings extends ProjectSettings {
  readonly debugSessionEnabled?: boolean | undefined;
}
