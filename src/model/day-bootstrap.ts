import { uniforms } from './uniforms.js';

const DAY = 86_400;

/** Neighbouring hours resemble each other, so what is drawn again is whole UTC days. */
export class DayBootstrap {
  /** The day of each time, counted from 0 in the order they come. */
  readonly dayOf: Uint32Array;
  readonly dayCount: number;
  readonly #seed: number;

  /**
   * @param times - seconds since the epoch
   * @param seed - an integer: the same one draws the same days
   */
  constructor(times: ArrayLike<number>, seed: number) {
    const days = new Map<number, number>();
    this.dayOf = Uint32Array.from(times, (time) => {
      const day = Math.floor(time / DAY);
      if (!days.has(day)) days.set(day, days.size);
      return days.get(day)!;
    });
    this.dayCount = days.size;
    this.#seed = seed;
  }

  /** How often each day was drawn, in one draw after the other; each draws as many days as there are. */
  *draws(resamples: number): Generator<Uint16Array> {
    const random = uniforms(this.#seed);
    for (let i = 0; i < resamples; i++) {
      const counts = new Uint16Array(this.dayCount);
      for (let drawn = 0; drawn < this.dayCount; drawn++) counts[Math.floor(random() * this.dayCount)]++;
      yield counts;
    }
  }

  /** The sum of `values` over each day. */
  sums(values: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.dayCount);
    for (let i = 0; i < values.length; i++) sums[this.dayOf[i]] += values[i];
    return sums;
  }
}
