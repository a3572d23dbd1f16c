import { expect, it } from "vitest";

import { registryOf, toPullableImage } from "./pullable-image.ts";

it.each([
  ["alpine", ["alpine:latest"], "alpine:latest"],
  ["alpine:3", ["alpine:3"], "alpine:3"],
  ["localhost:5000/team/app", ["localhost:5000/team/app:latest"], "localhost:5000/team/app:latest"],
  ["repo/app@sha256:0123", ["repo/app@sha256:0123"], "repo/app@sha256:0123"],
  ["repo/app:1@sha256:0123", ["repo/app:1@sha256:0123"], "repo/app:1@sha256:0123"],
  [
    "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    ["aws/codebuild/amazonlinux-x86_64-standard:5.0", "public.ecr.aws/codebuild/amazonlinux-x86_64-standard:5.0"],
    "public.ecr.aws/codebuild/amazonlinux-x86_64-standard:5.0",
  ],
  [
    "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
    ["aws/codebuild/amazonlinux2-aarch64-standard:3.0", "public.ecr.aws/codebuild/amazonlinux2-aarch64-standard:3.0"],
    "public.ecr.aws/codebuild/amazonlinux2-aarch64-standard:3.0",
  ],
  ["aws/codebuild/standard:7.0", ["aws/codebuild/standard:7.0"], undefined],
])("%s is looked for as %j and pulled as %s", (image, names, pull) => {
  expect(toPullableImage(image)).toEqual({ names, pull });
});

it.each([
  ["alpine:latest", "https://index.docker.io/v1/"],
  ["team/app:1", "https://index.docker.io/v1/"],
  ["docker.io/team/app:1", "https://index.docker.io/v1/"],
  ["ghcr.io/team/app@sha256:0123", "ghcr.io"],
  ["localhost/app:1", "localhost"],
  ["registry:5000/app:1", "registry:5000"],
  ["000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1", "000000000000.dkr.ecr.us-east-1.amazonaws.com"],
])("%s comes from %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});
