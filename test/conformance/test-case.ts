/** One of the flattened official cases; its README explains the fields. */
export interface TestCase {
  readonly kind: "request" | "response" | "errorResponse" | "malformedRequest";
  readonly operation: string;
  readonly id: string;
  readonly appliesTo?: "client" | "server";
  readonly method?: string;
  readonly uri?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly forbidHeaders?: readonly string[];
  readonly body?: string;
  readonly params?: unknown;
  readonly code?: number;
  readonly error?: string;
  readonly request?: {
    readonly method: string;
    readonly uri: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly response?: { readonly code: number; readonly errorType: string; readonly body?: object };
}

/** Parses JSON without rounding: integers that are too large for a number become bigints. */
export function parseExactJson(text: string): unknown {
  const parse = JSON.parse as (
    text: string,
    reviver: (key: string, value: unknown, context: { source: string }) => unknown,
  ) => unknown;
  return parse(text, (_key, value, { source }) =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}
