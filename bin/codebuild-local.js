#!/usr/bin/env node
// Plain JavaScript that older Nodes can read, so that they can say what is needed.
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(`codebuild-local needs Node.js 24 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  await import("../dist/main.js");
}
