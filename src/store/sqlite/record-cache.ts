interface Entry {
  readonly key: string;
  readonly record: Uint8Array;
  older: Entry | undefined;
  newer: Entry | undefined;
}

/**
 * The bytes of records that are read often, the least recently used forgotten first. What is kept here has been committed:
 * writers forget, and only readers outside of a transaction keep, so that a rollback leaves nothing behind.
 */
export class RecordCache {
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry>();
  // The order of use is a list of its own: a Map whose oldest keys are deleted over and over walks over all their places.
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  #size = 0;

  /** @param capacity in bytes, keys left out */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry !== this.#newest) {
      this.#unlink(entry);
      this.#link(entry);
    }
    return entry.record;
  }

  /** A record of more than a quarter of the capacity is not kept: it would drive out many. */
  keep(key: string, record: Uint8Array): void {
    this.forget(key);
    if (record.byteLength > this.#capacity / 4) return;
    const entry: Entry = { key, record, older: undefined, newer: undefined };
    this.#entries.set(key, entry);
    this.#link(entry);
    this.#size += record.byteLength;
    while (this.#size > this.#capacity && this.#oldest !== undefined) this.#remove(this.#oldest);
  }

  forget(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#remove(entry);
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.key);
    this.#unlink(entry);
    this.#size -= entry.record.byteLength;
  }

  #link(entry: Entry): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink({ older, newer }: Entry): void {
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
  }
}
