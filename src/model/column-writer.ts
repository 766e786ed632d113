import { firstShortBin } from '../grid/density-filter.js';
import { centre, position, sameAxis } from '../grid/price-axis.js';
import type { PriceAxis } from '../grid/price-axis.js';
import type { LevelBook } from './level-book.js';
import type { LeverageTier } from './leverage-tier.js';
import type { ContractKind } from './liquidation-price.js';

/** How a column divides what stands at the levels. */
export interface ColumnLayout {
  /** The price bins; they need not be the model's own. What lies outside them is left out. */
  prices: PriceAxis;
  /** The leverage bands, as {@link DEFAULT_BANDS} when left out. */
  bands?: readonly string[];
}

/**
 * The leverage bands of a column. A band is named by a leverage and holds the tiers from it down to the next lower
 * band; the highest one holds those above it too. `all` holds every tier.
 */
export const DEFAULT_BANDS: readonly string[] = ['10', '25', '50', '100'];

/** The bins of a column that may be written to: `least` to `most`, inclusive. */
interface ColumnPart {
  values: Float32Array;
  least: number;
  most: number;
}

/** Edges of the model's bins so close to a column's are the same: rounding must not leave slivers of mass. */
const SAME_EDGE = 1e-6;

/** Writes the levels of a {@link LevelBook} into columns of one layout, in USD. */
export class ColumnWriter {
  readonly #prices: PriceAxis;
  readonly #bands: readonly string[];
  readonly #binWidth: number;
  /** The band of each tier. */
  readonly #bandOf: readonly number[];
  /** What one contract is worth in each bin. */
  readonly #worth: Float64Array;
  /** Where, in the column's bins, the edges of the model's lie that are `#firstEdge * binWidth` in log price and on. */
  #edges = new Float64Array(0);
  #firstEdge = 0;

  /** @throws RangeError when a band is no leverage. */
  constructor(
    { prices, bands = DEFAULT_BANDS }: ColumnLayout,
    tiers: readonly LeverageTier[],
    contract: ContractKind,
    binWidth: number,
  ) {
    this.#prices = prices;
    this.#bands = [...bands];
    this.#binWidth = binWidth;
    this.#bandOf = bandsOf(tiers, bands);
    this.#worth = Float64Array.from({ length: prices.count }, (_, bin) => contract === 'linear' ? centre(prices, bin) : 1);
  }

  /** Whether it writes columns of this layout. */
  fits({ prices, bands = DEFAULT_BANDS }: ColumnLayout): boolean {
    return sameAxis(prices, this.#prices) && bands.join() === this.#bands.join();
  }

  /** A column without any density. */
  emptyColumn(): Float32Array {
    return new Float32Array(this.#prices.count * this.#bands.length);
  }

  /**
   * Adds a side's levels to a column, laid out `[bin][band]`. They stay on their side of `split`, so that a bin holds
   * the levels of one side only.
   *
   * @param split - the bar's close
   */
  write(book: LevelBook, split: number, values: Float32Array): void {
    const { from, to } = book.extent();
    if (from === to) return;
    const rising = book.direction > 0;
    this.#cover(rising ? from : -to, rising ? to : -from);
    // As the grid will keep the split.
    const firstShort = firstShortBin(this.#prices, Math.fround(split));
    const part = rising ? { values, least: firstShort, most: Infinity } : { values, least: -Infinity, most: firstShort - 1 };
    book.tiers.forEach((tier, i) => {
      for (let bin = tier.low; bin < tier.high; bin++) {
        const edge = (rising ? bin : -bin - 1) - this.#firstEdge;
        const low = this.#edges[edge];
        const high = this.#edges[edge + 1];
        const gap = tier.gap(bin) * (high - low);
        this.#spread(book.mass(i, bin), rising ? low + gap : low, rising ? high : high - gap, this.#bandOf[i], part);
      }
    });
  }

  /** Spreads mass evenly over `[low, high]`, counted in the column's bins. */
  #spread(mass: number, low: number, high: number, band: number, { values, least, most }: ColumnPart): void {
    const first = Math.floor(low);
    const end = Math.max(Math.ceil(high), first + 1);
    for (let i = first; i < end; i++) {
      const share = end - first === 1 ? 1 : (Math.min(high, i + 1) - Math.max(low, i)) / (high - low);
      const bin = Math.min(Math.max(i, least), most);
      if (bin < 0 || bin >= this.#worth.length) continue;
      values[bin * this.#bands.length + band] += mass * share * this.#worth[bin];
    }
  }

  /** Makes sure that the edges `from` to `to`, inclusive, are known. */
  #cover(from: number, to: number): void {
    const known = this.#edges.length;
    if (known > 0 && from >= this.#firstEdge && to < this.#firstEdge + known) return;
    const first = known > 0 ? Math.min(from, this.#firstEdge) : from;
    const last = known > 0 ? Math.max(to, this.#firstEdge + known - 1) : to;
    this.#firstEdge = first;
    this.#edges = Float64Array.from({ length: last - first + 1 }, (_, i) => {
      const exact = position(this.#prices, Math.exp((first + i) * this.#binWidth));
      return Math.abs(exact - Math.round(exact)) < SAME_EDGE ? Math.round(exact) : exact;
    });
  }
}

function bandsOf(tiers: readonly LeverageTier[], bands: readonly string[]): number[] {
  const limits = bands.map((band, i) => {
    const limit = band === 'all' ? Infinity : Number(band);
    if (!(limit > 0)) throw new RangeError(`bands[${i}]: expected a leverage or "all", got "${band}"`);
    return limit;
  });
  return tiers.map(({ leverage }) => {
    const holding = limits.filter((limit) => limit >= leverage);
    return limits.indexOf(holding.length > 0 ? Math.min(...holding) : Math.max(...limits));
  });
}
