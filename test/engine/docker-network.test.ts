import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, expect, it } from "vitest";

import { describeWithDocker, docker, itButPodman } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { outputLines, phaseStatuses } from "../support/endpoint-client.ts";
import { commands, contextOf, openTestService } from "./test-service.ts";

const NO_NAMES = "containers have names in a network of Podman's with its DNS plugin only";

const CALL_BACK = 'wget -q -O - "$AWS_ENDPOINT_URL/_codebuild-local/health" | grep -o \'"status":"ok"\'';

describeWithDocker("Builds in a network of the user's", () => {
  const network = `codebuild-local-test-${randomBytes(4).toString("hex")}`;
  const neighbour = `${network}-neighbour`;
  beforeAll(() => {
    busyboxImage();
    docker("network", "create", network);
    docker("run", "--detach", "--network", network, "--name", neighbour, ALPINE, "sleep", "600");
  });
  afterAll(() => {
    docker("rm", "--force", neighbour);
    docker("network", "rm", network);
  });

  itButPodman(
    "find its containers by name, reach the endpoint, and have the names that the user gives",
    NO_NAMES,
    async () => {
      const hosts = ["--add-host", "registry.test:10.1.2.3", "--add-host", "machine.test:host-gateway"];
      await using service = await openTestService({
        environments: "docker",
        flags: ["--docker-network", network, ...hosts],
      });
      const ping = `ping -c 1 -W 5 ${neighbour} | grep -c '1 packets received'`;
      const build = await service.client.run(
        ALPINE,
        commands({ build: [ping, CALL_BACK, "grep -h '[.]test$' /etc/hosts | tr '\\t' ' '"] }),
      );
      const log = await service.client.logOf(build);
      expect(build.buildStatus, log).toBe("SUCCEEDED");
      const gateway = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
      expect(outputLines(log)).toEqual([
        "1",
        '"status":"ok"',
        "10.1.2.3 registry.test",
        expect.stringMatching(gateway === "" ? / machine\.test$/ : `^${gateway} machine.test$`),
      ]);
    },
  );

  it("reach the endpoint on the host's own network too", async () => {
    await using service = await openTestService({ environments: "docker", flags: ["--docker-network", "host"] });
    const build = await service.client.run(ALPINE, commands({ build: [CALL_BACK] }));
    const log = await service.client.logOf(build);
    expect(build.buildStatus, log).toBe("SUCCEEDED");
    expect(outputLines(log)).toEqual(['"status":"ok"']);
  });

  it("fail in PROVISIONING, with the network's name, while it is not there", async () => {
    const missing = `${network}-missing`;
    await using service = await openTestService({ environments: "docker", flags: ["--docker-network", missing] });
    const build = await service.client.run(ALPINE, commands({ build: ["true"] }));
    expect(phaseStatuses(build)).toMatchObject({ PROVISIONING: "FAILED" });
    const [code, message] = contextOf(build, "PROVISIONING");
    expect(code).toBe("CLIENT_ERROR");
    expect(message).toMatch(/^The network that builds run in \(--docker-network\) is not there\. .*network /);
    expect(message).toContain(missing);
    docker("network", "create", missing);
    try {
      expect((await service.client.run(ALPINE, commands({ build: ["true"] }))).buildStatus).toBe("SUCCEEDED");
    } finally {
      docker("network", "rm", missing);
    }
  });
});
