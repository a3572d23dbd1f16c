import { AccessDeniedException } from "./access-denied-exception.ts";
import { awsJson } from "./aws-json/aws-json.ts";
import { readJsonRequest } from "./aws-json/read-json-request.ts";
import { decodeJson } from "./aws-json/wire-json.ts";
import type { ConstraintFailure } from "./constraints/constraint-failure.ts";
import { wordAsCoral } from "./constraints/coral-wording.ts";
import { wordAsSmithy } from "./constraints/smithy-wording.ts";
import { constraintFailures, type Validator, type Validators } from "./constraints/validator.ts";
import { type Answer, mediaTypeOf, pathOf, type RequestHead, speaksCbor } from "./exchange.ts";
import { ModeledError } from "./modeled-error.ts";
import { notImplemented, type NotImplemented } from "./not-implemented.ts";
import { EncodedJson, type Operation, type RequestContext } from "./operation.ts";
import { RefusedRequest } from "./refused-request.ts";
import { rpcV2Cbor } from "./rpc-v2-cbor/rpc-v2-cbor.ts";
import { decodeCbor } from "./rpc-v2-cbor/wire-cbor.ts";
import type { Shape } from "./schema.ts";
import { SerializationError } from "./serialization-error.ts";
import type { ServiceDefinition } from "./service-definition.ts";
import {
  internalFailure,
  notImplementedFailure,
  serializationException,
  unknownOperation,
  type WireProtocol,
} from "./wire-protocol.ts";

/** One service behind all its protocols. */
export interface ApiService {
  /**
   * Whether a request speaks to this service: the prefix of `X-Amz-Target`, or the service of an RPC v2 CBOR path. It
   * may still name an operation that the service does not have.
   */
  claims(head: RequestHead): boolean;
  /** Answers a claimed request; never throws or rejects. A promise only if the operation gave one. */
  answer(head: RequestHead, body: Uint8Array, context: RequestContext): Answer | Promise<Answer>;
}

/** Told of whatever an operation threw that the model does not know; the client is told nothing of it. */
export type OnFault = (error: unknown, operation: string, requestId: string) => void;

/** The operations by name, each typed by the generated `Handlers`. */
export type AnyHandlers = Readonly<Record<string, Operation<never, unknown> | NotImplemented>>;

interface OperationEntry {
  readonly name: string;
  readonly handler: Operation<unknown, unknown> | NotImplemented;
  readonly input: Shape | undefined;
  readonly output: Shape | undefined;
  readonly validator: Validator | undefined;
}

const jsonTrait = "aws.protocols#awsJson1_1";
const cborTrait = "smithy.protocols#rpcv2Cbor";
const cborPath = /\/service\/([^/]+)\/operation\/([^/]+)$/;

export function createApiService(
  definition: ServiceDefinition,
  validators: Validators,
  handlers: AnyHandlers,
  onFault: OnFault,
): ApiService {
  const { schema } = definition;
  const isLenient = definition.validation === "coral";
  const targetPrefix = `${definition.name}.`;
  const pathNames = [definition.name, `${definition.namespace}.${definition.name}`];
  const speaks = { json: definition.protocols.includes(jsonTrait), cbor: definition.protocols.includes(cborTrait) };
  const entries = new Map<string, OperationEntry>();

  /** Shapes are resolved with an operation's first request. */
  function entryOf(name: string): OperationEntry | undefined {
    const known = entries.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(definition.operations, name)) return undefined;
    const [input = null, output = null] = definition.operations[name] ?? [];
    const entry: OperationEntry = {
      name,
      handler: handlers[name] as Operation<unknown, unknown> | NotImplemented,
      input: input === null ? undefined : schema.shape(input),
      output: output === null ? undefined : schema.shape(output),
      validator: input === null ? undefined : validators[input],
    };
    entries.set(name, entry);
    return entry;
  }

  function answerJson(head: RequestHead, body: Uint8Array, context: RequestContext): Answer | Promise<Answer> {
    const target = String(head.headers["x-amz-target"]);
    const entry = target.startsWith(targetPrefix) ? entryOf(target.slice(targetPrefix.length)) : undefined;
    const parsed = readJsonRequest(head, body, entry !== undefined, context.requestId);
    if (entry === undefined) throw new TypeError("an unknown operation was not refused");
    return perform(awsJson, entry, context, (shape) => decodeJson(shape, parsed, isLenient));
  }

  function answerCbor(head: RequestHead, body: Uint8Array, context: RequestContext): Answer | Promise<Answer> {
    const { headers } = head;
    const refuse = (status: number, message: string): Answer =>
      rpcV2Cbor.frameworkError(context.requestId, unknownOperation(status, message));
    if (headers["x-amz-target"] !== undefined || headers["x-amzn-target"] !== undefined) {
      return refuse(404, "A request must not have both smithy-protocol and X-Amz-Target");
    }
    if (head.method !== "POST") return refuse(405, "RPC v2 requests must be POST");
    if (headers["smithy-protocol"] !== "rpc-v2-cbor") return refuse(404, "The value of smithy-protocol is not known");
    const name = cborPath.exec(pathOf(head))?.[2] ?? "";
    const entry = entryOf(name);
    if (entry === undefined) return refuse(404, `There is no operation ${name}`);
    if (body.length > 0 && mediaTypeOf(head) !== "application/cbor") {
      return rpcV2Cbor.frameworkError(
        context.requestId,
        serializationException("Content-Type must be application/cbor"),
      );
    }
    return perform(rpcV2Cbor, entry, context, (shape) =>
      body.length === 0 ? decodeJson(shape, {}, isLenient) : decodeCbor(shape, body, isLenient),
    );
  }

  /** What both protocols share: decode, check, call, encode. */
  function perform(
    protocol: WireProtocol,
    entry: OperationEntry,
    context: RequestContext,
    decode: (shape: Shape) => unknown,
  ): Answer | Promise<Answer> {
    const { handler, input: shape, validator } = entry;
    const { requestId } = context;
    if (handler === notImplemented) return protocol.frameworkError(requestId, notImplementedFailure(entry.name));
    try {
      const input = shape === undefined ? {} : decode(shape);
      if (validator !== undefined && shape !== undefined) {
        const failures = constraintFailures(shape, input, validator);
        if (failures.length > 0) return constraintAnswer(protocol, failures, requestId);
      }
      const result = handler(input, context);
      if (!(result instanceof Promise)) return encode(protocol, entry, result, requestId);
      return result.then(
        (output) => {
          try {
            return encode(protocol, entry, output, requestId);
          } catch (error) {
            return failureAnswer(protocol, entry, error, requestId);
          }
        },
        (error: unknown) => failureAnswer(protocol, entry, error, requestId),
      );
    } catch (error) {
      return failureAnswer(protocol, entry, error, requestId);
    }
  }

  function encode(protocol: WireProtocol, entry: OperationEntry, result: unknown, requestId: string): Answer {
    if (result instanceof EncodedJson) return protocol.encodedOutput(requestId, entry.output, result);
    return protocol.output(requestId, entry.output, result);
  }

  function failureAnswer(protocol: WireProtocol, entry: OperationEntry, error: unknown, requestId: string): Answer {
    if (error instanceof SerializationError) {
      return protocol.frameworkError(requestId, serializationException(error.message));
    }
    const modeled = error instanceof ModeledError ? schema.error(error.name) : undefined;
    if (error instanceof ModeledError && modeled !== undefined) {
      const shape = schema.shape(error.name);
      try {
        return protocol.modeledError(requestId, modeled.status, modeled.id, shape, errorMembers(shape, error));
      } catch (fault) {
        onFault(fault, entry.name, requestId);
        return protocol.frameworkError(requestId, internalFailure());
      }
    }
    if (error instanceof ModeledError && definition.constraintError.endsWith(`#${error.name}`)) {
      const id = definition.constraintError;
      return protocol.frameworkError(requestId, { status: 400, id, message: error.message });
    }
    if (error instanceof AccessDeniedException)
      return protocol.frameworkError(requestId, { status: 400, id: AccessDeniedException.id, message: error.message });
    onFault(error, entry.name, requestId);
    return protocol.frameworkError(requestId, internalFailure());
  }

  function constraintAnswer(protocol: WireProtocol, failures: readonly ConstraintFailure[], requestId: string): Answer {
    const worded = definition.validation === "coral" ? wordAsCoral(failures) : wordAsSmithy(failures);
    const id = definition.constraintError;
    const name = id.slice(id.indexOf("#") + 1);
    const modeled = schema.error(name);
    if (modeled === undefined) return protocol.frameworkError(requestId, { status: 400, id, message: worded.message });
    return protocol.modeledError(requestId, modeled.status, modeled.id, schema.shape(name), worded);
  }

  return {
    claims(head) {
      if (speaksCbor(head)) {
        if (!speaks.cbor) return false;
        const service = cborPath.exec(pathOf(head))?.[1];
        return service !== undefined && pathNames.includes(service);
      }
      const target = head.headers["x-amz-target"];
      return speaks.json && typeof target === "string" && target.startsWith(targetPrefix);
    },
    answer(head, body, context) {
      try {
        return speaksCbor(head) ? answerCbor(head, body, context) : answerJson(head, body, context);
      } catch (error) {
        if (error instanceof RefusedRequest) return error.answer;
        onFault(error, definition.name, context.requestId);
        return (speaksCbor(head) ? rpcV2Cbor : awsJson).frameworkError(context.requestId, internalFailure());
      }
    },
  };
}

/** The members of an error's shape: the message under the name that the shape gives it, left out when empty. */
function errorMembers(shape: Shape, error: ModeledError): object {
  if (shape.kind !== "structure") return {};
  const message = shape.members.find(({ name }) => name.toLowerCase() === "message");
  return { ...error.members, ...(message && error.message !== "" && { [message.name]: error.message }) };
}
