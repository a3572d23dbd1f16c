/** The embedded CloudWatch Logs in a process of its own, for tests that kill it. Takes the database's path, prints its address. */
import { startLogsEndpoint } from "./logs-endpoint.ts";

const [, , path = ":memory:"] = process.argv;
const endpoint = await startLogsEndpoint({ path });
console.log(endpoint.url);
