/** The model or its settings are not what the generator can take; the message names the shape or the key. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}
