import { defineConfig } from "vitest/config";

/**
 * Suites that lean on Docker for most of their time run in one worker, after all others: on two cores a second one
 * would only make both wait. A file elsewhere that needs Docker as much is named `*.docker.test.ts`.
 */
const dockerSuites = [
  "src/environment/docker/**/*.test.ts",
  "test/crash/**/*.test.ts",
  "test/docker/**/*.test.ts",
  "test/engine/**/*.test.ts",
  "test/package/**/*.test.ts",
  "{src,test}/**/*.docker.test.ts",
];

export default defineConfig({
  test: {
    // In CI a test that somebody left focused fails the run instead of hiding the others.
    allowOnly: process.env["CI"] === undefined,
    reporters: ["default", "./test/setup/count-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "parts",
          include: ["{src,codegen,scripts,test}/**/*.test.ts"],
          exclude: dockerSuites,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "docker",
          include: dockerSuites,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
