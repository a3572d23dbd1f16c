/**
 * The bytes of records that are read often, the least recently used forgotten first. What is kept here has been committed:
 * writers forget, and only readers outside of a transaction keep, so that a rollback leaves nothing behind.
 */
export class RecordCache {
  readonly #capacity: number;
  readonly #records = new Map<string, Uint8Array>();
  #size = 0;

  /** @param capacity in bytes, keys left out */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Uint8Array | undefined {
    const record = this.#records.get(key);
    if (record === undefined) return undefined;
    this.#records.delete(key);
    this.#records.set(key, record);
    return record;
  }

  /** A record of more than a quarter of the capacity is not kept: it would drive out many. */
  keep(key: string, record: Uint8Array): void {
    this.forget(key);
    if (record.byteLength > this.#capacity / 4) return;
    this.#records.set(key, record);
    this.#size += record.byteLength;
    for (const [oldest, { byteLength }] of this.#records) {
      if (this.#size <= this.#capacity) break;
      this.#records.delete(oldest);
      this.#size -= byteLength;
    }
  }

  forget(key: string): void {
    const record = this.#records.get(key);
    if (record === undefined) return;
    this.#records.delete(key);
    this.#size -= record.byteLength;
  }
}
