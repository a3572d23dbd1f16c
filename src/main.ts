#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

import { systemClock } from "./common/clock.ts";
import { createLogger } from "./common/logger.ts";
import { parseConfig } from "./config/config.ts";
import { readEnvironment } from "./config/environment.ts";
import { ConfigError } from "./config/given.ts";
import { toHelp } from "./config/help.ts";
import { openService } from "./service.ts";
import { VERSION } from "./common/version.ts";

// V8 lets its young generation grow to a multiple under a stream of short-lived text (a build's log): with 200 MB of output,
// 200 MB more memory without this line, 100 MB with it, and no slower.
setFlagsFromString("--semi-space-growth-factor=1");

/** How long a stop may take before the process ends all the same, in milliseconds. */
const STOP_WITHIN = 4_500;

/**
 * Signals within this time are one wish to stop, in milliseconds: of a Ctrl-C in a terminal comes the terminal's own SIGINT and
 * the one that npm passes on. A later one ends the process at once.
 */
const ONE_WISH = 500;

const [command, ...flags] = process.argv.slice(2);
if (command === "--version" || command === "version") {
  process.stdout.write(`${VERSION}\n`);
} else if (command === "start" && !flags.includes("--help")) {
  await start();
} else if (command === undefined || ["--help", "-h", "help", "start"].includes(command)) {
  process.stdout.write(toHelp(VERSION));
} else {
  process.stderr.write(
    `codebuild-local: there is no command '${command}'; codebuild-local --help tells what there is\n`,
  );
  process.exitCode = 2;
}

async function start(): Promise<void> {
  try {
    const config = parseConfig(flags, readEnvironment(), availableParallelism());
    const logger = createLogger({
      format: config.logFormat,
      level: config.logLevel,
      now: () => systemClock.now(),
      write: (line) => process.stderr.write(line),
    });
    const service = await openService(config, { clock: systemClock, logger });
    let stoppingSince: number | undefined;
    const stop = (): void => {
      if (stoppingSince !== undefined) {
        if (systemClock.now() - stoppingSince > ONE_WISH) process.exit(1);
        return;
      }
      stoppingSince = systemClock.now();
      systemClock.after(STOP_WITHIN, () => {
        logger.warn("the stop took too long; what was left is taken up at the next start");
        process.exit(0);
      });
      void service[Symbol.asyncDispose]().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error("the stop failed", { error });
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", stop).on("SIGINT", stop);
    process.stdout.write(`codebuild-local listening on ${service.url}\n`);
  } catch (error) {
    const told = error instanceof ConfigError || (error instanceof Error && error.name === "StartError");
    process.stderr.write(
      `codebuild-local: ${told ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(told ? 2 : 1);
  }
}
