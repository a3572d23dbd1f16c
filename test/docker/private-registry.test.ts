import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Build, StartBuildCommandInput } from "@aws-sdk/client-codebuild";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { commands, contextOf, openTestService, untilPrinted, type TestService } from "../engine/test-service.ts";
import { describeWithDocker, docker } from "../support/docker-engine.ts";
import { changedBusyboxImage } from "../support/docker-images.ts";
import { type LocalRegistry, openLocalRegistry, REGISTRY_USER, registryProblem } from "./local-registry.ts";

const CODE = "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE";
const CANNOT_PULL = "Unable to pull customer's container image. CannotPullContainerError: ";
/** Docker pushes the first, Podman the second. */
const MANIFESTS = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
const AUTH = Buffer.from(`${REGISTRY_USER.username}:${REGISTRY_USER.password}`).toString("base64");

const suite = registryProblem === undefined ? describe : describe.skip;

describeWithDocker("a private registry", () => {
  suite(registryProblem === undefined ? "with a password" : `with a password [skipped: ${registryProblem}]`, () => {
    const directory = mkdtempSync(join(tmpdir(), "private-registry-"));
    const loggedIn = join(directory, "logged-in");
    const helpers = join(directory, "helpers");
    const dockerConfig = join(directory, "docker");
    const data = join(directory, "data");
    let registry: LocalRegistry;
    let service: TestService;
    let image: string;
    let byDigest: string;

    beforeAll(async () => {
      registry = await openLocalRegistry({ password: true });
      image = `${registry.host}/team/private:1`;
      for (const folder of [loggedIn, helpers, dockerConfig]) mkdirSync(folder);
      writeConfig(loggedIn, { auths: { [registry.host]: { auth: AUTH } } });
      changedBusyboxImage(image, [`LABEL made.for=${image}`]);
      // Not by the call that waits: the registry's front is in this process.
      await promisify(execFile)("docker", ["--config", loggedIn, "push", "--quiet", image]);
      const pushed = await fetch(`http://${registry.host}/v2/team/private/manifests/1`, {
        headers: { accept: MANIFESTS, authorization: `Basic ${AUTH}` },
      });
      byDigest = `${registry.host}/team/private@${pushed.headers.get("docker-content-digest") ?? "?"}`;
      service = await openTestService({
        environments: "docker",
        flags: ["--data-dir", data],
        env: { DOCKER_CONFIG: dockerConfig },
      });
      const secrets = new SecretsManagerClient({
        endpoint: service.url,
        region: "us-east-1",
        credentials: { accessKeyId: "000000000000", secretAccessKey: "test" },
      });
      const put = async (Name: string, value: unknown): Promise<string> => {
        const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));
        return ARN;
      };
      arn = await put("registry", REGISTRY_USER);
      await put("wrong", { ...REGISTRY_USER, password: "wrong-horse-2" });
      await put("list", [REGISTRY_USER]);
      secrets.destroy();
    }, 60_000);
    let arn = "";
    afterAll(async () => {
      forget(image, byDigest);
      await service[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true });
    });
    beforeEach(() => {
      forget(image, byDigest);
      registry.requests.length = 0;
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      registry.denying = undefined;
      writeConfig(dockerConfig, {});
    });

    const withCredential = (credential: string): Partial<StartBuildCommandInput> => ({
      registryCredentialOverride: { credential, credentialProvider: "SECRETS_MANAGER" },
      imagePullCredentialsTypeOverride: "SERVICE_ROLE",
    });
    const run = (more?: Partial<StartBuildCommandInput>, name = image): Promise<Build> =>
      service.client.run(name, commands({ build: ["echo ran"] }), more);

    it("is used with the secret that registryCredential names, which is seen nowhere", async () => {
      const { client } = service;
      const project = await client.createProject(image, {
        environment: {
          type: "LINUX_CONTAINER",
          image,
          computeType: "BUILD_GENERAL1_SMALL",
          imagePullCredentialsType: "SERVICE_ROLE",
          registryCredential: { credential: "registry", credentialProvider: "SECRETS_MANAGER" },
        },
      });
      const { id, arn: buildArn } = await client.startBuild(
        project,
        commands({ build: ["env", "echo there", "while ! test -e /tmp/go; do sleep 0.05; done"] }),
      );
      await untilPrinted(client, id, "there");
      const container = docker("ps", "--quiet", "--filter", `label=codebuild-local.build=${buildArn}`);
      const seen = [docker("inspect", container)];
      docker("exec", container, "touch", "/tmp/go");
      const build = await client.finish(id);
      expect(build.buildStatus).toBe("SUCCEEDED");
      expect(build.environment?.registryCredential?.credential).toBe("registry");
      seen.push(JSON.stringify(build), await client.logOf(build));
      expect(seen[2]).toMatch(/Downloaded newer image for |: Download complete\n/);
      for (const secret of [REGISTRY_USER.password, AUTH]) {
        expect(seen.filter((text) => text.includes(secret))).toEqual([]);
        expect(filesWith(data, secret)).toEqual([]);
      }
      forget(image, byDigest);
      expect((await run(withCredential(arn))).buildStatus).toBe("SUCCEEDED");
    });

    it.each([
      ["wrong", /^Error response from daemon: .*unauthorized/],
      ["nowhere", /^unable to read the registry credential: ResourceNotFoundException: /],
      ["list", /^the registry credential list is not a JSON object with the keys username and password$/],
    ])("fails PROVISIONING with the secret '%s'", async (credential, reason) => {
      const build = await run(withCredential(credential));
      expect(build.buildStatus).toBe("FAILED");
      const [code, message = ""] = contextOf(build, "PROVISIONING");
      expect(code).toBe(CODE);
      expect(message.slice(0, CANNOT_PULL.length)).toBe(CANNOT_PULL);
      expect(message.slice(CANNOT_PULL.length)).toMatch(reason);
      expect(JSON.stringify(build)).not.toMatch(/correct-horse|wrong-horse/);
    });

    it("that says the password back shows it to nobody", async () => {
      registry.denying = (authorization) =>
        `no ${authorization} ${Buffer.from(authorization.replace("Basic ", ""), "base64").toString()}`;
      const build = await run(withCredential("registry"));
      const [, message] = contextOf(build, "PROVISIONING");
      expect(message).toContain("no Basic *** ann:***");
      expect(await service.client.logOf(build)).toContain("no Basic *** ann:***");
      expect(filesWith(data, REGISTRY_USER.password)).toEqual([]);
    });

    it("is used with the user's own login: of the file, or of a helper for the registry or for all", async () => {
      expect((await run()).buildStatus).toBe("FAILED");
      const { username, password } = REGISTRY_USER;
      writeHelper(
        "works",
        `read registry; test "$1 $registry" = "get ${registry.host}" || exit 9
        printf '{"ServerURL":"%s","Username":"${username}","Secret":"${password}"}' "$registry"`,
      );
      writeHelper("knows-none", "echo credentials not found in native keychain; exit 1");
      vi.stubEnv("PATH", `${helpers}:${process.env["PATH"] ?? ""}`);
      for (const config of [
        { auths: { [registry.host]: { auth: AUTH } } },
        { auths: { [`https://${registry.host}/v1/`]: { username, password } } },
        { credsStore: "works", auths: { [registry.host]: {} } },
        { credHelpers: { [registry.host]: "works" }, credsStore: "knows-none" },
        { credsStore: "knows-none", auths: { [registry.host]: { auth: AUTH } } },
      ]) {
        writeConfig(dockerConfig, config);
        const build = await run();
        expect({ config, status: build.buildStatus }).toEqual({ config, status: "SUCCEEDED" });
        expect(await service.client.logOf(build)).not.toContain(password);
        forget(image, byDigest);
      }
    });

    it.each([
      [{ credsStore: "missing" }, "docker-credential-missing failed: there is no such program on the PATH"],
      [{ credsStore: "../x" }, "not the name of a credential helper: docker-credential-../x"],
      [{ credsStore: "fails" }, "docker-credential-fails failed: the keychain is locked"],
      [{ credsStore: "talks" }, "docker-credential-talks gave no user name and secret"],
      ['{"auths"', `${join(dockerConfig, "config.json")} is not JSON`],
    ])("is asked without a login where there is none to be had, and the log says why: %j", async (config, reason) => {
      writeHelper("fails", "echo the keychain is locked; exit 1");
      writeHelper("talks", "echo hello");
      vi.stubEnv("PATH", `${helpers}:${process.env["PATH"] ?? ""}`);
      writeConfig(dockerConfig, config);
      const build = await run();
      expect(contextOf(build, "PROVISIONING")[1]).toMatch(
        /no basic auth credentials|unauthorized: authentication required/,
      );
      expect(await service.client.logOf(build)).toContain(
        `WARNING: Pulling without a login at ${registry.host}: ${reason}\n`,
      );
    });

    it("gives images by their digest, which are not fetched again and can't be others", async () => {
      const login = withCredential("registry");
      expect((await run(login, byDigest)).buildStatus).toBe("SUCCEEDED");
      const asked = registry.requests.length;
      expect(asked).toBeGreaterThan(0);
      const [name = "", digest = ""] = byDigest.split("@");
      for (const present of [byDigest, `${name}:1@${digest}`])
        expect((await run(login, present)).buildStatus).toBe("SUCCEEDED");
      expect(registry.requests).toHaveLength(asked);
      const other = await run(login, `${name}@sha256:${"0".repeat(64)}`);
      expect(contextOf(other, "PROVISIONING")[1]).toMatch(/manifest unknown|not found/);
    });

    function writeHelper(name: string, script: string): void {
      const path = join(helpers, `docker-credential-${name}`);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    }
  });
});

function writeConfig(folder: string, config: object | string): void {
  writeFileSync(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
}

/** Removes the image under all of its names. */
function forget(...names: readonly string[]): void {
  for (const name of names) if (docker("images", "--quiet", name) !== "") docker("rmi", "--force", name);
}

/** Files of a directory that hold this text. */
function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
