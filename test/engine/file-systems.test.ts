import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";

import type { ProjectFileSystemLocation } from "@aws-sdk/client-codebuild";
import { pack } from "tar-stream";
import { afterAll, beforeAll, expect, it } from "vitest";

import { PhaseError } from "../../src/domain/phase-error.ts";
import { createProvider, never, toSpec } from "../docker/docker-builds.ts";
import { describeWithDocker, docker, itButPodman } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { commands, contextOf, openTestService, type TestService, type TestServiceOptions } from "./test-service.ts";

const NO_NFS = "Podman's API mounts no NFS, which fails such builds";

const EFS: ProjectFileSystemLocation = {
  type: "EFS",
  identifier: "my_efs",
  location: "fs-0123.efs.us-east-1.amazonaws.com:/shared",
  mountPoint: "/mnt/efs",
};
const DEFAULTS = "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2";

/** `NAME:/DIRECTORY` of an NFS 4.1 server that this machine may write to. */
const EXPORT = process.env["CODEBUILD_LOCAL_TEST_NFS"];
const noMount = !readFileSync("/proc/filesystems", "utf8").includes("nfs4")
  ? "this kernel has no NFS"
  : EXPORT === undefined
    ? "CODEBUILD_LOCAL_TEST_NFS names no NFS export"
    : undefined;

describeWithDocker("File systems of a project", () => {
  const volume = `codebuild-local-test-${randomBytes(4).toString("hex")}`;
  beforeAll(() => {
    busyboxImage();
  });
  afterAll(() => {
    docker("volume", "rm", "--force", volume);
  });

  const open = (flags: readonly string[] = []): Promise<TestService> =>
    openTestService({ environments: "docker", flags } satisfies TestServiceOptions);

  const volumesOfNfs = (): string[] =>
    docker("volume", "ls", "--format", "{{.Name}}")
      .split("\n")
      .filter((name) => name !== "" && docker("volume", "inspect", name).includes(`"type": "nfs"`));

  it("are mounted where they are said to be, and their contents outlive builds", async () => {
    await using service = await open([`--efs-rewrite=${EFS.location ?? ""}=volume:${volume}`]);
    const { client } = service;
    const vpcConfig = { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const project = await client.createProject(ALPINE, { fileSystemLocations: [EFS], vpcConfig });
    const runs = ["echo $CODEBUILD_MY_EFS; echo kept >$CODEBUILD_MY_EFS/file", "cat /mnt/efs/file"];
    const printed: string[][] = [];
    for (const command of runs) {
      const { id } = await client.startBuild(project, commands({ build: [command] }));
      const build = await client.finish(id);
      const log = await client.logOf(build);
      expect(build.buildStatus, log).toBe("SUCCEEDED");
      expect(build).toMatchObject({ fileSystemLocations: [EFS], vpcConfig });
      expect(log).toContain("WARNING: vpcConfig has no effect: the build runs in a network of the container engine\n");
      printed.push(outputLines(log));
    }
    expect(printed).toEqual([["/mnt/efs"], ["kept"]]);
  });

  itButPodman("that can't be mounted fail DOWNLOAD_SOURCE in AWS's words, and leave no volume", NO_NFS, async () => {
    // Nobody serves NFS there; on a kernel without NFS the refusal is another one.
    const nowhere = "127.0.0.1:/shared/deep";
    await using service = await open([`--efs-rewrite=${EFS.location ?? ""}=${nowhere}`]);
    const { client } = service;
    const before = volumesOfNfs();
    const quick = { ...EFS, mountOptions: "nfsvers=4.1,soft,timeo=1,retrans=1" };
    const project = await client.createProject(ALPINE, { fileSystemLocations: [quick] });
    const { id } = await client.startBuild(project);
    const build = await client.finish(id);
    expect(phaseStatuses(build)).toMatchObject({ PROVISIONING: "SUCCEEDED", DOWNLOAD_SOURCE: "FAILED" });
    const [code, message] = contextOf(build, "DOWNLOAD_SOURCE");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(/^mounting '127\.0\.0\.1:\/shared\/deep' failed\. (no such device|connection refused)$/);
    expect(volumesOfNfs()).toEqual(before);
  });

  itButPodman("of a server that nobody knows fail likewise", NO_NFS, async () => {
    const { client, ...service } = await open();
    const project = await client.createProject(ALPINE, { fileSystemLocations: [EFS] });
    const { id } = await client.startBuild(project);
    const [code, message] = contextOf(await client.finish(id), "DOWNLOAD_SOURCE");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(/^mounting 'fs-0123\.efs\.us-east-1\.amazonaws\.com' failed\. lookup fs-0123\.efs/);
    await service[Symbol.asyncDispose]();
  });

  itButPodman("are mounted for the source too, as Docker's local driver mounts NFS", NO_NFS, async () => {
    const volumes = [{ kind: "nfs", path: "/mnt/a", server: "127.0.0.1", directory: "/a", options: DEFAULTS }] as const;
    const provider = createProvider();
    const spec = toSpec(ALPINE, { volumes });
    await using environment = await provider.provision(spec, never);
    const [container] = JSON.parse(
      docker("inspect", docker("ps", "-aq", "--filter", `label=codebuild-local.build=${spec.buildArn}`)),
    ) as [{ Mounts: { Name: string; Destination: string }[] }];
    const [mount] = container.Mounts;
    expect(mount?.Destination).toBe("/mnt/a");
    const [made] = JSON.parse(docker("volume", "inspect", mount?.Name ?? "")) as [{ Driver: string; Options: object }];
    expect(made).toMatchObject({
      Driver: "local",
      Options: { type: "nfs", device: ":/a", o: `addr=127.0.0.1,${DEFAULTS}` },
    });
    const archive = pack();
    archive.entry({ name: "file" }, "text");
    archive.finalize();
    const error: unknown = await environment.putArchive("/", Readable.from(archive)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhaseError);
    expect((error as PhaseError).message).toMatch(/^mounting '127\.0\.0\.1:\/a' failed\. /);
  });

  const name = "are shared by builds over NFS";
  if (noMount !== undefined) it.skip(`${name} [skipped: ${noMount}]`);
  else {
    it(name, async () => {
      await using service = await open([`--efs-rewrite=${EFS.location ?? ""}=${EXPORT ?? ""}`]);
      const { client } = service;
      const project = await client.createProject(ALPINE, { fileSystemLocations: [EFS] });
      const file = `$CODEBUILD_MY_EFS/${randomUUID()}`;
      for (const command of [`echo kept >${file}`, `grep kept ${file} && rm ${file}`]) {
        const { id } = await client.startBuild(project, commands({ build: [command] }));
        const build = await client.finish(id);
        expect(build.buildStatus, await client.logOf(build)).toBe("SUCCEEDED");
      }
    });
  }
});
