/** A request body that cannot be read as the operation's input; answered as `SerializationException`. */
export class SerializationError extends Error {
  override readonly name = "SerializationError";
}
