import type { Socket } from "node:net";

/** Ties two connections together: what ends one ends the other. `open` holds both while they are. */
export function joinSockets(one: Socket, other: Socket, open: Set<Socket>): void {
  for (const [socket, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    open.add(socket);
    socket.on("error", () => peer.destroy());
    socket.on("close", () => {
      open.delete(socket);
      peer.destroy();
    });
  }
}
