import { text } from "node:stream/consumers";

import { afterAll, beforeAll, expect, test } from "vitest";

import { selectArtifacts } from "../../src/artifacts/artifact-selection.ts";
import type { ArtifactSection } from "../../src/artifacts/artifact-patterns.ts";
import { systemClock } from "../../src/common/clock.ts";
import { createLogger } from "../../src/common/logger.ts";
import type { BuildEnvironment } from "../../src/environment/build-environment.ts";
import { createDockerEnvironmentProvider } from "../../src/environment/docker/docker-environment-provider.ts";
import { describeWithDocker } from "../support/docker-engine.ts";
import { busyboxImage } from "../support/docker-images.ts";

const SOURCE = "/codebuild/output/src123/src";

const SCRIPT = `
cd ${SOURCE}
mkdir -p dist/js .hidden empty many
echo page > dist/index.html; echo app > dist/js/app.js; echo dot > .hidden/x
echo run > run.sh; chmod 754 run.sh
echo "odd" > "odd
name"; echo back > 'back\\slash'
ln -s dist/js/app.js app-link; ln -s /outside absolute-link; echo outside > /outside
ln -s nowhere dangling; ln -s dist dist-link; ln -s loop loop
ln run.sh hard-link; mkfifo pipe
ln -s /proc/self/environ proc; ln -s /dev/null null
mkdir links; for i in $(seq 1 40); do echo $i > many/$i; ln -s ../many/$i links/$i; done
truncate -s 3000000 sparse
`;

describeWithDocker("artifacts come out of a container that has ended", () => {
  let environment: BuildEnvironment;
  let lines: string[];

  beforeAll(async () => {
    const provider = createDockerEnvironmentProvider({
      pullPolicy: "never",
      instance: `artifact-selection-${process.pid}`,
      logger: createLogger({
        format: "text",
        level: "error",
        now: Date.now,
        write: (line) => process.stderr.write(line),
      }),
      clock: systemClock,
    });
    environment = await provider.provision(
      {
        buildArn: `arn:aws:codebuild:us-east-1:000000000000:build/artifact-selection:${crypto.randomUUID()}`,
        image: busyboxImage(),
        privileged: false,
        limits: { memoryBytes: 256 * 1024 * 1024, cpus: 1 },
        workingDirectory: SOURCE,
        onProgress: () => undefined,
      },
      AbortSignal.timeout(60_000),
    );
    await environment.start(SCRIPT);
    expect(await environment.exited()).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await environment[Symbol.asyncDispose]();
  });

  async function select(spec: Partial<ArtifactSection>): Promise<Record<string, [mode: string, content: string]>> {
    const whole = {
      files: [],
      baseDirectory: undefined,
      discardPaths: false,
      excludePaths: [],
      ...spec,
    };
    const found: Record<string, [string, string]> = {};
    lines = [];
    for await (const file of selectArtifacts(environment, SOURCE, whole, (line) => lines.push(line))) {
      const content = await text(file.content);
      expect(content).toHaveLength(file.size);
      found[file.path] = [file.mode.toString(8), content.length > 100 ? `${content.length} characters` : content];
    }
    return found;
  }

  test("all that is there", async () => {
    const found = await select({ files: ["**/*"], excludePaths: ["many/*", "links/*"] });
    expect(found).toEqual({
      ".hidden/x": ["644", "dot\n"],
      "absolute-link": ["644", "outside\n"],
      "app-link": ["644", "app\n"],
      "back\\slash": ["644", "back\n"],
      "dist/index.html": ["644", "page\n"],
      "dist/js/app.js": ["644", "app\n"],
      "hard-link": ["754", "run\n"],
      "odd\nname": ["644", "odd\n"],
      "run.sh": ["754", "run\n"],
      sparse: ["644", "3000000 characters"],
    });
    expect(lines.filter((line) => line.startsWith("Skipping")).toSorted()).toEqual([
      "Skipping dangling: a symbolic link to nothing",
      "Skipping dist-link: a symbolic link to a directory",
      "Skipping loop: a symbolic link to nothing",
      "Skipping null: a symbolic link to nothing",
      "Skipping pipe: not a regular file",
      "Skipping proc: a symbolic link to nothing",
    ]);
    expect(lines.at(-1)).toBe("Found 10 file(s)");
  });

  test("many links at once", async () => {
    const found = await select({ files: ["links/*"] });
    expect(Object.keys(found)).toHaveLength(40);
    expect(found["links/40"]).toEqual(["644", "40\n"]);
  });

  test("a base directory, also by way of a link, and a file named alone", async () => {
    const page = { "index.html": ["644", "page\n"], "js/app.js": ["644", "app\n"] };
    expect(await select({ files: ["**/*"], baseDirectory: "dist" })).toEqual(page);
    expect(await select({ files: ["**/*"], baseDirectory: "dist-link" })).toEqual(page);
    expect(await select({ files: ["js/*"], baseDirectory: `${SOURCE}/dist-link` })).toEqual({
      "js/app.js": ["644", "app\n"],
    });
    expect(await select({ files: ["app-link", "dist-link/index.html"] })).toEqual({
      "app-link": ["644", "app\n"],
      "dist-link/index.html": ["644", "page\n"],
    });
  });

  test.each([["nothing"], ["run.sh/below-a-file"], ["run.sh/*"], ["loop/x"], ["empty"], ["dist"], ["dangling"]])(
    "%s alone is nothing",
    async (path) => {
      await expect(select({ files: [path] })).rejects.toMatchObject({
        code: "CLIENT_ERROR",
        message: "no matching artifact paths found",
      });
    },
  );
});
