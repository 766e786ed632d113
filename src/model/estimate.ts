import { DensityGrid } from '../grid/density-grid.js';
import type { DensityUnit } from '../grid/density-grid.js';
import type { PriceAxis } from '../grid/price-axis.js';
import { DEFAULT_BANDS } from './column-writer.js';
import type { EstimateStep } from './estimate-step.js';
import { Estimator } from './estimator.js';
import { axisCovering } from './grid-axis.js';
import type { MarketBar } from './market-bar.js';
import type { EstimatorOptions, ResolvedOptions } from './options.js';

/** How {@link Estimate.toGrid} lays out the density. */
export interface EstimateGridOptions {
  /** The leverage bands: each holds the tiers from its leverage down to the next lower band's. `10 25 50 100` when left out. */
  bands?: readonly string[];
  /** The price bins; when left out, bins of 10 bp, or wider in a very large grid, for all its candles and levels. */
  prices?: PriceAxis;
  /** The first column's bar starts then or later, in seconds since the epoch; all bars when left out. */
  from?: number;
}

/** What an estimate rests on, as plain data. */
export interface Assumptions {
  options: ResolvedOptions;
  /** `relative` when no open interest was known: amounts can then only be compared with each other. */
  unit: DensityUnit;
  bars: number;
  /** Bars that do not tell their open interest: the last one known was held, or one assumed. */
  heldBars: number;
  /**
   * Until then, in seconds since the epoch, levels are missing whose positions were opened before the first bar; null
   * without bars.
   */
  coldUntil: number | null;
}

/** A finished estimate. */
export interface Estimate {
  /** What it was made from. They must not be changed. */
  readonly bars: readonly MarketBar[];
  /** One for each bar. */
  readonly steps: readonly EstimateStep[];
  readonly assumptions: Assumptions;
  /**
   * The density after each bar, in USD (`relative` as {@link Assumptions.unit} says). The bars are run through again.
   *
   * @throws RangeError for a wrong axis or band, and when there is no bar to choose an axis from.
   */
  readonly toGrid: (options?: EstimateGridOptions) => DensityGrid;
}

/** Seconds after which most of what was open at the start has been closed or liquidated. */
const WARM_UP = 30 * 86_400;

/**
 * Estimates where positions were to be liquidated after each of a market's bars.
 *
 * @param bars - in order of time, all of one length
 * @throws RangeError naming the bar or the option that is wrong.
 */
export function estimate(bars: readonly MarketBar[], options: EstimatorOptions = {}): Estimate {
  const estimator = new Estimator(options);
  const steps: EstimateStep[] = [];
  // Where there was something to show after each bar.
  const ranges: { low: number; high: number }[] = [];
  for (const bar of bars) {
    steps.push(estimator.step(bar));
    const { low, high } = estimator.extent ?? bar;
    ranges.push({ low: Math.min(low, bar.low), high: Math.max(high, bar.high) });
  }
  const assumptions = {
    options: estimator.options,
    unit: estimator.unit,
    bars: bars.length,
    heldBars: steps.filter(({ held }) => held).length,
    coldUntil: bars.length > 0 ? bars[0].time + WARM_UP : null,
  };

  return {
    bars,
    steps,
    assumptions,
    toGrid: ({ bands = DEFAULT_BANDS, prices, from = -Infinity } = {}) => {
      const found = bars.findIndex(({ time }) => time >= from);
      const first = found < 0 ? bars.length : found;
      const range = ranges.slice(first).reduce(
        (all, { low, high }) => ({ low: Math.min(all.low, low), high: Math.max(all.high, high) }),
        { low: Infinity, high: 0 },
      );
      const axis = prices ?? axisCovering(range, (bars.length - first) * bands.length);
      const shown = bars.slice(first);
      const grid = new DensityGrid({
        times: shown.map(({ time }) => time),
        prices: axis,
        bands,
        split: shown.map(({ close }) => close),
        unit: assumptions.unit,
      });
      const length = grid.binCount * grid.bandCount;
      const replay = new Estimator(options);
      bars.forEach((bar, i) => {
        replay.step(bar);
        const column = i - first;
        if (column >= 0) {
          replay.column({ prices: axis, bands }, grid.values.subarray(column * length, (column + 1) * length));
        }
      });
      return grid;
    },
  };
}
