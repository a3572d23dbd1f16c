import { awsJson } from "./aws-json/aws-json.ts";
import { readJsonRequest } from "./aws-json/read-json-request.ts";
import type { Answer, RequestHead } from "./exchange.ts";
import { speaksCbor } from "./exchange.ts";
import { RefusedRequest } from "./refused-request.ts";
import { rpcV2Cbor } from "./rpc-v2-cbor/rpc-v2-cbor.ts";
import { type FrameworkError, unknownOperation } from "./wire-protocol.ts";

/** Answers an error that no operation made (a body over the limit, say) in the protocol that the request speaks. */
export function answerError(head: RequestHead, error: FrameworkError, requestId: string): Answer {
  return (speaksCbor(head) ? rpcV2Cbor : awsJson).frameworkError(requestId, error);
}

/** Answers a request that no service on the port has claimed. */
export function answerUnknown(head: RequestHead, body: Uint8Array, requestId: string): Answer {
  if (speaksCbor(head)) {
    const error = unknownOperation(head.method === "POST" ? 404 : 405, "There is no such service or operation");
    return rpcV2Cbor.frameworkError(requestId, error);
  }
  try {
    readJsonRequest(head, body, false, requestId);
  } catch (error) {
    if (error instanceof RefusedRequest) return error.answer;
    throw error;
  }
  throw new TypeError("an unknown operation was not refused");
}
