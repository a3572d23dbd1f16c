import { expect, it } from "vitest";

import { toPullableImage } from "./pullable-image.ts";

it.each([
  ["alpine", ["alpine:latest"], "alpine:latest"],
  ["alpine:3", ["alpine:3"], "alpine:3"],
  ["localhost:5000/team/app", ["localhost:5000/team/app:latest"], "localhost:5000/team/app:latest"],
  ["repo/app@sha256:0123", ["repo/app@sha256:0123"], "repo/app@sha256:0123"],
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
