import type { Answer, RequestHead } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import { RefusedRequest } from "../refused-request.ts";
import { serializationException, unknownOperation } from "../wire-protocol.ts";
import { awsJson } from "./aws-json.ts";
import { parseJsonObject } from "./wire-json.ts";

/**
 * What AWS checks before it looks at an operation's members, in its order (recorded from Kinesis; the Smithy cases want
 * an empty body taken as `{}`). Returns the parsed body, or throws `RefusedRequest` with the answer.
 *
 * @param isKnown whether `X-Amz-Target` names an operation
 */
export function readJsonRequest(head: RequestHead, body: Uint8Array, isKnown: boolean, requestId: string): object {
  if (head.method !== "POST") throw new RefusedRequest(undetermined(requestId));
  if (body.length === 0) {
    if (isKnown) return {};
    throw new RefusedRequest(awsJson.frameworkError(requestId, unknownOperation(400)));
  }
  const type = mediaTypeOf(head);
  if (type !== "application/x-amz-json-1.1" && type !== "application/json") {
    const hasTarget = head.headers["x-amz-target"] !== undefined;
    throw new RefusedRequest(hasTarget ? xml(requestId, 404, "<UnknownOperationException/>") : undetermined(requestId));
  }
  const parsed = parse(body, requestId);
  if (type === "application/json") throw new RefusedRequest(wrongJsonType(requestId));
  if (!isKnown) throw new RefusedRequest(awsJson.frameworkError(requestId, unknownOperation(400)));
  return parsed;
}

function parse(body: Uint8Array, requestId: string): object {
  try {
    return parseJsonObject(body);
  } catch {
    throw new RefusedRequest(awsJson.frameworkError(requestId, serializationException()));
  }
}

function undetermined(requestId: string): Answer {
  const message = "Unable to determine service/operation name to be authorized";
  return xml(requestId, 403, `<AccessDeniedException><Message>${message}</Message></AccessDeniedException>`);
}

function wrongJsonType(requestId: string): Answer {
  const { id } = unknownOperation(404);
  const body = JSON.stringify({ Output: { __type: id }, Version: "1.0" });
  return answer(requestId, 404, "application/json", body);
}

function xml(requestId: string, status: number, body: string): Answer {
  return answer(requestId, status, "application/xml", body);
}

function answer(requestId: string, status: number, type: string, body: string): Answer {
  return {
    status,
    headers: {
      "x-amzn-RequestId": requestId,
      "Content-Type": type,
      "Content-Length": Buffer.byteLength(body),
    },
    body,
  };
}
