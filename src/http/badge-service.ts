import { pathOf } from "../protocol/exchange.ts";
import { toBadgeImage, type BadgeText } from "./badge-image.ts";
import type { RawService } from "./http-app.ts";

/** `GET /badges?uuid=…&branch=…` (or `&tag=…`): the badge of a project, for whoever knows its uuid. */
export function createBadgeService(
  stateOf: (
    uuid: string,
    query: { readonly branch: string | undefined; readonly tag: string | undefined },
  ) => BadgeText,
): RawService {
  return {
    forAnySite: true,
    handles: (request) => (request.method === "GET" || request.method === "HEAD") && pathOf(request) === "/badges",
    handle(request, response) {
      request.resume();
      const query = new URLSearchParams(request.url?.slice("/badges".length));
      const image = toBadgeImage(
        stateOf(query.get("uuid") ?? "", {
          branch: query.get("branch") ?? undefined,
          tag: query.get("tag") ?? undefined,
        }),
      );
      response.writeHead(200, {
        "Content-Type": "image/svg+xml",
        "Content-Length": Buffer.byteLength(image),
        // Pages show the state of now, and so do the caches of hosts that fetch images for their readers.
        "Cache-Control": "no-cache, no-store, must-revalidate",
        Expires: "0",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
      });
      response.end(request.method === "HEAD" ? undefined : image);
      return Promise.resolve();
    },
  };
}
