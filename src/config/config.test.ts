import { describe, expect, test } from "vitest";

import { parseConfig } from "./config.ts";

describe("--git-rewrite", () => {
  test("is repeated as a flag, and divided by spaces or commas in the variable", () => {
    const rules = [
      { from: "https://github.com/", to: "http://127.0.0.1:3000/" },
      { from: "https://github.com/o/r", to: "/home/ann/r" },
    ];
    const [first, second] = rules.map(({ from, to }) => `${from}=${to}`);
    expect(parseConfig(["--git-rewrite", first ?? "", `--git-rewrite=${second ?? ""}`], {}, 1).gitRewrites).toEqual(
      rules,
    );
    for (const between of [" ", ",", ", "]) {
      const env = { CODEBUILD_LOCAL_GIT_REWRITE: [first, second].join(between) };
      expect(parseConfig([], env, 1).gitRewrites).toEqual(rules);
    }
    expect(parseConfig([], {}, 1).gitRewrites).toEqual([]);
  });

  test("keeps spaces and equals signs of a path", () => {
    const { gitRewrites } = parseConfig(["--git-rewrite", "https://github.com/o/r=/home/ann/a b=c"], {}, 1);
    expect(gitRewrites).toEqual([{ from: "https://github.com/o/r", to: "/home/ann/a b=c" }]);
  });

  test.each([
    "https://github.com/",
    "github.com=/x",
    "https://github.com/=relative",
    "https://a@b/=/x",
    "ext::x=/x",
    "",
  ])("refuses %j", (rule) => {
    if (rule === "") expect(parseConfig(["--git-rewrite", rule], {}, 1).gitRewrites).toEqual([]);
    else expect(() => parseConfig(["--git-rewrite", rule], {}, 1)).toThrow(/^--git-rewrite must be FROM=TO/);
  });
});

describe("--add-host", () => {
  test("takes addresses of both kinds and the host's, as flags and in the variable", () => {
    const hosts = ["registry.test:10.0.0.1", "six:fd00::1", "host_name:host-gateway"];
    expect(
      parseConfig(
        hosts.flatMap((host) => ["--add-host", host]),
        {},
        1,
      ).extraHosts,
    ).toEqual(hosts);
    expect(parseConfig([], { CODEBUILD_LOCAL_ADD_HOST: hosts.join(", ") }, 1).extraHosts).toEqual(hosts);
    expect(parseConfig(["--add-host", "six:[fd00::1]"], {}, 1).extraHosts).toEqual(["six:fd00::1"]);
    expect(parseConfig([], {}, 1).extraHosts).toEqual([]);
  });

  test.each(["name", "name:", ":10.0.0.1", "name:10.0.0.256", "a b:10.0.0.1", "name:elsewhere"])(
    "refuses %j",
    (host) => {
      expect(() => parseConfig(["--add-host", host], {}, 1)).toThrow(/^--add-host must be NAME:ADDRESS/);
    },
  );
});

describe("--efs-rewrite", () => {
  test("takes NFS locations and volumes", () => {
    const rules = ["fs-1.efs.us-east-1.amazonaws.com:/a=10.0.0.1:/b", "fs-2.efs.us-east-1.amazonaws.com=volume:cache"];
    const { efsRewrites } = parseConfig(
      rules.map((rule) => `--efs-rewrite=${rule}`),
      {},
      1,
    );
    expect(efsRewrites).toEqual([
      { from: "fs-1.efs.us-east-1.amazonaws.com:/a", to: "10.0.0.1:/b" },
      { from: "fs-2.efs.us-east-1.amazonaws.com", to: "volume:cache" },
    ]);
  });

  test.each(["fs-1", "fs-1=", "=volume:a", "fs-1=volume:", "fs-1=volume:/etc", "fs-1=/etc"])("refuses %j", (rule) => {
    expect(() => parseConfig(["--efs-rewrite", rule], {}, 1)).toThrow(/^--efs-rewrite must be FROM=TO/);
  });
});

test("git gets what it needs of the environment, and none of the rest", () => {
  const env = {
    PATH: "/bin",
    https_proxy: "http://p",
    AWS_SECRET_ACCESS_KEY: "x",
    GIT_DIR: "/x",
    GIT_SSH_COMMAND: "x",
  };
  expect(parseConfig([], env, 1).gitEnvironment).toEqual({ PATH: "/bin", https_proxy: "http://p" });
});
