import type { Answer } from "../exchange.ts";
import type { WireProtocol } from "../wire-protocol.ts";
import { toWireJson } from "./wire-json.ts";

const contentType = "application/x-amz-json-1.1";

/** `aws.protocols#awsJson1_1`: errors tell their bare name in `__type`. */
export const awsJson: WireProtocol = {
  output: (requestId, shape, value) => answer(requestId, 200, shape === undefined ? "" : toWireJson(shape, value)),

  encodedOutput: (requestId, _shape, { chunks }) => {
    const [only] = chunks;
    return answer(requestId, 200, chunks.length === 1 && only ? only : Buffer.concat(chunks));
  },

  modeledError: (requestId, status, id, shape, members) => {
    const type = `{"__type":${JSON.stringify(bareName(id))}`;
    const text = toWireJson(shape, members);
    return answer(requestId, status, text === "{}" ? `${type}}` : `${type},${text.slice(1)}`);
  },

  frameworkError: (requestId, { status, id, message }) => {
    const __type = bareName(id);
    // The framework below the services writes its own message with a capital.
    const text = __type === "SerializationException" ? { Message: message } : { message };
    return answer(requestId, status, JSON.stringify({ __type, ...text }));
  },
};

function answer(requestId: string, status: number, body: string | Uint8Array): Answer {
  return {
    status,
    headers: {
      "x-amzn-RequestId": requestId,
      "Content-Type": contentType,
      "Content-Length": typeof body === "string" ? Buffer.byteLength(body) : body.length,
    },
    body,
  };
}

function bareName(id: string): string {
  return id.slice(id.indexOf("#") + 1);
}
