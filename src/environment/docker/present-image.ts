import type Dockerode from "dockerode";

import { messageOf, statusOf } from "./docker-error.ts";

/** An image that the engine has. */
export interface PresentImage {
  readonly id: string;
  readonly entrypoint: readonly string[];
  /** Of its CPU, as images name it; empty where it does not say. */
  readonly architecture: string;
}

export async function describeImage(docker: Dockerode, name: string): Promise<PresentImage> {
  const { Id: id, Config, Architecture: architecture } = await docker.getImage(name).inspect();
  // Written as a text it is a shell's to split; the engine has wrapped it in one by then.
  const entrypoint = typeof Config.Entrypoint === "string" ? [Config.Entrypoint] : (Config.Entrypoint ?? []);
  return { id, entrypoint, architecture };
}

export async function findImage(docker: Dockerode, name: string): Promise<PresentImage | undefined> {
  try {
    return await describeImage(docker, name);
  } catch (error) {
    if (isImageMissing(error)) return undefined;
    throw error;
  }
}

/** Whether the engine has no image of the name, or none for the CPU that was asked for. */
export function isImageMissing(error: unknown): boolean {
  return (
    statusOf(error) === 404 && /no such image|does not (match|provide) the specified platform/i.test(messageOf(error))
  );
}
