import { expect, test } from "vitest";

import { isCodeCommit, signCodeCommit } from "./codecommit-credential.ts";

const TIME = Date.UTC(2026, 10, 21, 16, 30, 5, 999);

test("a signature is the one that aws codecommit credential-helper makes at that time", () => {
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
  expect(signCodeCommit("https://git-codecommit.us-east-1.amazonaws.com/v1/repos/my-repo", keys, TIME)).toEqual({
    username: "AKIDEXAMPLE",
    password: "20261121T163005Z388c96125832066476795435660f7694bdc0805dc63b15dc5bc9eb1dcac5adf8",
  });
  const session = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token/+=" };
  expect(signCodeCommit("https://git-codecommit-fips.us-west-2.amazonaws.com/v1/repos/a.b", session, TIME)).toEqual({
    username: "ASIAEXAMPLE%token/+=",
    password: "20261121T163005Z83cc8ae4338b8b4685af2c2e632488ba892ae959ab8c656efd6d0367e5bd4bed",
  });
});

test.each([
  ["https://git-codecommit.us-east-1.amazonaws.com/v1/repos/r", true],
  ["https://git-codecommit-fips.us-gov-west-1.amazonaws.com/v1/repos/r", true],
  ["https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/r", true],
  ["https://vpce-1-a.git-codecommit.us-east-1.vpce.amazonaws.com/v1/repos/r", true],
  ["http://git-codecommit.us-east-1.amazonaws.com/v1/repos/r", false],
  ["https://git-codecommit.us-east-1.amazonaws.com.example.org/v1/repos/r", false],
  ["https://example.org/git-codecommit.us-east-1.amazonaws.com", false],
  ["http://127.0.0.1:3000/v1/repos/r", false],
])("%s is signed for: %s", (url, is) => {
  expect(isCodeCommit(url)).toBe(is);
});
