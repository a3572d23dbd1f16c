import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { docker } from "../support/docker-engine.ts";

/** The image under another name, with another architecture in its description. */
export function relabelled(image: string, name: string, architecture: string): void {
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
