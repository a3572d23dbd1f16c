import { PhaseError } from "../../domain/phase-error.ts";
import { messageOf } from "./docker-error.ts";

/**
 * CodeBuild's words for a file system that can't be mounted; `undefined` where the engine's error says nothing of one.
 * The engine names the mount as `mount :/dir:/its/own/path, data: addr=10.0.0.1,…: connection refused`.
 */
export function toMountError(error: unknown): PhaseError | undefined {
  const message = messageOf(error);
  const [, directory, address, refusal] =
    /failed to mount local volume: mount :(\/.*?):\/.*, data: addr=([^,]*).*?: ([^:]+)$/s.exec(message) ?? [];
  if (directory !== undefined) return toPhaseError(`${address ?? ""}:${directory}`, refusal ?? "", error);
  const [, lookup, name] =
    /error resolving passed in network volume address: (lookup (\S+?)[ :].*)$/s.exec(message) ?? [];
  return lookup === undefined ? undefined : toPhaseError(name ?? "", lookup, error);
}

function toPhaseError(place: string, reason: string, cause: unknown): PhaseError {
  return new PhaseError("CLIENT_ERROR", `mounting '${place}' failed. ${reason.trim()}`, { cause });
}
