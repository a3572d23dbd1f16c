import { expect, test } from "vitest";

import { toStartPage } from "./start-page.ts";

test("the start page names the address that it was asked at, and where its health is", () => {
  const page = toStartPage("1.2.3", "localhost:4566");
  expect(page).toContain("aws --endpoint-url http://localhost:4566 codebuild list-projects\n");
  expect(page).toContain('href="/_codebuild-local/health"');
  expect(page).toContain("Version 1.2.3");
});

test("a Host header with markup stays text", () => {
  const page = toStartPage("1.2.3", "localhost\"'><script>&");
  expect(page).not.toContain("<script>");
  expect(page).toContain("http://localhost&#34;&#39;&#62;&#60;script&#62;&#38;");
});
