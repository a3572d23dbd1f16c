import { fromWireJson } from "../aws-json/wire-json.ts";
import type { Answer } from "../exchange.ts";
import { defineSchema } from "../schema.ts";
import type { WireProtocol } from "../wire-protocol.ts";
import { writeCbor } from "./write-cbor.ts";

const frameworkErrorShape = defineSchema<{ FrameworkError: { message?: string } }>({
  structures: { FrameworkError: { message: "string" } },
}).shape("FrameworkError");

/** `smithy.protocols#rpcv2Cbor`: errors tell their absolute shape id in `__type`. */
export const rpcV2Cbor: WireProtocol = {
  output: (requestId, shape, value) => {
    if (shape !== undefined) return answer(requestId, 200, writeCbor(shape, value));
    // No output at all has neither body nor Content-Type.
    const headers = { "x-amzn-RequestId": requestId, "smithy-protocol": "rpc-v2-cbor", "Content-Length": 0 };
    return { status: 200, headers, body: "" };
  },

  encodedOutput(requestId, shape, { chunks }) {
    const value = shape && fromWireJson(shape, Buffer.concat(chunks).toString());
    return this.output(requestId, shape, value);
  },

  modeledError: (requestId, status, id, shape, members) => answer(requestId, status, writeCbor(shape, members, id)),

  frameworkError: (requestId, { status, id, message }) =>
    answer(requestId, status, writeCbor(frameworkErrorShape, { message }, id)),
};

function answer(requestId: string, status: number, body: Uint8Array): Answer {
  return {
    status,
    headers: {
      "x-amzn-RequestId": requestId,
      "smithy-protocol": "rpc-v2-cbor",
      "Content-Type": "application/cbor",
      "Content-Length": body.length,
    },
    body,
  };
}
