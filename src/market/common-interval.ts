/** Follows the most common difference between neighbouring times, one time after the other. */
export class CommonInterval {
  readonly #counts = new Map<number, number>();
  #last: number | undefined;
  #seconds = NaN;

  /** The most common difference so far, the smallest such one; NaN for fewer than two times. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Takes in the next time. */
  add(time: number): void {
    if (this.#last !== undefined) this.#count(time - this.#last);
    this.#last = time;
  }

  #count(difference: number): void {
    const count = (this.#counts.get(difference) ?? 0) + 1;
    this.#counts.set(difference, count);
    const most = this.#counts.get(this.#seconds) ?? 0;
    if (count > most || (count === most && difference < this.#seconds)) this.#seconds = difference;
  }
}

/** The most common difference between neighbouring times, the smallest such one; NaN for fewer than two times. */
export function commonInterval(times: ArrayLike<number>): number {
  const interval = new CommonInterval();
  for (let i = 0; i < times.length; i++) interval.add(times[i]);
  return interval.seconds;
}
