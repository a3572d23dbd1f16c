import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ModelError } from "../model-error.ts";
import type { BotocorePaginators, BotocoreService } from "./botocore.ts";

/** The models that one botocore holds. */
export interface BotocorePackage extends Disposable {
  readonly version: string;
  /** The model of a service by the name of its folder, in its newest API version. */
  read(service: string): { readonly service: BotocoreService; readonly paginators: BotocorePaginators };
}

/** Downloads a version (the newest when absent) with pip into a folder that is removed again. */
export function downloadBotocore(version?: string): BotocorePackage {
  const folder = mkdtempSync(join(tmpdir(), "codebuild-local-botocore-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true });
  };
  try {
    const wanted = version === undefined ? "botocore" : `botocore==${version}`;
    run("python3", [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-deps",
      "--disable-pip-version-check",
      "--dest",
      folder,
      wanted,
    ]);
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new ModelError(`pip gave no wheel of ${wanted}`);
    run("python3", ["-m", "zipfile", "-e", join(folder, wheel), folder]);
    return openPackage(join(folder, "botocore"), wheel.split("-")[1] ?? "", remove);
  } catch (error) {
    remove();
    throw error;
  }
}

/** The botocore that Python imports on this machine. */
export function installedBotocore(): BotocorePackage {
  const script = "import botocore; print(botocore.__version__); print(botocore.__path__[0])";
  const [version = "", folder = ""] = run("python3", ["-c", script]).split("\n");
  return openPackage(folder, version, () => undefined);
}

function openPackage(folder: string, version: string, remove: () => void): BotocorePackage {
  return {
    version,
    read(name) {
      const services = join(folder, "data", name);
      const newest = existsSync(services) ? readdirSync(services).sort().at(-1) : undefined;
      if (newest === undefined) throw new ModelError(`botocore ${version} has no service ${name}`);
      const at = (file: string): string => join(services, newest, file);
      return {
        service: readJson(at("service-2.json")) as BotocoreService,
        paginators: readJson(at("paginators-1.json")) as BotocorePaginators,
      };
    },
    [Symbol.dispose]: remove,
  };
}

/** Newer versions of botocore compress their large files. */
function readJson(path: string): unknown {
  const text = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
  return JSON.parse(text.toString());
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const told = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new ModelError(`${command} ${args.slice(0, 3).join(" ")} failed: ${told === "" ? String(error) : told}`);
  }
}
