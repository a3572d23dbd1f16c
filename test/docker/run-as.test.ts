import { beforeAll, expect, it } from "vitest";

import type { BuildPlan } from "../../src/engine/build-plan.ts";
import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage, debianImage } from "../support/docker-images.ts";
import { type DriverRun, runPlan, SOURCE_DIRECTORY, toPlan } from "../support/driver-run.ts";
import { createProvider, never, toSpec } from "./docker-builds.ts";

/** Users that a command makes, of whatever the image has. */
const ADD_USERS =
  "echo 'ann:x:1234:1235::/home/ann:/sbin/nologin' >>/etc/passwd; printf 'bob:x:1300:1300::/:' >>/etc/passwd; " +
  "echo 'anns:x:1235:' >>/etc/group; echo 'more:x:1500:bob,ann' >>/etc/group; mkdir -p /home/ann; chown 1234 /home/ann";

describeWithDocker("phases that run as other users", () => {
  const provider = createProvider();
  const images: Record<string, string> = {};
  beforeAll(() => {
    images["busybox"] = busyboxImage("codebuild-local-test/busybox:1");
    images["debian"] = debianImage();
  });

  const run = async (
    image: string,
    phases: Parameters<typeof toPlan>[0],
    more: Partial<BuildPlan> = {},
  ): Promise<DriverRun> => {
    await using environment = await provider.provision(toSpec(images[image] ?? ""), never);
    return await runPlan(environment, toPlan(phases, more));
  };

  it.each([
    ["busybox", "/bin/sh", ""],
    ["debian", "/bin/sh", ""],
    ["debian", "bash", ""],
    ["debian", "/bin/sh", "rm $(command -v setpriv)"],
    ["debian", "bash", "rm $(command -v setpriv) $(command -v chroot)\necho 'ann:*:1::::::' >>/etc/shadow"],
  ] as const)("share one state, and the sources are theirs: %s with %s %s", async (image, shell, before) => {
    const { course, printed, finished, expanded } = await run(
      image,
      {
        INSTALL: [`${ADD_USERS}\n${before}`, "mkdir -p d; echo of root >d/of-root; ln -s /etc/passwd link; chmod -R go= .; export E=e; V=v; cd d; umask 027", "exit 0"],
        PRE_BUILD: {
          runAs: "ann",
          commands: [
            "id -u; id -g; id -G | tr ' ' '\\n' | sort | tr '\\n' ' '; echo; pwd; umask; echo $E$V $HOME $USER $LOGNAME",
            "echo changed >of-root && touch ../made && echo x >/dev/stdout; echo y >>/dev/stderr",
            "echo no >/etc/no; echo no >/codebuild/output/tmp/no; W=w; f() { echo f-$1; }",
            "f 1; (exit 3); exit 0",
            "kill -9 $$",
          ],
          finally: ["echo $V$W; ls -ln ../made | tr -s ' ' | cut -d' ' -f 3,4; export HOME=/elsewhere"],
          afterFailure: "BUILD",
        },
        BUILD: { commands: ["id -u; echo $HOME $USER $V$W; ls -ln of-root /etc/passwd | tr -s ' ' | cut -d' ' -f 3; pwd"] },
        POST_BUILD: { runAs: "ann", commands: ["id -u; echo $HOME; V=last"] },
      },
      { shell, expansions: new Map([["name", "$V-$(id -u)"]]) },
    ); // prettier-ignore
    expect(course).toEqual([
      "INSTALL 0: 0", "INSTALL 1: 0", "INSTALL 2: 0", "INSTALL ended",
      "PRE_BUILD user: 0", "PRE_BUILD 0: 0", "PRE_BUILD 1: 0", "PRE_BUILD 2: 0", "PRE_BUILD 3: 0",
      "PRE_BUILD 4: 137", "PRE_BUILD 5: 0", "PRE_BUILD failed",
      "BUILD user: 0", "BUILD 0: 0", "BUILD ended",
      "POST_BUILD user: 0", "POST_BUILD 0: 0", "POST_BUILD ended",
    ]); // prettier-ignore
    const directory = `${SOURCE_DIRECTORY}/d`;
    expect(printed["PRE_BUILD 0"]).toBe(`1234\n1235\n1235 1500 \n${directory}\n0027\nev /home/ann ann ann\n`);
    expect(printed["PRE_BUILD 1"]).toBe("x\ny\n");
    expect(printed["PRE_BUILD 2"]?.match(/denied/g)).toHaveLength(2);
    expect(printed["PRE_BUILD 3"]).toBe("f-1\n");
    expect(printed["PRE_BUILD 5"]).toBe("vw\n1234 1235\n");
    expect(printed["BUILD 0"]).toBe(`0\n/root root vw\n0\n0\n${directory}\n`);
    expect(printed["POST_BUILD 0"]).toBe("1234\n/home/ann\n");
    expect({ finished, expanded }).toEqual({ finished: true, expanded: { name: "last-1234" } });
  });

  it("keeps a live shell over phases of one user, and root's own in phases without commands", async () => {
    const { course, printed } = await run("busybox", {
      PRE_BUILD: { runAs: "builder", commands: ["f() { echo f-$1; }; sleep 5 & P=$!"] },
      BUILD: { runAs: "builder", commands: ["f 1; kill $P; id -un"] },
      POST_BUILD: { runAs: "nobody-here" },
    });
    expect(course).toEqual([
      "INSTALL ended",
      "PRE_BUILD user: 0",
      "PRE_BUILD 0: 0",
      "PRE_BUILD ended",
      "BUILD 0: 0",
      "BUILD ended",
      "POST_BUILD ended",
    ]);
    expect(printed["BUILD 0"]).toBe("f-1\nbuilder\n");
  });

  it("fail without having run anything when there is no such user", async () => {
    const { course, output, finished } = await run("debian", {
      BUILD: { runAs: "nobody-here", commands: ["echo never"], finally: ["echo never"] },
      POST_BUILD: { commands: ["id -u"] },
    });
    expect({ course, output, finished }).toEqual({
      course: [
        "INSTALL ended",
        "PRE_BUILD ended",
        "BUILD user: 1",
        "BUILD failed",
        "POST_BUILD 0: 0",
        "POST_BUILD ended",
      ],
      output: "0\n",
      finished: true,
    });
  });

  it.each([
    ["there is no list of users", "rm /etc/passwd", 1],
    [
      "the image has nothing that changes the user",
      "rm $(command -v setpriv) $(command -v chroot) $(command -v su)",
      2,
    ],
    ["the image has no chown", "rm $(command -v chown)", 2],
  ])("fail when %s", async (_, before, status) => {
    const { course, finished } = await run("debian", {
      INSTALL: [before],
      PRE_BUILD: { runAs: "nobody", commands: ["echo never"] },
    });
    expect(course.slice(2)).toEqual([`PRE_BUILD user: ${status}`, "PRE_BUILD failed"]);
    expect(finished).toBe(true);
  });

  it("hold what the plan and readonly variables say of the home directory", async () => {
    const { printed } = await run(
      "busybox",
      {
        INSTALL: ["readonly USER=fixed"],
        BUILD: { runAs: "builder", commands: ["echo $HOME $USER $LOGNAME", "exit 0", "echo $HOME $USER $LOGNAME"] },
      },
      { environment: new Map([["HOME", "/own home"]]) },
    );
    expect(printed["BUILD 0"]).toBe("/own home fixed builder\n");
    expect(printed["BUILD 2"]).toBe("/own home fixed builder\n");
  });

  it("show no values of variables to other users", async () => {
    const { printed } = await run(
      "busybox",
      {
        PRE_BUILD: { runAs: "builder", commands: ["test ${#SECRET} = 12 && exit 0"] },
        BUILD: [
          `${ADD_USERS}; env -i /bin/su -s /bin/sh ann -c 'cat /proc/*/environ /proc/*/cmdline /codebuild/output/tmp/* /codebuild/output/tmp/driver/*' 2>/dev/null | grep -c 's3cr[3]t'; true`,
        ],
      },
      { environment: new Map([["SECRET", "s3cr3t-value"]]) },
    );
    expect(printed["BUILD 0"]).toBe("0\n");
  });
});
