// The first process of the image: gives root up where the Docker socket can be used without it, and becomes the endpoint.
import { chownSync, mkdirSync, statSync } from "node:fs";

/** The user `node` of Node's own images; the number works in any other. */
const USER = 1000;
const READ_AND_WRITE_BY_GROUP = 0o060;

if (process.getuid() === 0) dropRoot();
await import("../bin/codebuild-local.js");

function dropRoot() {
  const group = socketGroup();
  if (group === "root only") {
    console.error("codebuild-local: only root may use the Docker socket, so this stays root");
    return;
  }
  const data = process.env.CODEBUILD_LOCAL_DATA_DIR;
  mkdirSync(data, { recursive: true });
  chownSync(data, USER, USER);
  process.setgroups(group === undefined ? [] : [group]);
  process.setgid(USER);
  process.setuid(USER);
}

/** The group that may use the socket; undefined where the engine is not reached by a socket. */
function socketGroup() {
  const host = process.env.CODEBUILD_LOCAL_DOCKER_HOST || process.env.DOCKER_HOST || "unix:///var/run/docker.sock";
  if (!host.startsWith("unix://")) return undefined;
  const socket = statSync(host.slice("unix://".length), { throwIfNoEntry: false });
  if (socket === undefined) return undefined;
  return (socket.mode & READ_AND_WRITE_BY_GROUP) === READ_AND_WRITE_BY_GROUP ? socket.gid : "root only";
}
