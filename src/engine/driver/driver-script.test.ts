import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { type DriverRun, NONCE, runPlan, SOURCE_DIRECTORY, toPlan } from "../../../test/support/driver-run.ts";
import { createLocalShellProvider, type LocalShellEnvironment } from "../../../test/support/local-shell-environment.ts";
import { systemClock } from "../../common/clock.ts";
import type { BuildPlan } from "../build-plan.ts";
import { toDriverScript } from "./driver-script.ts";

const folder = mkdtempSync(join(tmpdir(), "driver-shells-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `program` as /bin/sh, the commands run by `shell`. */
const shells = [
  { name: "dash", program: "/bin/dash", shell: "/bin/sh", bash: false },
  { name: "busybox ash", program: "/bin/busybox", shell: "/bin/sh", bash: false },
  { name: "bash as /bin/sh", program: "/bin/bash", shell: "/bin/sh", bash: true },
  { name: "bash beside dash", program: "/bin/dash", shell: "bash", bash: true },
] as const;

describe.each(shells.filter(({ program }) => existsSync(program)))(
  "the driver with $name",
  ({ name, program, shell, bash }) => {
    const dash = name === "dash";
    /** What only bash can keep; docs/driver.md says so. */
    const itInBash = (title: string, test: () => Promise<void>): void => {
      if (bash) it(title, test);
    };
    const run = (phases: Parameters<typeof toPlan>[0], more?: Partial<BuildPlan>): Promise<DriverRun> =>
      runLocally(named("sh", program), toPlan(phases, { shell, ...more }));
    /** What each command printed. */
    const printedBy = async (...commands: readonly string[]): Promise<string[]> => {
      const { printed } = await run({ BUILD: commands });
      return commands.map((_, index) => printed[`BUILD ${index}`] ?? "");
    };

    describe("one state for all commands", () => {
      it("keeps the directory, exported and plain variables, functions and arguments, over phases too", async () => {
        const { printed, course } = await run({
          INSTALL: [
            "cd /tmp",
            "export EXPORTED=e",
            "plain=p",
            "greet() { echo greet-$1; }",
            "set -- a 'b c'",
            "umask 027",
          ],
          POST_BUILD: [
            "pwd",
            "echo $plain-$(sh -c 'echo $EXPORTED')",
            "greet fn",
            'echo "$#-$2"',
            "umask",
            "cd -; cd -",
          ],
        });
        expect(Object.values(printed)).toEqual([
          "/tmp\n",
          "p-e\n",
          "greet-fn\n",
          "2-b c\n",
          "0027\n",
          `${SOURCE_DIRECTORY}\n/tmp\n`,
        ]);
        expect(course.at(-1)).toBe("POST_BUILD ended");
      });

      it("keeps background processes to wait for, and waits for none by itself", async () => {
        const started = Date.now();
        expect((await printedBy("(exit 7) & saved=$!; sleep 100 &", "wait $saved; echo $?"))[1]).toBe("7\n");
        expect(Date.now() - started).toBeLessThan(20_000);
      });

      it("keeps descriptors that a command opened", async () => {
        expect(await printedBy("exec 9>lock 3>log", "echo x >&3; cat log", "echo y >&9; cat lock")).toEqual([
          "",
          "x\n",
          "y\n",
        ]);
      });

      it("keeps aliases while no command exits, and is not misled by them", async () => {
        const aliases = "hi='echo hi' printf=false read=false set=false case=false test=false trap=false exit=false";
        const printed = await printedBy(
          `shopt -s expand_aliases 2>/dev/null; alias ${aliases}; true`,
          "hi",
          "unalias exit\nexit 0",
          "echo after",
        );
        expect(printed).toEqual(["", "hi\n", "", "after\n"]);
      });

      it("is not misled by functions of its builtins' names", async () => {
        const functions = ["printf", "read", "test", "umask", "cd"]
          .map((builtin) => `${builtin}() { echo fooled; }`)
          .join("; ");
        expect(await printedBy(`V=1; ${functions}`, "echo 2", "exit 0", "echo $V")).toEqual(["", "2\n", "", "1\n"]);
      });

      it("keeps directory, variables, readonly ones, exports and umask when a command exits", async () => {
        const value = `'"$(echo no)\`echo no\`\\ \t\\n*é\u0001`;
        const printed = await printedBy(
          `cd /tmp; plain=p; export E='line 1\nPPID=9\nline 3'; readonly R=r; umask 077; odd=${quote(value)}`,
          "exit 0",
          `pwd; echo "$plain|$E|$R"; umask; sh -c 'echo "$E"'; test "$odd" = ${quote(value)} && echo same; (R=x) 2>/dev/null || echo readonly`,
          "cd -",
        );
        expect(printed[2]).toBe("/tmp\np|line 1\nPPID=9\nline 3|r\n0077\nline 1\nPPID=9\nline 3\nsame\nreadonly\n");
        expect(printed[3]).toBe(`${SOURCE_DIRECTORY}\n`);
      });

      it("keeps the state that a command had when it called exit", async () => {
        expect(await printedBy("cd /usr; V=1; f() { V=2; exit 0; }; f; V=3", "echo $V $PWD")).toEqual(["", "2 /usr\n"]);
      });

      it("keeps the state of the command before when one is killed", async () => {
        const { printed, course } = await run({
          BUILD: { commands: ["V=1; cd /usr", "V=2; cd /; kill -9 $$"], finally: ["echo $V $PWD"] },
        });
        expect(course).toContain("BUILD 1: 137");
        expect(printed).toEqual({ "BUILD 2": "1 /usr\n" });
      });

      it("keeps set -u, over a replaced worker too", async () => {
        const { course } = await run({ BUILD: ["set -u", "exit 0", "echo $NOT_SET; true", "echo never"] });
        expect(course.filter((line) => line.startsWith("BUILD"))).toEqual([
          "BUILD 0: 0",
          "BUILD 1: 0",
          `BUILD 2: ${bash ? 1 : 2}`,
          "BUILD failed",
        ]);
      });

      it("saves nothing when a subshell exits", async () => {
        const subshells = "V=1; (V=2; exit 5) || x=$(V=3; exit 3) || { V=4; exit 4; } & wait; true";
        expect(await printedBy(subshells, "exit 0", "echo $V")).toEqual(["", "", "1\n"]);
      });

      it("keeps the last state that could be written when one can't, as on a full disk", async () => {
        const full =
          "for s in 0 1; do test $s = $CODEBUILD_DRIVER_STATE || ln -sf /dev/full /codebuild/output/tmp/driver/state-$s; done";
        expect(await printedBy("V=before; cd /usr", `V=after; ${full}`, "exit 0", "echo $V $PWD")).toEqual([
          "",
          "",
          "",
          "before /usr\n",
        ]);
      });

      it("keeps values of hundreds of kilobytes, exported ones too", async () => {
        const grow = "x=0123456789; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do x=$x$x; done";
        expect(await printedBy(`${grow}; export x`, "exit 0", "echo ${#x}; unset x", "echo alive")).toEqual([
          "",
          "",
          "163840\n",
          "alive\n",
        ]);
      });

      it("goes back to the source directory when the worker must be replaced and its directory is gone", async () => {
        const printed = await printedBy("mkdir d; cd d; rmdir ../d; V=1", "exit 0", "pwd; echo $V");
        expect(printed[2]).toBe(`${SOURCE_DIRECTORY}\n1\n`);
      });

      itInBash("keeps functions, arrays and aliases after an exit, as bash can tell them", async () => {
        const printed = await printedBy(
          "shopt -s expand_aliases extglob; a=(x 'y z'); declare -A m=([k]=v); alias hi='echo hi'",
          "f() { case $1 in +(a)) echo as;; *) echo f-$1;; esac; }; export -f f",
          "exit 0",
          "f 1; f aa; echo ${#a[@]} ${m[k]}; bash -O extglob -c 'f 2'",
          "hi",
        );
        expect(printed.slice(3)).toEqual(["f-1\nas\n2 v\nf-2\n", "hi\n"]);
      });

      itInBash("runs commands at top level, not in a function", async () => {
        expect(await printedBy("declare D=1; local L=2 2>/dev/null || echo no local", "echo $D")).toEqual([
          "no local\n",
          "1\n",
        ]);
      });
    });

    describe("what a command does ends with it", () => {
      it.each([
        [
          "options",
          "set -efxvC 2>/dev/null; set -a; set -b; true",
          "false; echo *x* $NOT_SET; X=1; sh -c 'echo [$X]'; echo x >f; echo y >f; cat f",
          "*x*\n[]\ny\n",
        ],
        [
          "a redirection of its output",
          "exec >/dev/null 2>&1; echo lost",
          "echo heard; echo heard >&2",
          "heard\nheard\n",
        ],
        ["closed streams", "exec <&- >&- 2>&-", "echo heard; cat", "heard\n"],
        ["its reading of standard input", "cat", "read x; echo $?", "1\n"],
        ["a standard input of its own", "echo data >f; exec <f", "cat; echo none", "none\n"],
        ["set -n", "set -n", "echo heard", "heard\n"],
        [
          "IFS, PATH and HOME, as far as the driver goes",
          "IFS=0123456789; PATH=; HOME=; unset PS4",
          "echo heard",
          "heard\n",
        ],
        [
          "the use of descriptors that the shell needs itself",
          'i=3; while [ $i -lt 30 ]; do (eval "exec $i>/dev/null") && eval "exec $i>/dev/null"; i=$((i + 1)); done 2>/dev/null; true',
          "echo heard; echo heard >&2",
          "heard\nheard\n",
        ],
        ["a limit of open files, as far as the driver goes", "ulimit -n 3", "echo heard", "heard\n"],
      ])("%s", async (_, first, second, printed) => {
        const { course, printed: all } = await run({ BUILD: { commands: [first], finally: [second] } });
        expect(all["BUILD 1"]).toBe(printed);
        expect(course).toContain("BUILD 1: 0");
      });

      it("pipefail", async () => {
        const { course } = await run({ BUILD: ["set -o pipefail", "false | true"] });
        // dash 0.5.12 has none.
        expect(course).toContain(dash ? "BUILD 0: 2" : "BUILD 1: 0");
      });

      it("does not show the driver in a trace", async () => {
        expect((await printedBy("set -x; true", "exit 0", "set -x; exit 0")).join("")).toMatch(
          /^(\++ (true|exit 0)\n){2}$/,
        );
      });

      it("everything that may be unset", async () => {
        const names = "$(set | sed -n 's/^\\([A-Za-z_][A-Za-z_0-9]*\\)=.*/\\1/p')";
        const unset = `for n in ${names}; do case $n in n|PATH|PWD|OPTIND) ;; *) unset $n; esac; done 2>/dev/null; true`;
        const { printed, course } = await run({
          BUILD: [unset, "echo heard $CODEBUILD_BUILD_SUCCEEDING"],
          POST_BUILD: ["echo $0"],
        });
        expect(printed["BUILD 1"]).toBe("heard 1\n");
        expect(course.at(-1)).toBe("POST_BUILD ended");
      });
    });

    describe("the status of a command", () => {
      const fatal = bash ? 1 : 2;
      it.each([
        ["true", 0],
        ["false", 1],
        ["exit 4", 4],
        ["exit 256", 0],
        ["(exit 3)", 3],
        ["false | cat", 0],
        ["false\ntrue", 0],
        ["true\nfalse", 1],
        ["return 6", 6],
        ["break", 0],
        ["continue", 0],
        ["for i in 1 2; do break 5; done", 0],
        ["while :; do exit 3; done", 3],
        ["f() { exit 9; }; f; true", 9],
        ["set -e; false; true", 1],
        ["exec sh -c 'exit 8'", 8],
        ["kill -9 $$", 137],
        ["kill $$; sleep 5", 143],
        ["trap 'exit 5' EXIT", 5],
        ["trap 'true' EXIT; exit 6", 6],
        ["nosuchprogram", 127],
        ["/", 126],
        ["# only a comment", 0],
        ["", 0],
        ["cat <<END\nunfinished", 0],
        ["if", 2],
        ["echo 'unfinished", 2],
        ["false\r", 127],
        ["readonly X=1; X=2", fatal],
        ["set -u; echo $NOT_SET", bash ? 1 : 2],
        [". /nonexistent", fatal],
        ["ulimit -f 0; echo x >f", 153],
      ])("%j: %i, and the build goes on", async (command, status) => {
        const { course, finished, exitCode } = await run({ BUILD: [command], POST_BUILD: ["true"] });
        expect(course[course.indexOf("PRE_BUILD ended") + 1]).toBe(`BUILD 0: ${status}`);
        expect(course.slice(-2)).toEqual(["POST_BUILD 0: 0", "POST_BUILD ended"]);
        expect({ finished, exitCode }).toEqual({ finished: true, exitCode: 0 });
      });
    });

    describe("the course of phases", () => {
      it("stops a phase's commands at the first that fails, then runs its finally, then goes where the plan says", async () => {
        const { course, printed } = await run({
          INSTALL: ["true"],
          BUILD: {
            commands: ["echo 1", "exit 3", "echo never"],
            finally: ["echo f1 $CODEBUILD_BUILD_SUCCEEDING", "false", "echo never"],
          },
          POST_BUILD: { commands: ["echo $CODEBUILD_BUILD_SUCCEEDING"] },
        });
        expect(course).toEqual([
          "INSTALL 0: 0",
          "INSTALL ended",
          "PRE_BUILD ended",
          "BUILD 0: 0",
          "BUILD 1: 3",
          "BUILD 3: 0",
          "BUILD 4: 1",
          "BUILD failed",
          "POST_BUILD 0: 0",
          "POST_BUILD ended",
        ]);
        expect(printed["BUILD 3"]).toBe("f1 0\n");
        expect(printed["POST_BUILD 0"]).toBe("0\n");
      });

      it.each(["INSTALL", "PRE_BUILD"] as const)("ends the build after a failed %s", async (phase) => {
        const { course, finished } = await run({
          [phase]: ["false"],
          BUILD: ["echo never"],
          POST_BUILD: ["echo never"],
        });
        expect(course.slice(-2)).toEqual([`${phase} 0: 1`, `${phase} failed`]);
        expect(finished).toBe(true);
      });

      it("fails a phase whose finally fails, and goes on after a failure where the plan says so", async () => {
        const { course } = await run({
          INSTALL: { commands: ["true"], finally: ["false"], afterFailure: "POST_BUILD" },
          BUILD: ["true"],
        });
        expect(course).toEqual(["INSTALL 0: 0", "INSTALL 1: 1", "INSTALL failed", "POST_BUILD ended"]);
      });

      it("goes through a plan without commands", async () => {
        expect(await run({})).toMatchObject({ ready: true, finished: true, output: "", exitCode: 0 });
      });

      it("gives CODEBUILD_BUILD_SUCCEEDING anew after it was changed or unset", async () => {
        const { printed } = await run({
          BUILD: [
            "CODEBUILD_BUILD_SUCCEEDING=x",
            "echo $CODEBUILD_BUILD_SUCCEEDING; unset CODEBUILD_BUILD_SUCCEEDING",
            "env | grep SUCC",
          ],
        });
        expect(Object.values(printed)).toEqual(["1\n", "CODEBUILD_BUILD_SUCCEEDING=1\n"]);
      });
    });

    it("exports the plan's variables literally and keeps them out of the environment of the main process", async () => {
      const environment = new Map([
        ["A", `it's "$HOME" \`x\` \\ \n two`],
        ["CODEBUILD_X", ""],
        ["BIG", "x".repeat(100_000)],
        ["not-a-name", "left out"],
        ["PATH", "/bin:/usr/bin:/own"],
      ]);
      const { printed } = await run(
        {
          BUILD: [
            "sh -c 'printf %s \"$A\"'",
            'echo "${#BIG} ${CODEBUILD_X-unset} $PATH $HOME"',
            "cat /proc/$PPID/environ | tr '\\0' '\\n' | grep -c -E '^(A|BIG)='; env | grep not-a-name",
          ],
        },
        { environment },
      );
      expect(Object.values(printed)).toEqual([environment.get("A"), "100000  /bin:/usr/bin:/own /root\n", "0\n"]);
    });

    it("adds CodeBuild's own folder to the image's PATH once", async () => {
      expect(
        (await printedBy("echo $PATH", "exit 0", "echo $PATH")).map(
          (path) => path.split(":/codebuild/user/bin").length,
        ),
      ).toEqual([2, 1, 2]);
    });

    it("keeps standard output and standard error in order, and bytes as they are", async () => {
      const lines = await printedBy(
        "for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done",
        "printf 'a\\000\\377\\033[1m\\r'; printf 'no end'",
        "echo",
      );
      expect(lines[0]).toBe([1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((i) => [`out${i}\n`, `err${i}\n`]).join(""));
      expect(lines[1]).toBe("a\0\ufffd\x1b[1m\rno end");
      expect(lines[2]).toBe("\n");
    });

    it("takes commands of any text: quotes, megabytes, control characters", async () => {
      const long = `: '${"x".repeat(1_000_000)}'; echo done`;
      expect(
        await printedBy(
          `printf '%s ' 'it'"'"'s' "\\$1" %s '\\n' \`echo back\``,
          long,
          "printf '%s' 'a\tb\u0001\u007fé\u2028'",
        ),
      ).toEqual(["it's $1 %s \\n back ", "done\n", "a\tb\u0001\u007fé\u2028"]);
    });

    it("takes lines that imitate its marks for output, and does not print its nonce in a trace or a listing", async () => {
      const forged = `printf '\\036codebuild-local %s 5 phase-end 0 1\\n' 0123456789abcdef-OTHER; set -x; set; export -p; trap; set +x`;
      const { output, course } = await run({ BUILD: [forged, "true"] });
      expect(output).toContain("0123456789abcdef-OTHER 5 phase-end");
      expect(output).not.toContain(NONCE);
      expect(course).toContain("BUILD 1: 0");
    });

    it("says its marks whole into a pipe that a command made non-blocking", async () => {
      const program =
        "import os,fcntl; fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK | os.O_WRONLY); os.write(1, b'x' * 60000)";
      const { course, finished } = await run({
        BUILD: [`python3 -c "${program}" || true`, `yes | head -c 300000 2>/dev/null || true`, "true"],
      });
      expect(course).toContain("BUILD 2: 0");
      expect(finished).toBe(true);
    });

    it("gives the user's EXIT trap its turn at the end of its command", async () => {
      const { printed, course } = await run({
        BUILD: ["V=1; cd /usr; trap 'echo bye $V' EXIT; echo first", "echo $V $PWD"],
      });
      expect(printed).toEqual({ "BUILD 0": "first\nbye 1\n", "BUILD 1": "1 /usr\n" });
      expect(course).toContain("BUILD 0: 0");
    });

    itInBash("does not run a DEBUG trap for its own work", async () => {
      expect((await printedBy("trap 'echo debug' DEBUG; true", "echo 2"))[1]).toBe("2\n");
    });

    it("names the script of a command in the shell's messages", async () => {
      const { output } = await run({ BUILD: ["nosuchprogram"] });
      expect(output).toMatch(
        bash
          ? /^\/codebuild\/output\/tmp\/script-0\.sh: line 1: /
          : /^\/codebuild\/output\/tmp\/script\.sh: .*\/script-0\.sh: /,
      );
    });

    describe("version 0.1", () => {
      const fresh = { freshShellPerCommand: true, environment: new Map([["A", "a"]]) };

      it("runs every command in a fresh shell, in the source directory", async () => {
        const commands = [
          "cd /tmp; export B=1; A=2; f() { :; }; umask 077",
          'echo "[$B]$A$(pwd)"; umask; f 2>/dev/null || echo no f',
          "exit 3",
          "echo never",
        ];
        const { printed, course } = await run(
          { BUILD: { commands, finally: ["echo $CODEBUILD_BUILD_SUCCEEDING"] }, POST_BUILD: ["cat; env | grep SUCC"] },
          fresh,
        );
        expect(printed).toEqual({
          "BUILD 1": `[]a${SOURCE_DIRECTORY}\n0022\nno f\n`,
          "BUILD 4": "0\n",
          "POST_BUILD 0": "CODEBUILD_BUILD_SUCCEEDING=0\n",
        });
        expect(course.slice(2, 7)).toEqual(["BUILD 0: 0", "BUILD 1: 0", "BUILD 2: 3", "BUILD 4: 0", "BUILD failed"]);
      });

      it.each([
        ["if", 2],
        ["kill -9 $$", 137],
        ["set -e; false; true", 1],
        ["exec sh -c 'exit 8'", 8],
        ["exec >/dev/null; exit 2", 2],
      ])("%j: %i", async (command, status) => {
        const { course, finished } = await run({ BUILD: [command] }, fresh);
        expect(course).toContain(`BUILD 0: ${status}`);
        expect(finished).toBe(true);
      });

      it("expands texts in a fresh shell", async () => {
        const { expanded } = await run(
          { BUILD: ["A=2"] },
          { ...fresh, expansions: new Map([["name", "$A-${PWD##*/}"]]) },
        );
        expect(expanded).toEqual({ name: "a-src" });
      });
    });

    describe("expansions", () => {
      it("are made in the build's own shell, as in a here-document", async () => {
        const expansions = new Map([
          ["variable", "$V-${V:-x}/`echo b`$(echo c)"],
          ["quotes", `"it's" \\$V \\\\ *`],
          ["lines", "one\n\n$V\nEND\n"],
          ["empty", ""],
        ]);
        const { expanded, finished } = await run({ BUILD: ["V=v; set -f"] }, { expansions });
        expect(expanded).toEqual({ variable: "v-v/bc", quotes: `"it's" $V \\ *`, lines: "one\n\nv\nEND\n", empty: "" });
        expect(finished).toBe(true);
      });

      it("that fail leave no file and do not break the others, nor change a build's outcome", async () => {
        const expansions = new Map([
          ["bad", "$("],
          ["unset", "${NOT_SET:?no}"],
          ["exits", "$(exit 3)x"],
          ["good", "$V"],
        ]);
        const { expanded, course } = await run({ POST_BUILD: ["V=1"] }, { expansions });
        expect(expanded).toEqual({ exits: "x", good: "1" });
        expect(course.at(-1)).toBe("POST_BUILD ended");
      });

      it("are made after a failed build too", async () => {
        const { expanded } = await run(
          { BUILD: ["V=1", "exit 4"] },
          { expansions: new Map([["name", "$V$CODEBUILD_BUILD_SUCCEEDING"]]) },
        );
        expect(expanded).toEqual({ name: "10" });
      });
    });

    it("runs nothing of a script that ends too early", async () => {
      const plan = toPlan({ BUILD: ["echo ran"] }, { shell });
      const script = toDriverScript(plan, { nonce: NONCE });
      for (const part of [1, 0.9, 0.5, 0.1]) {
        const cut = part === 1 ? script.length - 2 : Math.floor(script.length * part);
        const result = await runLocally(named("sh", program), plan, script.slice(0, cut));
        expect(result).toMatchObject({ ready: false, finished: false, course: [] });
        expect(result.output).not.toContain("ran");
        expect(result.exitCode).not.toBe(0);
      }
    });

    it("keeps its count however often and whenever its workers are killed", async () => {
      const each = { commands: ["V=1", "exit 0", "V=2"], finally: ["true", "exit 0"] };
      const plan = toPlan(
        {
          INSTALL: { ...each, afterFailure: "PRE_BUILD" },
          PRE_BUILD: { ...each, afterFailure: "BUILD" },
          BUILD: each,
          POST_BUILD: each,
        },
        { shell },
      );
      for (let round = 0; round < 8; round += 1) {
        const { course, finished, output } = await inLocalEnvironment(named("sh", program), async (environment) => {
          const stop = new AbortController();
          const killing = killWorkers(environment, stop.signal);
          const result = await runPlan(environment, plan);
          stop.abort();
          await killing;
          return result;
        });
        expect({ finished, output }).toEqual({ finished: true, output: "" });
        const ends = course.filter((line) => !line.includes(":")).map((line) => line.split(" ")[0]);
        expect(ends).toEqual(["INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD"]);
      }
    });

    /** A folder in which `program` is named `name`: what a shell is called decides how it behaves. */
    function named(as: string, path: string): string {
      const directory = join(folder, path.replaceAll("/", "-"));
      mkdirSync(directory, { recursive: true });
      const link = join(directory, as);
      if (!existsSync(link)) symlinkSync(path, link);
      return link;
    }
  },
);

describe.each(shells.filter(({ program }) => !existsSync(program)))("the driver with $name", ({ program }) => {
  it.skip(`runs [skipped: there is no ${program} on this machine]`, () => {});
});

describe("toDriverScript", () => {
  it("says that bash is missing where the plan wants it and the image has none", async () => {
    const folderWithoutBash = mkdtempSync(join(tmpdir(), "no-bash-"));
    for (const program of ["mkdir", "sh"])
      symlinkSync(program === "sh" ? "/bin/dash" : "/bin/mkdir", join(folderWithoutBash, program));
    const plan = toPlan({ BUILD: ["true"], POST_BUILD: ["true"] }, { shell: "bash" });
    const script = `PATH=${folderWithoutBash}\n${toDriverScript(plan, { nonce: NONCE })}`;
    const { course, output, finished } = await runLocally("/bin/sh", plan, script);
    expect(course).toContain("BUILD 0: 127");
    expect(output).toBe("bash: not found\n".repeat(2));
    expect(finished).toBe(true);
    rmSync(folderWithoutBash, { recursive: true });
  });

  it("refuses a plan that would go back after a failure", () => {
    const plan = toPlan({ BUILD: { commands: ["true"], afterFailure: "INSTALL" } });
    expect(() => toDriverScript(plan, { nonce: NONCE })).toThrow(RangeError);
  });

  it.each(["", "short", "0123456789abcdef'; rm -rf", "0123456789abcdef\n"])("refuses the nonce %j", (nonce) => {
    expect(() => toDriverScript(toPlan({}), { nonce })).toThrow(RangeError);
  });

  it.each(["", "../x", "a/b", ".x", "a b", "$(x)"])("refuses the key %j of an expansion", (key) => {
    expect(() => toDriverScript(toPlan({}, { expansions: new Map([[key, "x"]]) }), { nonce: NONCE })).toThrow(
      RangeError,
    );
  });
});

function runLocally(sh: string, plan: BuildPlan, script?: string): Promise<DriverRun> {
  return inLocalEnvironment(sh, (environment) => runPlan(environment, plan, script));
}

async function inLocalEnvironment<T>(sh: string, use: (environment: LocalShellEnvironment) => Promise<T>): Promise<T> {
  using provider = createLocalShellProvider({ shell: sh });
  const environment = await provider.provision(
    {
      buildArn: "arn:aws:codebuild:us-east-1:000000000000:build/p:1",
      image: "local",
      privileged: false,
      limits: { memoryBytes: 0, cpus: 0 },
      workingDirectory: SOURCE_DIRECTORY,
      onProgress() {},
    },
    new AbortController().signal,
  );
  return await use(environment);
}

/** Kills the supervisor's children at odd times, the workers, not what the script runs before it is ready. */
async function killWorkers(environment: LocalShellEnvironment, signal: AbortSignal): Promise<void> {
  for (let wait = 1; !signal.aborted; wait = (wait * 7 + 3) % 11) {
    await systemClock.sleep(wait, signal);
    try {
      const worker = Number.parseInt(readFileSync(`/proc/${environment.pid}/task/${environment.pid}/children`, "utf8"));
      if (readFileSync(`/proc/${worker}/cmdline`, "utf8").includes("/script.sh")) process.kill(worker, "SIGKILL");
    } catch {
      // There is none at the moment.
    }
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
