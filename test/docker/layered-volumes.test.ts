import { randomUUID } from "node:crypto";

import { beforeAll, expect, it } from "vitest";

import { VolumeUnavailable, type Volume } from "../../src/environment/build-environment.ts";
import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";
import { containerOf, createProvider, never, printedBy, toSpec } from "./docker-builds.ts";

const PATH = "/kept/here";
const toName = (): string => `codebuild-local-cache-${randomUUID()}`;

let image: string;

describeWithDocker("layered volumes", () => {
  beforeAll(() => {
    image = busyboxImage();
  });

  it("show what is below them, take all changes, and are copied into one", async () => {
    const provider = createProvider();
    const [first, second, third, copy] = [toName(), toName(), toName(), toName()];
    const run = async (volume: Volume, script: string, copyTo?: string): Promise<string[]> => {
      await using environment = await provider.provision(toSpec(image, { volumes: [volume] }), never);
      const printed = await printedBy(environment, script);
      if (copyTo !== undefined) await environment.copyVolume(PATH, copyTo);
      return printed.split("\n").filter(Boolean);
    };
    const layered = (name: string, ...over: string[]): Volume => ({ kind: "layered", path: PATH, name, over });
    const list = `cd ${PATH}; find . -type f | sort; cat a`;
    try {
      await run(layered(first), `cd ${PATH}; echo 1 >a; echo 1 >b; mkdir d; echo 1 >d/c; ln a hard`);
      expect(await run(layered(second, first), `${list}; echo 2 >a; rm b; rm -r d`)).toEqual([
        "./a",
        "./b",
        "./d/c",
        "./hard",
        "1",
      ]);
      expect(await run(layered(third, second, first), list, copy)).toEqual(["./a", "./hard", "2"]);
      expect(await run(layered(toName(), first), list)).toEqual(["./a", "./b", "./d/c", "./hard", "1"]);
      expect(await run(layered(toName(), copy), list)).toEqual(["./a", "./hard", "2"]);
      // A second provision begins anew.
      expect(await run(layered(second), `ls ${PATH}`)).toEqual([]);
    } finally {
      for (const name of await provider.volumes()) await provider.removeVolume(name);
    }
    expect(await provider.volumes()).toEqual([]);
    expect(await provider.builds()).toEqual([]);
  });

  it("are refused where one below them is gone, and leave nothing behind", async () => {
    const provider = createProvider();
    const spec = toSpec(image, { volumes: [{ kind: "layered", path: PATH, name: toName(), over: [toName()] }] });
    await expect(provider.provision(spec, never)).rejects.toThrow(VolumeUnavailable);
    expect(await provider.builds()).toEqual([]);
    expect(await provider.volumes()).toEqual([]);
  });

  it("are not taken for the build by a process that follows one that was killed while it copied them", async () => {
    const provider = createProvider({ instance: "test-copy-left" });
    const spec = toSpec(image);
    await using environment = await provider.provision(spec, never);
    await printedBy(environment, "echo done");
    const own = containerOf(spec.buildArn);
    docker(
      "create",
      "--label",
      `codebuild-local.build=${spec.buildArn}`,
      "--label",
      "codebuild-local.instance=test-copy-left",
      image,
      "/bin/sh",
    );
    const adopted = await provider.adopt(spec.buildArn);
    expect(await adopted?.state()).toBe("exited");
    expect(containerOf(spec.buildArn)).toBe(own);
  });
});
