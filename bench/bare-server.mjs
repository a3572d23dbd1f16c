// The least that a node:http server can be, to compare with. Plain JavaScript: nothing has to be stripped at its start.
//
//   node bare-server.mjs PORT ANSWER [create-project]
//
// ANSWER is a file with a recorded answer as JSON: status, headers, body (base64). It is served as it is; with
// `create-project`, each request's body is read and parsed, and the recorded project is answered under the name asked for.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, file, mode] = process.argv.slice(2);
const { status, headers, body: recorded } = JSON.parse(readFileSync(file, "utf8"));
const body = Buffer.from(recorded, "base64");

const canned = (_request, response) => {
  response.writeHead(status, headers);
  response.end(body);
};

function toProjectServer() {
  const { project } = JSON.parse(body);
  const arn = project.arn.slice(0, -project.name.length);
  return (request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { name } = JSON.parse(Buffer.concat(chunks));
      const created = Date.now() / 1000;
      const answer = JSON.stringify({
        project: { ...project, name, arn: arn + name, created, lastModified: created },
      });
      response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(answer) });
      response.end(answer);
    });
  };
}

createServer(mode === "create-project" ? toProjectServer() : canned).listen(Number(port), "127.0.0.1");
