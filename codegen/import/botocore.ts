import { ModelError } from "../model-error.ts";
import type { AstMember, AstShape, SmithyAst } from "../smithy-ast.ts";
import { unitId } from "../smithy-ast.ts";

/** botocore's `service-2.json`, as far as JSON and CBOR services use it. */
export interface BotocoreService {
  readonly metadata: {
    readonly apiVersion: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly protocol: string;
    readonly protocols?: readonly string[];
    readonly jsonVersion?: string;
    readonly serviceFullName: string;
    readonly serviceId: string;
    readonly targetPrefix: string;
  };
  readonly operations: Readonly<Record<string, BotocoreOperation>>;
  readonly shapes: Readonly<Record<string, BotocoreShape>>;
}

interface BotocoreOperation {
  readonly name: string;
  readonly input?: BotocoreReference;
  readonly output?: BotocoreReference;
  readonly errors?: readonly BotocoreReference[];
  readonly idempotent?: boolean;
  readonly readonly?: boolean;
}

interface BotocoreReference {
  readonly shape: string;
  readonly box?: boolean;
  readonly deprecated?: boolean;
  readonly idempotencyToken?: boolean;
}

interface BotocoreShape extends Omit<BotocoreReference, "shape"> {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, BotocoreReference>>;
  readonly member?: BotocoreReference;
  readonly key?: BotocoreReference;
  readonly value?: BotocoreReference;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly sensitive?: boolean;
  readonly exception?: boolean;
  readonly fault?: boolean;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly error?: { readonly httpStatusCode?: number; readonly senderFault?: boolean };
  readonly timestampFormat?: string;
}

/** botocore's `paginators-1.json`. */
export interface BotocorePaginators {
  readonly pagination: Readonly<
    Record<string, { input_token: unknown; output_token: unknown; limit_key?: string; result_key?: unknown }>
  >;
}

const protocolTraits: Readonly<Record<string, string>> = {
  "json 1.0": "aws.protocols#awsJson1_0",
  "json 1.1": "aws.protocols#awsJson1_1",
  "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
};

const scalarTypes: Readonly<Record<string, string>> = {
  string: "string",
  character: "string",
  blob: "blob",
  boolean: "boolean",
  double: "double",
  float: "float",
  integer: "integer",
  long: "long",
  timestamp: "timestamp",
  jsonvalue: "document",
};

/**
 * Converts botocore's older form of a model to the Smithy AST. What botocore does not say stays unsaid: that is the
 * overlay's part.
 */
export function fromBotocore(service: BotocoreService, paginators: BotocorePaginators, namespace: string): SmithyAst {
  const id = (name: string): string => `${namespace}#${name}`;
  const shapes: Record<string, AstShape> = {};
  const operations = Object.values(service.operations);

  shapes[id(service.metadata.targetPrefix)] = {
    type: "service",
    version: service.metadata.apiVersion,
    operations: operations.map((operation) => ({ target: id(operation.name) })),
    traits: serviceTraits(service.metadata),
  };
  for (const operation of operations) {
    shapes[id(operation.name)] = {
      type: "operation",
      input: { target: operation.input ? id(operation.input.shape) : unitId },
      output: { target: operation.output ? id(operation.output.shape) : unitId },
      errors: (operation.errors ?? []).map((error) => ({ target: id(error.shape) })),
      traits: {
        ...(operation.idempotent && { "smithy.api#idempotent": {} }),
        ...(operation.readonly && { "smithy.api#readonly": {} }),
        ...paginated(paginators.pagination[operation.name]),
      },
    };
  }
  for (const [name, shape] of Object.entries(service.shapes)) shapes[id(name)] = toShape(name, shape, id);
  markInputsAndOutputs(service, shapes, id);
  return { smithy: "2.0", shapes };
}

function serviceTraits(metadata: BotocoreService["metadata"]): Record<string, unknown> {
  const traits: Record<string, unknown> = {
    "aws.api#service": {
      sdkId: metadata.serviceId,
      arnNamespace: metadata.signingName ?? metadata.endpointPrefix,
      endpointPrefix: metadata.endpointPrefix,
    },
    "aws.auth#sigv4": { name: metadata.signingName ?? metadata.endpointPrefix },
    "smithy.api#title": metadata.serviceFullName,
  };
  for (const protocol of metadata.protocols ?? [metadata.protocol]) {
    const trait = protocolTraits[protocol === "json" ? `json ${metadata.jsonVersion ?? "1.0"}` : protocol];
    if (trait === undefined)
      throw new ModelError(`botocore protocol ${protocol} of ${metadata.serviceId} is not known`);
    traits[trait] = {};
  }
  return traits;
}

function paginated(paginator: BotocorePaginators["pagination"][string] | undefined): Record<string, unknown> {
  // botocore also pages by expressions and by several tokens; Smithy's trait names one member each.
  const { input_token, output_token, limit_key, result_key } = paginator ?? {};
  if (typeof input_token !== "string" || typeof output_token !== "string") return {};
  const keys: unknown[] = Array.isArray(result_key) ? result_key : [result_key];
  const items = keys.length === 1 ? keys[0] : undefined;
  return {
    "smithy.api#paginated": {
      inputToken: input_token,
      outputToken: output_token,
      ...(typeof items === "string" && { items }),
      ...(limit_key !== undefined && { pageSize: limit_key }),
    },
  };
}

function toShape(name: string, shape: BotocoreShape, id: (name: string) => string): AstShape {
  const member = (reference: BotocoreReference | undefined): AstMember => {
    if (reference === undefined) throw new ModelError(`botocore shape ${name} lacks a member`);
    return { target: id(reference.shape) };
  };
  switch (shape.type) {
    case "structure": {
      if (shape.document === true) return { type: "document" };
      const required = new Set(shape.required);
      const members = Object.entries(shape.members ?? {}).map(([key, reference]): [string, AstMember] => [
        key,
        {
          target: id(reference.shape),
          traits: {
            ...(required.has(key) && { "smithy.api#required": {} }),
            ...(reference.deprecated === true && { "smithy.api#deprecated": {} }),
            ...(reference.idempotencyToken === true && { "smithy.api#idempotencyToken": {} }),
          },
        },
      ]);
      return {
        type: shape.union === true ? "union" : "structure",
        members: Object.fromEntries(members),
        traits: shape.exception === true ? errorTraits(shape) : sensitive(shape),
      };
    }
    case "list":
      return { type: "list", member: member(shape.member), traits: { ...length(shape), ...sensitive(shape) } };
    case "map":
      return {
        type: "map",
        key: member(shape.key),
        value: member(shape.value),
        traits: { ...length(shape), ...sensitive(shape) },
      };
    case "string":
      if (shape.enum !== undefined) return toEnum(shape.enum, shape);
      return {
        type: "string",
        traits: {
          ...length(shape),
          ...(shape.pattern !== undefined && { "smithy.api#pattern": shape.pattern }),
          ...sensitive(shape),
        },
      };
    default: {
      const type = scalarTypes[shape.type];
      if (type === undefined) throw new ModelError(`botocore shape ${name} has the unknown type ${shape.type}`);
      const bounds = type === "blob" ? length(shape) : range(shape);
      const format = shape.timestampFormat;
      return {
        type,
        traits: {
          ...bounds,
          ...(format !== undefined && { "smithy.api#timestampFormat": timestampFormats[format] ?? format }),
          ...sensitive(shape),
        },
      };
    }
  }
}

const timestampFormats: Readonly<Record<string, string>> = {
  iso8601: "date-time",
  rfc822: "http-date",
  unixTimestamp: "epoch-seconds",
};

function toEnum(values: readonly string[], shape: BotocoreShape): AstShape {
  const members = values.map((value): [string, AstMember] => [
    enumMemberName(value),
    { target: unitId, traits: { "smithy.api#enumValue": value } },
  ]);
  return { type: "enum", members: Object.fromEntries(members), traits: sensitive(shape) };
}

/** Enum members need an identifier, which botocore does not give: the value, with what an identifier may not hold as `_`. */
function enumMemberName(value: string): string {
  const name = value.replace(/[^A-Za-z0-9_]+/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function length({ min, max }: BotocoreShape): Record<string, unknown> {
  return bounds("smithy.api#length", min, max);
}

function range({ min, max }: BotocoreShape): Record<string, unknown> {
  return bounds("smithy.api#range", min, max);
}

function bounds(trait: string, min: number | undefined, max: number | undefined): Record<string, unknown> {
  if (min === undefined && max === undefined) return {};
  return { [trait]: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } };
}

function sensitive(shape: BotocoreShape): Record<string, unknown> {
  return shape.sensitive === true ? { "smithy.api#sensitive": {} } : {};
}

function errorTraits(shape: BotocoreShape): Record<string, unknown> {
  const status = shape.error?.httpStatusCode;
  return {
    "smithy.api#error": shape.fault === true || shape.error?.senderFault === false ? "server" : "client",
    ...(status !== undefined && { "smithy.api#httpError": status }),
  };
}

/** A structure that is one operation's input and nothing else carries `@input`; outputs likewise. */
function markInputsAndOutputs(
  service: BotocoreService,
  shapes: Record<string, AstShape>,
  id: (name: string) => string,
): void {
  const uses = new Map<string, number>();
  const count = (reference: BotocoreReference | undefined): void => {
    if (reference) uses.set(reference.shape, (uses.get(reference.shape) ?? 0) + 1);
  };
  for (const operation of Object.values(service.operations)) {
    count(operation.input);
    count(operation.output);
  }
  for (const shape of Object.values(service.shapes)) {
    Object.values(shape.members ?? {}).forEach(count);
    [shape.member, shape.key, shape.value].forEach(count);
  }
  for (const operation of Object.values(service.operations)) {
    for (const kind of ["input", "output"] as const) {
      const name = operation[kind]?.shape;
      if (name === undefined || uses.get(name) !== 1) continue;
      const shape = shapes[id(name)];
      if (shape) shapes[id(name)] = { ...shape, traits: { ...shape.traits, [`smithy.api#${kind}`]: {} } };
    }
  }
}
