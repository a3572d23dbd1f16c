import { expect, test } from "vitest";

import { toAwsErrorText } from "./aws-error-text.ts";

test("a refusal has its code, message, status and ids", () => {
  const error = Object.assign(new Error("Access Denied"), {
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403, requestId: "REQ", extendedRequestId: "HOST" },
  });
  expect(toAwsErrorText(error)).toBe("AccessDenied: Access Denied\n\tstatus code: 403, request id: REQ, host id: HOST");
});

test("ids that a server does not give stay empty", () => {
  const error = Object.assign(new Error("no"), { $metadata: { httpStatusCode: 500 } });
  expect(toAwsErrorText(error)).toBe("UnknownError: no\n\tstatus code: 500, request id: , host id: ");
});

test("where no answer came, the cause is told", () => {
  expect(toAwsErrorText(Object.assign(new Error("connect ECONNREFUSED"), { $metadata: { attempts: 3 } }))).toBe(
    "RequestError: send request failed\ncaused by: connect ECONNREFUSED",
  );
  expect(toAwsErrorText(new AggregateError([new Error("one"), new Error("two")], ""))).toBe(
    "RequestError: send request failed\ncaused by: one; two",
  );
  expect(toAwsErrorText("text")).toBe("RequestError: send request failed\ncaused by: text");
});
