import { randomUUID } from "node:crypto";

/** Where ids come from, so that tests can foretell them. */
export interface IdSource {
  /** A lower-case UUID of version 4. */
  uuid(): string;
}

export const randomIds: IdSource = { uuid: () => randomUUID() };
