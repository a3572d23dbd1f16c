import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { PhaseError } from "../../src/domain/phase-error.ts";
import type { BuildEnvironment } from "../../src/environment/build-environment.ts";
import { describeWithDocker, docker, isPodman } from "../support/docker-engine.ts";
import { busyboxImage, changedBusyboxImage } from "../support/docker-images.ts";
import { waitFor } from "../support/wait-for.ts";
import { containerOf, createProvider, never, printedBy, toSpec } from "./docker-builds.ts";
import { type LocalRegistry, openLocalRegistry, registryProblem } from "./local-registry.ts";

const CANNOT_PULL = "Unable to pull customer's container image. CannotPullContainerError: Error response from daemon: ";

const suite = registryProblem === undefined ? describe : describe.skip;

describeWithDocker("pulling images", () => {
  suite(registryProblem === undefined ? "from a registry" : `from a registry [skipped: ${registryProblem}]`, () => {
    let registry: LocalRegistry;
    let image: string;
    beforeAll(async () => {
      registry = await openLocalRegistry();
      image = `${registry.host}/team/app:1`;
      // One of its own: what the engine has under another name it does not fetch.
      changedBusyboxImage(image, [`LABEL made.for=${image}`]);
      // Not by the call that waits: the registry's front is in this process.
      await promisify(execFile)("docker", ["push", "--quiet", image]);
    });
    afterAll(async () => {
      forget(image);
      await registry[Symbol.asyncDispose]();
    });
    beforeEach(() => {
      forget(image);
      registry.requests.length = 0;
      registry.refusing = false;
      registry.gate = Promise.resolve();
    });
    const manifests = (): number => registry.requests.filter((line) => line.includes("/manifests/1")).length;

    it("fetches a missing image, says how far it is, and does not fetch it again", async () => {
      const provider = createProvider();
      const lines: string[] = [];
      await using first = await provider.provision(toSpec(image, { onProgress: (line) => lines.push(line) }), never);
      expect(await printedBy(first, "echo pulled\n")).toBe("pulled\n");
      expect(lines[0]).toMatch(isPodman ? /^\w+: Pulling fs layer$/ : /^1: Pulling from team\/app$/);
      expect(lines.at(-1)).toMatch(isPodman ? /^\w+: Download complete$/ : /^Status: Downloaded newer image for /);
      expect(lines.filter((line) => line.includes("\n") || /\[=*>/.test(line))).toEqual([]);
      const asked = registry.requests.length;
      await using _ = await provider.provision(toSpec(image), never);
      expect(registry.requests).toHaveLength(asked);
    });

    it("fetches an image once for many builds, each of which is told", async () => {
      const provider = createProvider();
      const gate = Promise.withResolvers<void>();
      registry.gate = gate.promise;
      const told = [0, 0, 0];
      const waiting = told.map((_, index) =>
        provider.provision(toSpec(image, { onProgress: () => (told[index] = (told[index] ?? 0) + 1) }), never),
      );
      await waitFor("the pull", () => registry.requests.some((line) => line.includes("/blobs/")));
      gate.resolve();
      const environments = await Promise.all(waiting);
      expect(manifests()).toBeLessThanOrEqual(2); // HEAD and GET of one pull
      expect(Math.min(...told)).toBeGreaterThan(0);
      await disposeAll(environments);
    });

    it("goes on for the others when one build is stopped, and ends when none is left", async () => {
      const provider = createProvider();
      const gate = Promise.withResolvers<void>();
      registry.gate = gate.promise;
      const stop = new AbortController();
      const specs = [toSpec(image), toSpec(image)] as const;
      const stopped = provider.provision(specs[0], stop.signal);
      const other = provider.provision(specs[1], never);
      await waitFor("the pull", () => registry.requests.some((line) => line.includes("/blobs/")));
      stop.abort(new Error("stopped"));
      await expect(stopped).rejects.toThrow("stopped");
      gate.resolve();
      await disposeAll([await other]);
      expect(containerOf(specs[0].buildArn)).toBeUndefined();

      forget(image);
      registry.gate = new Promise(() => {});
      const alone = new AbortController();
      const left = provider.provision(toSpec(image), alone.signal);
      await waitFor("the pull", () => registry.requests.some((line) => line.includes("/blobs/")));
      alone.abort(new Error("stopped too"));
      await expect(left).rejects.toThrow("stopped too");
      registry.gate = Promise.resolve();
      await disposeAll([await provider.provision(toSpec(image), never)]);
    });

    it("tells the engine's words when it fails, and tries again for the next build", async () => {
      const provider = createProvider();
      registry.refusing = true;
      const error: unknown = await provider.provision(toSpec(image), never).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PhaseError);
      expect(error).toMatchObject({ code: "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE", status: "FAILED" });
      expect((error as PhaseError).message.startsWith(CANNOT_PULL)).toBe(true);
      registry.refusing = false;
      await disposeAll([await provider.provision(toSpec(image), never)]);
    });

    it("fails for an image that the registry does not have", async () => {
      await expect(createProvider().provision(toSpec(`${registry.host}/team/none:1`), never)).rejects.toThrow(
        /^Unable to pull customer's container image\. CannotPullContainerError: Error response from daemon: .*(not found|manifest unknown)/,
      );
    });

    it("never pulls when told so, and asks each time when told that", async () => {
      await expect(createProvider({ pullPolicy: "never" }).provision(toSpec(image), never)).rejects.toThrow(
        `${CANNOT_PULL}No such image: ${image}`,
      );
      expect(registry.requests).toEqual([]);
      const always = createProvider({ pullPolicy: "always" });
      await disposeAll([await always.provision(toSpec(image), never)]);
      const asked = manifests();
      expect(asked).toBeGreaterThan(0);
      await disposeAll([await always.provision(toSpec(image), never)]);
      expect(manifests()).toBeGreaterThan(asked);
    });
  });

  it("uses a curated image that is there, under CodeBuild's name or the public registry's", async () => {
    const provider = createProvider({ pullPolicy: "never" });
    const local = busyboxImage("codebuild-local-test/busybox:1");
    for (const name of [
      "aws/codebuild/standard:0.1-test",
      "aws/codebuild/amazonlinux-x86_64-standard:0.1-test",
      "public.ecr.aws/codebuild/amazonlinux-aarch64-standard:0.1-test",
    ]) {
      docker("tag", local, name);
      const asked = name.replace(/^public\.ecr\.aws\/codebuild\//, "aws/codebuild/");
      await disposeAll([await provider.provision(toSpec(asked), never)]);
      docker("rmi", name);
    }
  });

  it("says that a curated Ubuntu image is nowhere to be had", async () => {
    await expect(createProvider().provision(toSpec("aws/codebuild/standard:99.0"), never)).rejects.toMatchObject({
      code: "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE",
      message: expect.stringMatching(/aws\/codebuild\/standard:99\.0 is published in no registry/) as string,
    });
  });
});

/** Removes the image. */
function forget(image: string): void {
  if (docker("images", "--quiet", image) !== "") docker("rmi", "--force", image);
}

async function disposeAll(environments: readonly BuildEnvironment[]): Promise<void> {
  await Promise.all(environments.map((environment) => environment[Symbol.asyncDispose]()));
}
