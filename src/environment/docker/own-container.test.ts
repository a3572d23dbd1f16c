import { expect, test } from "vitest";

import { toContainerId } from "./build-network.ts";

const ID = "0123456789abcdef".repeat(4);

test("a container is told by what the engine mounts over its /etc", () => {
  const mounts = [
    "812 748 0:66 / /dev/shm rw,nosuid - tmpfs shm rw,size=65536k",
    `813 748 254:1 /docker/containers/${ID}/hostname /etc/hostname rw,relatime - ext4 /dev/vda rw`,
  ];
  expect(toContainerId(mounts.join("\n"))).toBe(ID);
});

test("the mounts of containers that run beside this process are not its own", () => {
  const mounts = [
    `530 29 0:66 / /var/lib/docker/containers/${ID}/mounts/shm rw,nosuid - tmpfs shm rw,size=65536k`,
    "531 29 0:4 net:[4026532280] /run/docker/netns/2f1b rw shared:301 - nsfs nsfs rw",
  ];
  expect(toContainerId(mounts.join("\n"))).toBeUndefined();
});
