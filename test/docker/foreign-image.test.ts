import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { containerOf, createProvider, never, printedBy, toSpec } from "./docker-builds.ts";

const MISLABELLED = "codebuild-local-test/mislabelled:1";
const FOREIGN = "codebuild-local-test/foreign:1";
/** A CPU that neither this machine has nor anybody's emulator, by its number in ELF files. */
const NO_CPU = 0xfeb0;

describeWithDocker("an image for another CPU", () => {
  const own = { amd64: "arm64", arm64: "amd64" }[docker("version", "--format", "{{.Server.Arch}}")] ?? "arm64";
  beforeAll(() => {
    relabelled(busyboxImage("codebuild-local-test/busybox:1"), MISLABELLED, own);
    const folder = mkdtempSync(join(tmpdir(), "foreign-image-"));
    const shell = readFileSync("/bin/busybox");
    shell.writeUInt16LE(NO_CPU, 18);
    execFileSync("mkdir", [join(folder, "bin")]);
    writeFileSync(join(folder, "bin/sh"), shell, { mode: 0o755 });
    const tar = execFileSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 2 ** 26 });
    execFileSync("docker", ["import", "-", `${FOREIGN}-plain`], { input: tar, stdio: ["pipe", "pipe", "pipe"] });
    relabelled(`${FOREIGN}-plain`, FOREIGN, own);
    rmSync(folder, { recursive: true });
  });
  afterAll(() => {
    docker("rmi", "--force", MISLABELLED, FOREIGN, `${FOREIGN}-plain`);
  });

  it("fails PROVISIONING with the reason where the engine can't run it, and leaves nothing behind", async () => {
    const spec = toSpec(FOREIGN);
    const error: unknown = await createProvider()
      .provision(spec, never)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "PhaseError",
      code: "CLIENT_ERROR",
      message: expect.stringMatching(
        /^Build container found dead .* the Docker image is not supported\. ErrorCode: 500 \(codebuild-local-test\/foreign:1 is an image for \w+; the container engine's CPU is \w+, and it has no emulator for \w+ registered\)$/,
      ) as string,
    });
    expect(containerOf(spec.buildArn)).toBeUndefined();
  });

  it("runs where its programs do, and the log says so", async () => {
    const provider = createProvider();
    for (let build = 0; build < 2; build += 1) {
      const lines: string[] = [];
      await using environment = await provider.provision(
        toSpec(MISLABELLED, { onProgress: (line) => lines.push(line) }),
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
});

/** The image under another name, with another architecture in its description. */
function relabelled(image: string, name: string, architecture: string): void {
  const folder = mkdtempSync(join(tmpdir(), "relabelled-"));
  try {
    docker("tag", image, name);
    docker("save", "--output", join(folder, "image.tar"), name);
    docker("rmi", name);
    execFileSync("tar", ["-C", folder, "-xf", join(folder, "image.tar")]);
    rmSync(join(folder, "image.tar"));
    const [{ Config: config = "" } = {}] = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
      Config?: string;
    }[];
    const path = join(folder, config);
    if (!existsSync(path)) throw new Error(`the saved image has no ${config}`);
    const description = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(path, JSON.stringify({ ...description, architecture }));
    const tar = execFileSync("tar", ["-C", folder, "-c", ...readdirSync(folder)], { maxBuffer: 2 ** 28 });
    execFileSync("docker", ["load", "--quiet"], { input: tar, stdio: ["pipe", "pipe", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
