import { TierLevels } from './tier-levels.js';
import type { LevelTier, Swept, TierLevelsState } from './tier-levels.js';

/** A {@link LevelBook} as plain data. */
export interface LevelBookState {
  scale: number;
  total: number;
  /** Masses are divided by `scale`. */
  tiers: TierLevelsState[];
}

/** Masses are written out anew before the common scale leaves the range of numbers. */
const LEAST_SCALE = 1e-60;

/**
 * The mass that stands at the liquidation levels of one side, by leverage and price.
 *
 * Positions count bins of log price away from the other side: `direction * ln(price) / binWidth`. All masses shrink at
 * once through a common scale, so that only those are touched that price touches or that are added to.
 */
export class LevelBook {
  readonly direction: 1 | -1;
  /** Masses are divided by the common scale. */
  readonly tiers: readonly TierLevels[];
  readonly #binWidth: number;
  #scale = 1;
  #total = 0;

  /** @param direction - 1 for shorts, whose levels lie above the price; -1 for longs */
  constructor(direction: 1 | -1, tiers: readonly LevelTier[], binWidth: number) {
    this.direction = direction;
    this.tiers = tiers.map((tier) => new TierLevels(tier, direction * binWidth));
    this.#binWidth = binWidth;
  }

  /** All mass. */
  get total(): number {
    return this.#total;
  }

  /** The position of a price. */
  position(price: number): number {
    return (this.direction * Math.log(price)) / this.#binWidth;
  }

  /** The mass of a tier in a bin. */
  mass(tier: number, bin: number): number {
    return this.tiers[tier].mass(bin) * this.#scale;
  }

  /** The bins `[from, to)` outside which there is no mass. */
  extent(): { from: number; to: number } {
    let from = Infinity;
    let to = -Infinity;
    for (const { low, high } of this.tiers) {
      if (low === high) continue;
      from = Math.min(from, low);
      to = Math.max(to, high);
    }
    return to > from ? { from, to } : { from: 0, to: 0 };
  }

  /** Takes out all mass up to `position`, inclusive. */
  sweep(position: number): Swept {
    const swept = { mass: 0, value: 0 };
    for (const tier of this.tiers) tier.sweep(position, swept, this.#scale);
    // Rounding must not leave a trace of mass where there is none.
    const empty = this.tiers.every(({ low, high }) => low === high);
    this.#total = empty ? 0 : Math.max(this.#total - swept.mass, 0);
    return swept;
  }

  /**
   * Takes the same share out of every level.
   *
   * @param keep - what is left, 0…1
   * @returns the mass taken out
   */
  shrink(keep: number): number {
    const taken = this.#total * (1 - keep);
    this.#scale *= keep;
    this.#total -= taken;
    if (this.#scale < LEAST_SCALE) {
      for (const tier of this.tiers) tier.scale(this.#scale);
      this.#scale = 1;
    }
    return taken;
  }

  /**
   * Adds mass whose entries are spread evenly over `[near, far]`, at its tier's levels, but for what lies up to
   * `crossed`.
   *
   * @returns the mass added
   */
  deposit(tier: number, mass: number, near: number, far: number, crossed: number): number {
    if (mass === 0) return 0;
    const added = mass * this.tiers[tier].deposit(mass / this.#scale, near, far, crossed);
    this.#total += added;
    return added;
  }

  /** Everything that is needed to {@link restore} it. */
  toJSON(): LevelBookState {
    return { scale: this.#scale, total: this.#total, tiers: this.tiers.map((tier) => tier.toJSON()) };
  }

  /** Takes on a state that a book of the same tiers was in. Only for a new book. */
  restore({ scale, total, tiers }: LevelBookState): void {
    this.#scale = scale;
    this.#total = total;
    tiers.forEach((state, i) => this.tiers[i].restore(state));
  }
}
