import { startTestServer } from "./test-server.ts";

/** A server as a process of its own, to be killed: the directory is its argument; it prints its URL. */
const server = await startTestServer({ directory: process.argv[2] ?? "" });
process.stdout.write(`${server.url}\n`);
