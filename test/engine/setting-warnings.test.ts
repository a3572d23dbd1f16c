import { afterAll, beforeAll, expect, it } from "vitest";

import type { EnvironmentSpec } from "../../src/environment/build-environment.ts";
import { commands, IMAGE, openTestService, type TestService } from "./test-service.ts";

let service: TestService;
const specs: EnvironmentSpec[] = [];
beforeAll(async () => {
  service = await openTestService();
  service.shells.refuse = (spec) => {
    specs.push(spec);
    return undefined;
  };
});
afterAll(() => service[Symbol.asyncDispose]());

it("a build says of which of its settings have no effect, and of no others", async () => {
  const { client } = service;
  const project = await client.createProject(IMAGE, {
    environment: {
      type: "ARM_CONTAINER",
      image: IMAGE,
      computeType: "ATTRIBUTE_BASED_COMPUTE",
      computeConfiguration: { vCpu: 1, memory: 1, disk: 64, machineType: "NVME" },
    },
    vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    buildBatchConfig: { serviceRole: "batch" },
  });
  const run = async (more: object): Promise<string[]> => {
    const { id } = await client.startBuild(project, commands({ build: ["echo WARNING: mine"] }), more);
    const build = await client.finish(id);
    expect(build.buildStatus).toBe("SUCCEEDED");
    return (await client.logOf(build))
      .split("\n")
      .filter((line) => line.includes("WARNING"))
      .map((line) => line.slice(line.indexOf("WARNING")));
  };
  const vpc = "WARNING: vpcConfig has no effect: the build runs in a network of the container engine";
  expect((await run({ hostKernelOverride: "LINUX_KERNEL_6" })).slice(0, -2)).toEqual([
    vpc,
    "WARNING: hostKernel LINUX_KERNEL_6 has no effect: the build runs on the container engine's kernel",
    "WARNING: computeConfiguration.disk has no effect: disk space is not limited",
    "WARNING: computeConfiguration.machineType has no effect: the build runs on the container engine's machine",
  ]);
  expect(specs.at(-1)).toMatchObject({ architecture: "arm64", limits: { memoryBytes: 2 ** 30, cpus: 1 } });
  const plain = await run({ environmentTypeOverride: "LINUX_CONTAINER", computeTypeOverride: "BUILD_GENERAL1_LARGE" });
  expect(plain.slice(0, -2)).toEqual([vpc]);
  expect(specs.at(-1)).toMatchObject({
    architecture: undefined,
    limits: { memoryBytes: 16 * 2 ** 30, cpus: 8 },
  });
});

it.each([
  ["ARM_CONTAINER", "BUILD_GENERAL1_XLARGE", 64, 32, false],
  ["LINUX_GPU_CONTAINER", "BUILD_GENERAL1_LARGE", 255, 32, true],
  ["LINUX_CONTAINER", "BUILD_GENERAL1_2XLARGE", 144, 72, false],
] as const)("%s of %s is worth %i GiB and %i vCPUs", async (type, computeType, memory, cpus, gpus) => {
  const { client } = service;
  const { id } = await client.startBuild(await client.createProject(IMAGE), undefined, {
    environmentTypeOverride: type,
    computeTypeOverride: computeType,
  });
  expect((await client.finish(id)).buildStatus).toBe("SUCCEEDED");
  expect(specs.at(-1)).toMatchObject({ gpus, limits: { memoryBytes: memory * 2 ** 30, cpus } });
});
