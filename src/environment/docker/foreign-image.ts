import type Dockerode from "dockerode";

import type { Clock } from "../../common/clock.ts";
import { PhaseError } from "../../domain/phase-error.ts";
import { removeContainer } from "./docker-environment.ts";
import { messageOf } from "./docker-error.ts";

/** Names of CPUs as engines tell them of themselves, by those that images have. */
const ENGINE_NAMES: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "arm",
  armv6l: "arm",
  i386: "386",
  i686: "386",
};

/** @param engineName as `uname -m` has it @returns as images have it */
export function toArchitecture(engineName: string): string {
  return ENGINE_NAMES[engineName] ?? engineName;
}

export interface ForeignImages {
  /**
   * Whether the engine runs programs of the image's CPU, which another one than its own may need an emulator for: tried
   * out, as no engine tells of it. A build that runs so is told in its log.
   *
   * @param image with the platform that is asked for by name, where one is
   * @param labels of the container that tries it, by which one that is left is found
   * @throws PhaseError for an image that can't run here
   */
  requireRunnable(
    docker: Dockerode,
    image: { readonly name: string; readonly architecture: string; readonly platform?: string | undefined },
    engineArchitecture: string,
    labels: Readonly<Record<string, string>>,
    say: (line: string) => void,
  ): Promise<void>;
}

export function createForeignImages(clock: Clock): ForeignImages {
  /** Those that the engine was seen to run. */
  const emulated = new Set<string>();
  return {
    async requireRunnable(docker, { name, architecture, platform }, engineArchitecture, labels, say) {
      if (architecture === "" || architecture === engineArchitecture) return;
      if (!emulated.has(architecture)) {
        if (await isRefused(docker, name, platform, labels, clock)) {
          throw new PhaseError(
            "CLIENT_ERROR",
            `${NOT_SUPPORTED} (${name} is an image for ${architecture}; the container engine's CPU is ${engineArchitecture}, and it has no emulator for ${architecture} registered)`,
          );
        }
        emulated.add(architecture);
      }
      say(`WARNING: ${name} is an image for ${architecture}; it may run slowly, emulated, on ${engineArchitecture}`);
    },
  };
}

const NOT_SUPPORTED =
  "Build container found dead before completing the build. build container died because it was out of memory, or the Docker image is not supported. ErrorCode: 500";

/** Whether the kernel does not know the image's programs. What else may be wrong with it, the build's own container will show. */
async function isRefused(
  docker: Dockerode,
  image: string,
  platform: string | undefined,
  labels: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<boolean> {
  const container = await docker.createContainer({
    Image: image,
    ...(platform === undefined ? {} : { platform }),
    Entrypoint: ["/bin/sh", "-c", ":"],
    Cmd: [],
    Labels: labels,
    HostConfig: { NetworkMode: "none" },
  });
  try {
    await container.start();
    const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
    return status !== 0 && isFormatError((await container.logs({ stdout: true, stderr: true })).toString());
  } catch (error) {
    if (isFormatError(messageOf(error))) return true;
    throw error;
  } finally {
    await removeContainer(container, clock);
  }
}

function isFormatError(text: string): boolean {
  return /exec format error/i.test(text);
}
