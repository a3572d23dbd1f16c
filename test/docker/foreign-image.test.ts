import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Build } from "@aws-sdk/client-codebuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { commands, contextOf, openTestService } from "../engine/test-service.ts";
import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { containerOf, createProvider, never, printedBy, toSpec } from "./docker-builds.ts";
import { openLocalRegistry, registryProblem } from "./local-registry.ts";
import { relabelled } from "./relabelled-image.ts";

const BUSYBOX = "codebuild-local-test/busybox:1";
const MISLABELLED = "codebuild-local-test/mislabelled:1";
const FOREIGN = "codebuild-local-test/foreign:1";
/** A CPU that neither this machine has nor anybody's emulator, by its number in ELF files. */
const NO_CPU = 0xfeb0;
const RUN = commands({ build: ["echo ran"] });

describeWithDocker("an image for another CPU", () => {
  const own = docker("version", "--format", "{{.Server.Arch}}");
  const other = own === "arm64" ? "amd64" : "arm64";
  beforeAll(() => {
    busyboxImage(BUSYBOX);
    relabelled(BUSYBOX, MISLABELLED, other);
    const folder = mkdtempSync(join(tmpdir(), "foreign-image-"));
    const shell = readFileSync("/bin/busybox");
    shell.writeUInt16LE(NO_CPU, 18);
    execFileSync("mkdir", [join(folder, "bin")]);
    writeFileSync(join(folder, "bin/sh"), shell, { mode: 0o755 });
    const tar = execFileSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 2 ** 26 });
    execFileSync("docker", ["import", "-", `${FOREIGN}-plain`], { input: tar, stdio: ["pipe", "pipe", "pipe"] });
    relabelled(`${FOREIGN}-plain`, FOREIGN, other);
    rmSync(folder, { recursive: true });
  });
  afterAll(() => {
    docker("rmi", "--force", MISLABELLED, FOREIGN, `${FOREIGN}-plain`);
  });

  it("fails PROVISIONING with the reason where the engine can't run it, and leaves nothing behind", async () => {
    const spec = toSpec(FOREIGN);
    const provider = createProvider({ pullPolicy: "never" });
    expect(await provider.provision(spec, never).catch((reason: unknown) => reason)).toMatchObject({
      name: "PhaseError",
      code: "CLIENT_ERROR",
      message: expect.stringMatching(
        /^Build container found dead .* the Docker image is not supported\. ErrorCode: 500 \(codebuild-local-test\/foreign:1 is an image for \w+; the container engine's CPU is \w+, and it has no emulator for \w+ registered\)$/,
      ) as string,
    });
    expect(containerOf(spec.buildArn)).toBeUndefined();
  });

  it("runs where its programs do, and the log says so", async () => {
    const provider = createProvider({ pullPolicy: "never" });
    for (let build = 0; build < 2; build += 1) {
      const lines: string[] = [];
      await using environment = await provider.provision(
        toSpec(MISLABELLED, {
          architecture: build === 0 ? undefined : other,
          onProgress: (line) => lines.push(line),
        }),
        never,
      );
      expect(await printedBy(environment, "echo ran\n")).toBe("ran\n");
      expect(lines).toEqual([
        expect.stringMatching(
          /^WARNING: codebuild-local-test\/mislabelled:1 is an image for \w+; it may run slowly, emulated, on /,
        ),
      ]);
    }
  });

  it("is not taken for one that was asked for", async () => {
    const spec = toSpec(BUSYBOX, { architecture: other });
    const provider = createProvider({ pullPolicy: "never" });
    expect(await provider.provision(spec, never).catch((reason: unknown) => reason)).toMatchObject({
      code: "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE",
      message: `Unable to pull customer's container image. CannotPullContainerError: Error response from daemon: No such image: ${BUSYBOX} for linux/${other} (and it may not be pulled) (${BUSYBOX} is there for ${own} only)`,
    });
    expect(containerOf(spec.buildArn)).toBeUndefined();
  });

  it("fails an ARM_CONTAINER build in PROVISIONING where it can't be had, and runs one where it runs", async () => {
    await using service = await openTestService({ environments: "docker", flags: ["--pull", "never"] });
    const { client } = service;
    const run = (image: string): Promise<Build> => client.run(image, RUN, { environmentTypeOverride: "ARM_CONTAINER" });
    const refused = await run(other === "arm64" ? FOREIGN : MISLABELLED);
    expect(contextOf(refused, "PROVISIONING")[1]).toMatch(
      other === "arm64" ? /it has no emulator for arm64 registered\)$/ : /No such image: /,
    );
    const ran = await run(other === "arm64" ? MISLABELLED : BUSYBOX);
    expect(ran.buildStatus).toBe("SUCCEEDED");
    expect((await client.logOf(ran)).includes("it may run slowly, emulated")).toBe(other === "arm64");
  });

  const registrySuite = registryProblem === undefined ? describe : describe.skip;
  registrySuite(`in a registry${registryProblem === undefined ? "" : ` [skipped: ${registryProblem}]`}`, () => {
    it("is fetched for the builds that ask for it, and that for the engine's own CPU for the others", async () => {
      await using registry = await openLocalRegistry();
      const image = `${registry.host}/team/both:1`;
      const parts = await Promise.all(
        [own, other].map(async (architecture) => {
          const part = `${registry.host}/team/both:${architecture}`;
          relabelled(BUSYBOX, part, architecture);
          await promisify(execFile)("docker", ["push", "--quiet", part]);
          docker("rmi", "--force", part);
          return { architecture, tag: architecture };
        }),
      );
      await pushList(registry.host, "team/both", "1", parts);
      const provider = createProvider();
      for (const architecture of [other, undefined, other]) {
        const lines: string[] = [];
        const spec = toSpec(image, { architecture, onProgress: (line) => lines.push(line) });
        await using environment = await provider.provision(spec, never);
        expect(await printedBy(environment, "echo ran\n")).toBe("ran\n");
        expect(docker("inspect", "--format", "{{.Architecture}}", image)).toBe(architecture ?? own);
        expect(lines.some((line) => line.includes("emulated"))).toBe(architecture === other);
      }
      // The other one is all that there is: it is looked for once, and then taken.
      await pushList(registry.host, "team/both", "1", parts.slice(1));
      registry.requests.length = 0;
      for (let build = 0; build < 2; build += 1) {
        const lines: string[] = [];
        const spec = toSpec(image, { onProgress: (line) => lines.push(line) });
        await using environment = await provider.provision(spec, never);
        expect(lines.includes(`${image} is there for ${other} only; looking for one for ${own}`)).toBe(build === 0);
        expect(await printedBy(environment, "echo ran\n")).toBe("ran\n");
      }
      expect(registry.requests.filter((line) => line.includes("/manifests/1"))).toHaveLength(1);
      docker("rmi", "--force", image);
    });
  });
});

/** A list of images of several CPUs, made of tags that the registry has. */
async function pushList(
  host: string,
  repository: string,
  tag: string,
  parts: readonly { readonly architecture: string; readonly tag: string }[],
): Promise<void> {
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const manifests = await Promise.all(
    parts.map(async (part) => {
      const answer = await fetch(`http://${host}/v2/${repository}/manifests/${part.tag}`, {
        headers: { accept: mediaType },
      });
      const size = (await answer.arrayBuffer()).byteLength;
      const digest = answer.headers.get("docker-content-digest");
      return { mediaType, size, digest, platform: { architecture: part.architecture, os: "linux" } };
    }),
  );
  const list = "application/vnd.docker.distribution.manifest.list.v2+json";
  const put = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, {
    method: "PUT",
    headers: { "content-type": list },
    body: JSON.stringify({ schemaVersion: 2, mediaType: list, manifests }),
  });
  if (!put.ok) throw new Error(await put.text());
}
