import { expect, test } from "vitest";
import { requestScope } from "./request-scope.ts";

const defaults = { account: "000000000000", region: "us-east-1" };
const signed = (keyId: string, region: string): { authorization: string } => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/20261121/${region}/codebuild/aws4_request, SignedHeaders=host, Signature=00`,
});

test.each([
  [
    "the region of the credential scope",
    { headers: signed("test", "eu-west-1") },
    { ...defaults, region: "eu-west-1" },
  ],
  [
    "the account of a key id of twelve digits",
    { headers: signed("123456789012", "us-east-1") },
    { ...defaults, account: "123456789012" },
  ],
  ["the defaults when unsigned", { headers: {} }, defaults],
  ["the defaults when the header is something else", { headers: { authorization: "Bearer x" } }, defaults],
  ["the defaults when the region is no region", { headers: signed("test", "../x") }, defaults],
  [
    "the scope of a presigned URL",
    {
      headers: {},
      url: "/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=123456789012%2F20261121%2Feu-west-1%2Fs3%2Faws4_request",
    },
    { account: "123456789012", region: "eu-west-1" },
  ],
])("a request is given %s", (_name, head, expected) => {
  expect(requestScope(head, defaults)).toEqual(expected);
});
