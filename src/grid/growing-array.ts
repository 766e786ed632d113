/** Numbers that grow at the end, each copied a constant number of times on average however small the steps. */
export class GrowingArray<T extends Float32Array | Float64Array> {
  #buffer: T;
  #view: T;

  /** @param initial taken over without a copy. */
  constructor(initial: T) {
    this.#buffer = this.#view = initial;
  }

  /** Exactly the numbers there are. Read it afresh after {@link grow}. */
  get view(): T {
    return this.#view;
  }

  /** Makes {@link view} `length` long, not shorter than it is. The new numbers are whatever the spare memory holds. */
  grow(length: number): void {
    if (length > this.#buffer.length) {
      const larger = new (this.#buffer.constructor as new (length: number) => T)(length + (length >> 2) + 16);
      larger.set(this.#view);
      this.#buffer = larger;
    }
    this.#view = this.#buffer.subarray(0, length) as T;
  }
}
