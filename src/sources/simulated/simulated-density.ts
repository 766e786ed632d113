import { centre, position } from '../../grid/price-axis.js';
import type { PriceAxis } from '../../grid/price-axis.js';
import type { Candle } from '../../market/types.js';
import type { SimulatedBar } from './simulated-market.js';

/** Positions of about the same leverage. */
interface LeverageBand {
  readonly id: string;
  /** From entry to liquidation, as a fraction of the entry price. */
  readonly distance: number;
  /** Share of the hourly bars in which open interest rises enough for this band to open positions. */
  readonly frequency: number;
  /** Share of such a rise that this band can take; all bands together never take more than the rise. */
  readonly weight: number;
}

// The lower the leverage, the longer its levels stand; so fewer of them make as full a picture.
const BANDS: readonly LeverageBand[] = [
  { id: '10', distance: 0.0955, frequency: 0.012, weight: 0.15 },
  { id: '25', distance: 0.0352, frequency: 0.025, weight: 0.25 },
  { id: '50', distance: 0.0151, frequency: 0.08, weight: 0.3 },
  { id: '100', distance: 0.005, frequency: 0.2, weight: 0.3 },
];

/** The bands' names, in the order in which columns hold them. */
export const BAND_IDS: readonly string[] = BANDS.map((band) => band.id);

const STEP = 0.001;
const MAX_BINS = 800;
/** How far beyond the candles the axis goes, in log price. */
const MARGIN = 0.12;
const HOUR = 3_600;
/** Share of a level that its owners close in each bar. */
const EXIT = 1 / 800;
/** How fast a threshold follows the market, in log units a bar. */
const THRESHOLD_RATE = 0.1;
const FIRST_THRESHOLD = 1e-4;
/** Half-width of a level: shares of its distance from the entry and of the bar's range. */
const DISTANCE_SMEAR = 0.015;
const RANGE_SMEAR = 0.2;

/** A level that price traded through. */
export interface SweptLevel {
  /** The price in the middle of the level. */
  price: number;
  usd: number;
}

/**
 * A logarithmic axis for candles and the levels around them: bins of 10 bp, or of the smallest multiple of it that
 * needs at most 800. Where two axes have the same step they have the same edges, so that their bins line up.
 *
 * @param candles - at least one
 */
export function densityAxis(candles: readonly Candle[]): PriceAxis {
  const low = candles.reduce((lowest, candle) => Math.min(lowest, candle.low), Infinity);
  const high = candles.reduce((highest, candle) => Math.max(highest, candle.high), 0);
  const from = Math.log(low) - MARGIN;
  const to = Math.log(high) + MARGIN;
  const step = STEP * Math.ceil((to - from) / ((MAX_BINS - 1) * STEP));
  const first = Math.floor(from / step);
  return { scale: 'log', origin: Math.exp(first * step), step, count: Math.ceil(to / step) - first };
}

/**
 * A plain stand-in for an estimator: the liquidation levels that stand after the bars seen so far.
 *
 * Positions open where open interest rises unusually, longs and shorts alike, a known distance from their levels;
 * a level fades slowly and is gone once price touches its bin. So all levels below the price are longs', all above
 * it shorts', and one map holds both.
 */
export class SimulatedDensity {
  readonly #axis: PriceAxis;
  /** USD divided by {@link #kept}, laid out `[bin][band]`: so that levels fade without being touched. */
  readonly #levels: Float64Array;
  /** What is left of a level that stood at the start. */
  #kept: number;
  /** For each band, the relative rise of open interest beyond which it opens positions. */
  readonly #thresholds: Float64Array;

  constructor(axis: PriceAxis, from?: SimulatedDensity) {
    this.#axis = axis;
    this.#levels = from ? from.#levels.slice() : new Float64Array(axis.count * BANDS.length);
    this.#kept = from ? from.#kept : 1;
    this.#thresholds = from ? from.#thresholds.slice() : new Float64Array(BANDS.length).fill(FIRST_THRESHOLD);
  }

  /** Another density that goes on from here without changing this one. */
  copy(): SimulatedDensity {
    return new SimulatedDensity(this.#axis, this);
  }

  /** The column as of the last bar, laid out `[bin][band]`, in USD. */
  column(): Float32Array {
    const values = new Float32Array(this.#levels.length);
    for (let i = 0; i < values.length; i += 1) values[i] = this.#levels[i] * this.#kept;
    return values;
  }

  /**
   * Takes in the next bar, whole or, on a {@link copy}, the part of it seen so far.
   *
   * @param interval - the bar's full length in seconds
   * @returns the levels that stood before the bar and were swept in it, by ascending price
   */
  step(bar: SimulatedBar, interval: number): SweptLevel[] {
    const swept = this.#sweep(bar);
    this.#kept *= 1 - EXIT;
    this.#open(bar, interval);
    this.#sweep(bar);
    return swept;
  }

  /** Removes the levels in every bin that the bar's range touches. */
  #sweep(bar: Candle): SweptLevel[] {
    const from = Math.max(Math.floor(position(this.#axis, bar.low)), 0);
    const to = Math.min(Math.floor(position(this.#axis, bar.high)), this.#axis.count - 1);
    const swept: SweptLevel[] = [];
    for (let bin = from; bin <= to; bin += 1) {
      let mass = 0;
      for (let i = bin * BANDS.length; i < (bin + 1) * BANDS.length; i += 1) {
        mass += this.#levels[i];
        this.#levels[i] = 0;
      }
      if (mass > 0) swept.push({ price: centre(this.#axis, bin), usd: mass * this.#kept });
    }
    return swept;
  }

  /** Opens the bar's positions. */
  #open(bar: SimulatedBar, interval: number): void {
    const interest = bar.openInterest;
    const rise = interest.close / interest.open - 1;
    const entry = (bar.high + bar.low + bar.close) / 3;
    const range = Math.log(bar.high / bar.low);
    // Longer bars cover more prices, which takes more levels to fill.
    const breadth = (interval / HOUR) ** 0.25;
    BANDS.forEach(({ distance, frequency, weight }, band) => {
      const excess = Math.max(rise - this.#thresholds[band], 0);
      this.#thresholds[band] *= Math.exp(THRESHOLD_RATE * (Math.sign(excess) - frequency * breadth));
      if (excess === 0) return;
      const amount = (weight * interest.open * excess ** 2) / rise / this.#kept;
      const halfWidth = 1 + (DISTANCE_SMEAR * distance + RANGE_SMEAR * range) / this.#axis.step;
      this.#deposit(band, entry * (1 - distance), halfWidth, amount);
      this.#deposit(band, entry * (1 + distance), halfWidth, amount);
    });
  }

  /** Spreads an amount, in base units, over the bins around a price. The half-width is in bins, at least 1. */
  #deposit(band: number, price: number, halfWidth: number, amount: number): void {
    const middle = position(this.#axis, price);
    const from = Math.max(Math.ceil(middle - halfWidth - 0.5), 0);
    const to = Math.min(Math.floor(middle + halfWidth - 0.5), this.#axis.count - 1);
    for (let bin = from; bin <= to; bin += 1) {
      const share = (1 - Math.abs(bin + 0.5 - middle) / halfWidth) / halfWidth;
      this.#levels[bin * BANDS.length + band] += amount * share * centre(this.#axis, bin);
    }
  }
}
