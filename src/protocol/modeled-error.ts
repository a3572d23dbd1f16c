/**
 * An error that the model defines; the generated classes extend it. Thrown by an operation, it is answered as itself:
 * its name, its message, and what other members its shape has.
 */
export abstract class ModeledError extends Error {
  /** The name of the error's shape, without namespace. */
  abstract override readonly name: string;
  abstract readonly $fault: "client" | "server";
  /** What the shape has besides the message. */
  readonly members: object | undefined;

  constructor(message: string, members?: object) {
    super(message);
    this.members = members;
  }
}
