import type { Shape } from "../../src/protocol/schema.ts";

/**
 * A case's `params` as an operation sees them: timestamps are epoch seconds there, blobs plain text, and special floats
 * their names.
 */
export function fromTestParams(shape: Shape, params: unknown): unknown {
  if (params === null || params === undefined) return params;
  switch (shape.kind) {
    case "structure":
    case "union":
      return Object.fromEntries(
        Object.entries(params).map(([name, value]) => {
          const member = shape.byName.get(name);
          if (member === undefined) throw new TypeError(`${shape.name} has no member ${name}`);
          return [name, fromTestParams(member.shape, value)];
        }),
      );
    case "list":
      return (params as unknown[]).map((item) => fromTestParams(shape.member.shape, item));
    case "map":
      return Object.fromEntries(
        Object.entries(params).map(([key, value]) => [key, fromTestParams(shape.member.shape, value)]),
      );
    case "timestamp":
      return new Date(Number(params) * 1000);
    case "blob":
      if (typeof params !== "string") throw new TypeError("a blob of a case is text");
      return Buffer.from(params);
    case "float":
    case "double":
      return Number(params);
    default:
      return params;
  }
}
