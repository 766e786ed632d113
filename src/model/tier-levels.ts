import { REACH, shareBelow } from './smear.js';

/** Where the levels of one leverage lie, seen from the entry. */
export interface LevelTier {
  /** From an entry to the middle of its level, in bins, >= 0. */
  readonly distance: number;
  /** Standard deviation of the level, in bins, above 0. */
  readonly sigma: number;
}

/** What price took: its mass, and the sum of mass x price. */
export interface Swept {
  mass: number;
  value: number;
}

/** {@link TierLevels} as plain data. */
export interface TierLevelsState {
  /** The first bin that may hold mass. */
  from: number;
  /** The mass of that bin and of those after it. */
  masses: number[];
  /** The bins of which a part, from the lower end, is empty, and that part x their mass. */
  gaps: [bin: number, gap: number][];
}

/** Bins to spare when the window grows, so that it seldom does. */
const SPARE = 256;
/** What lies within this share of a bin beyond the price counts as touched, so that rounding leaves no slivers. */
const TOUCH = 1e-9;
/** Where levels spread widely, so many steps for each standard deviation draw the curve. */
const STEPS_PER_SIGMA = 4;
/** Entries never lie closer together, in bins: differences of sums could not tell them apart. */
const LEAST_SPREAD = 1e-3;

/**
 * The mass at the liquidation levels of one leverage on one side, by bins of log price that count away from the other
 * side: price comes from below, and what it touches first are the lowest bins. Bin *b* covers `[b, b + 1)`.
 *
 * All work is proportional to the bins that are touched. Of a bin that was swept in part it is remembered which.
 */
export class TierLevels {
  /** Log price from one bin to the next; negative for longs. */
  readonly #step: number;
  readonly #distance: number;
  readonly #sigma: number;
  /** The bins `[low, high)` outside which there is no mass; none when they are equal. */
  #low = 0;
  #high = 0;
  /** The bin that the arrays begin with. */
  #first = 0;
  #masses = new Float64Array(0);
  /**
   * Of each bin the part, from its lower end, in which its mass does not lie, times its mass. So what is added later,
   * all over the bin, moves the middle of its mass to where it belongs.
   */
  #gaps = new Float64Array(0);

  constructor({ distance, sigma }: LevelTier, step: number) {
    this.#step = step;
    this.#distance = distance;
    this.#sigma = sigma;
  }

  get low(): number {
    return this.#low;
  }

  get high(): number {
    return this.#high;
  }

  /** The mass in a bin. */
  mass(bin: number): number {
    return bin >= this.#low && bin < this.#high ? this.#masses[bin - this.#first] : 0;
  }

  /** The part of a bin, from its lower end, in which its mass does not lie: 0 to below 1. */
  gap(bin: number): number {
    const mass = this.mass(bin);
    return mass > 0 ? this.#gaps[bin - this.#first] / mass : 0;
  }

  /** Takes out all mass up to `position`, inclusive, and adds it to `swept`, `scale` times. */
  sweep(position: number, swept: Swept, scale: number): void {
    const end = position + TOUCH;
    const last = Math.floor(end);
    for (let bin = this.#low; bin < this.#high && bin <= last; bin++) {
      const taken = this.#take(bin, bin < last ? 1 : end - last) * scale;
      swept.mass += taken;
      swept.value += taken * Math.exp((bin + 0.5) * this.#step);
    }
    this.#low = Math.max(this.#low, last);
    if (this.#low >= this.#high) this.#low = this.#high = 0;
  }

  /**
   * Adds mass whose entries are spread evenly over `[near, far]`, at its levels, but for what lies up to `crossed`.
   *
   * @returns the share of it that was added
   */
  deposit(mass: number, near: number, far: number, crossed: number): number {
    const sigma = this.#sigma;
    const lower = near + this.#distance;
    const upper = this.#distance + Math.max(far, near + LEAST_SPREAD);
    const start = Math.max(lower - REACH * sigma, crossed);
    const end = upper + REACH * sigma;
    if (start >= end) return 0;

    const from = Math.floor(start);
    const to = Math.ceil(end);
    this.#occupy(from, to);
    const masses = this.#masses;
    const first = this.#first;
    const step = Math.max(1, Math.floor(sigma / STEPS_PER_SIGMA));
    const share = shareBelow(start, lower, upper, sigma);
    let below = share;
    for (let bin = from; bin < to; bin += step) {
      const next = Math.min(bin + step, to);
      const upTo = next === to ? 1 : Math.max(below, shareBelow(next, lower, upper, sigma));
      const added = (mass * (upTo - below)) / (next - bin);
      for (let i = bin - first; i < next - first; i++) masses[i] += added;
      if (start > bin) this.#gaps[bin - first] += added * (start - bin);
      below = upTo;
    }
    return 1 - share;
  }

  /** Multiplies all mass. */
  scale(factor: number): void {
    for (let i = this.#low - this.#first; i < this.#high - this.#first; i++) {
      this.#masses[i] *= factor;
      this.#gaps[i] *= factor;
    }
  }

  /** Everything that is needed to {@link restore} it. */
  toJSON(): TierLevelsState {
    const start = this.#low - this.#first;
    const end = this.#high - this.#first;
    const gaps = Array.from(this.#gaps.subarray(start, end), (gap, i): [number, number] => [this.#low + i, gap]);
    const masses = Array.from(this.#masses.subarray(start, end));
    return { from: this.#low, masses, gaps: gaps.filter(([, gap]) => gap > 0) };
  }

  /** Takes on a state that levels of the same tier were in. Only where there are none yet. */
  restore({ from, masses, gaps }: TierLevelsState): void {
    if (masses.length === 0) return;
    this.#occupy(from, from + masses.length);
    this.#masses.set(masses, from - this.#first);
    for (const [bin, gap] of gaps) this.#gaps[bin - this.#first] = gap;
  }

  /**
   * Takes out what lies in a bin's lower part, which is all of it when `part` is 1.
   *
   * @returns its mass
   */
  #take(bin: number, part: number): number {
    const mass = this.mass(bin);
    const gap = this.gap(bin);
    // More than one touch, so that the same price twice takes nothing the second time.
    if (part <= gap + 2 * TOUCH) return 0;

    const share = part < 1 ? (part - gap) / (1 - gap) : 1;
    const left = mass * (1 - share);
    this.#masses[bin - this.#first] = left;
    this.#gaps[bin - this.#first] = part < 1 ? part * left : 0;
    return mass * share;
  }

  /** Makes room for mass in the bins `[from, to)`. */
  #occupy(from: number, to: number): void {
    const empty = this.#low === this.#high;
    const low = empty ? from : Math.min(this.#low, from);
    const high = empty ? to : Math.max(this.#high, to);
    if (low < this.#first || high > this.#first + this.#masses.length) {
      this.#masses = this.#moved(this.#masses, low - SPARE, high + SPARE);
      this.#gaps = this.#moved(this.#gaps, low - SPARE, high + SPARE);
      this.#first = low - SPARE;
    }
    this.#low = low;
    this.#high = high;
  }

  /** The values of the occupied bins in an array for the bins `[first, end)`. */
  #moved(values: Float64Array, first: number, end: number): Float64Array<ArrayBuffer> {
    const moved = new Float64Array(end - first);
    if (this.#low < this.#high) {
      moved.set(values.subarray(this.#low - this.#first, this.#high - this.#first), this.#low - first);
    }
    return moved;
  }
}
