import { expect, test } from "vitest";

import { parseSecretReference } from "./secret-reference.ts";

const ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:team/db-AbCdEf";

test.each([
  ["name", ["name"]],
  ["name:key", ["name", "key"]],
  ["name:key:AWSPREVIOUS", ["name", "key", "AWSPREVIOUS"]],
  ["name::AWSPREVIOUS", ["name", undefined, "AWSPREVIOUS"]],
  ["name:key::0123", ["name", "key", undefined, "0123"]],
  ["name:::", ["name"]],
  [ARN, [ARN]],
  [`${ARN}:key`, [ARN, "key"]],
  [`${ARN}::AWSPREVIOUS:`, [ARN, undefined, "AWSPREVIOUS"]],
  [`${ARN}:key::0123`, [ARN, "key", undefined, "0123"]],
])("%s is taken apart", (text, [secretId, jsonKey, versionStage, versionId]) => {
  expect(parseSecretReference(text)).toEqual({ secretId, jsonKey, versionStage, versionId });
});

test.each([
  "",
  ":key",
  "name:key:stage:id",
  "name:key:stage:id:more",
  `${ARN}:a:b::c`,
  "arn:aws:secretsmanager:us-east-1",
])("'%s' is no reference", (text) => {
  expect(parseSecretReference(text)).toBeUndefined();
});
