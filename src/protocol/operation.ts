/** What every operation learns about its request besides the input. */
export interface RequestContext {
  /** The value of the `x-amzn-RequestId` header of the answer. */
  readonly requestId: string;
  /** Twelve digits: from a 12-digit access key id, else the configured default. */
  readonly account: string;
  /** From the SigV4 credential scope, else the configured default. */
  readonly region: string;
  /** What the client calls this endpoint by: the Host header. */
  readonly host: string;
}

/**
 * One API operation: validated input → output. Modelled errors are thrown (the generated classes); anything else that is
 * thrown is our fault and answers 500 without detail.
 */
export type Operation<Input, Output> = (
  input: Input,
  context: RequestContext,
) => Output | EncodedJson<Output> | Promise<Output | EncodedJson<Output>>;

/**
 * An output that exists already as the bytes of its awsJson1_1 body, so that records which are read often are answered
 * with the bytes they are kept as. The JSON codec sends the chunks as they are; other codecs decode them by schema first.
 */
export class EncodedJson<Output> {
  /** Never present: ties the bytes to the type that they encode. */
  declare readonly output?: Output;
  readonly chunks: readonly Uint8Array[];

  constructor(chunks: readonly Uint8Array[]) {
    this.chunks = chunks;
  }
}
