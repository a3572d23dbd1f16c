/** Stands in the handlers for an operation that is not done yet: it answers 501 `InternalFailure` and names itself. */
export const notImplemented: unique symbol = Symbol("notImplemented");

export type NotImplemented = typeof notImplemented;
