import type { DensityColumn, DensityUnit } from '../grid/density-grid.js';
import type { Side } from '../market/types.js';
import { BarReader } from './bar-reader.js';
import type { BarReaderState } from './bar-reader.js';
import { ColumnWriter } from './column-writer.js';
import type { ColumnLayout } from './column-writer.js';
import type { EstimateStep, Sides } from './estimate-step.js';
import { LevelBook } from './level-book.js';
import type { LevelBookState } from './level-book.js';
import { levelTiers } from './level-tiers.js';
import type { MarketBar } from './market-bar.js';
import { resolveOptions, restoredOptions, storedOptions } from './options.js';
import type { EstimatorOptions, ResolvedOptions } from './options.js';
import type { Swept } from './tier-levels.js';

/** An {@link Estimator} as plain data, fit for `JSON.stringify`. What is in it may change between versions. */
export interface EstimatorState {
  version: 1;
  options: EstimatorOptions;
  /** The last bar's start and close; none before the first bar. */
  last?: { time: number; close: number };
  reader: BarReaderState;
  longs: LevelBookState;
  shorts: LevelBookState;
}

/**
 * Estimates where positions will be liquidated, one bar after the other.
 *
 * In each bar the levels that price touched are liquidated, some of the others are closed, and positions are opened
 * on account of the volume and of the rise of open interest, at prices all over the bar's range; a share of them gets
 * levels a known distance away. On each side the levels, and the reservoir of positions without one, make up the open
 * interest.
 *
 * What it says of a bar depends on that bar and those before it, and on nothing else. Bars are all of one length;
 * there may be gaps. A step's work is proportional to the price bins that the bar touches.
 */
export class Estimator {
  /** What it assumes, defaults included. */
  readonly options: ResolvedOptions;
  readonly #reader: BarReader;
  readonly #longs: LevelBook;
  readonly #shorts: LevelBook;
  readonly #totalWeight: number;
  #last: { time: number; close: number } | undefined;
  #writer: ColumnWriter | undefined;

  /** @throws RangeError naming the option that is wrong, or for a leverage that leaves no margin above maintenance. */
  constructor(options: EstimatorOptions = {}) {
    this.options = resolveOptions(options);
    this.#reader = new BarReader(this.options.openInterest);
    this.#totalWeight = this.options.tiers.reduce((sum, { weight }) => sum + weight, 0);
    this.#longs = new LevelBook(-1, levelTiers('long', this.options), this.options.binWidth);
    this.#shorts = new LevelBook(1, levelTiers('short', this.options), this.options.binWidth);
  }

  /**
   * An estimator in a saved state: it goes on as the one that was saved would have.
   *
   * @param state - what {@link toJSON} gave, also by way of JSON text
   * @throws RangeError for the state of another version.
   */
  static fromJSON(state: EstimatorState): Estimator {
    if (state.version !== 1) throw new RangeError(`version: expected 1, got ${String(state.version)}`);
    const estimator = new Estimator(restoredOptions(state.options));
    estimator.#reader.restore(state.reader);
    estimator.#longs.restore(state.longs);
    estimator.#shorts.restore(state.shorts);
    estimator.#last = state.last;
    return estimator;
  }

  /** All that {@link fromJSON} needs to go on from here. */
  toJSON(): EstimatorState {
    return {
      version: 1,
      options: storedOptions(this.options),
      last: this.#last,
      reader: this.#reader.toJSON(),
      longs: this.#longs.toJSON(),
      shorts: this.#shorts.toJSON(),
    };
  }

  /** What columns are in: `relative` as long as no open interest is known. */
  get unit(): DensityUnit {
    return this.#reader.absolute ? 'usd' : 'relative';
  }

  /** The prices between which all levels lie; null where there are none. */
  get extent(): { low: number; high: number } | null {
    const edges = [this.#longs, this.#shorts].flatMap((book) => {
      const { from, to } = book.extent();
      return from < to ? [from * book.direction, to * book.direction] : [];
    });
    if (edges.length === 0) return null;
    const price = (edge: number): number => Math.exp(edge * this.options.binWidth);
    return { low: price(Math.min(...edges)), high: price(Math.max(...edges)) };
  }

  /**
   * Takes in the next closed bar.
   *
   * @returns the bar's books
   * @throws RangeError naming the bar and the field, for a bar that does not come after the last one and for prices
   *   that are not finite and above 0. The estimate is then unchanged.
   */
  step(bar: MarketBar): EstimateStep {
    const { options } = this;
    const { days, openInterest, held, volumeDays } = this.#reader.read(bar);
    this.#last = { time: bar.time, close: bar.close };

    const swept = this.#sweep(bar);
    const liquidated = (options.reportingShare * (swept.long.mass + swept.short.mass)) / 2;
    const growth = openInterest.close - openInterest.open + liquidated;
    const exited = this.#exit(bar, days, Math.min(Math.max(-growth / openInterest.open, 0), 1));
    const opened =
      options.openInterestGain * Math.max(growth, 0) + options.turnover * openInterest.open * volumeDays;
    const { deposited, inBar } = this.#deposit(bar, opened);
    const overflow = this.#each((book) => book.shrink(Math.min(openInterest.close / book.total, 1)));
    return {
      time: bar.time,
      opened: { long: opened, short: opened },
      deposited,
      exited,
      removed: { long: swept.long.mass, short: swept.short.mass },
      overflow,
      inBar,
      levels: this.#each((book) => book.total),
      reservoir: this.#each((book) => Math.max(openInterest.close - book.total, 0)),
      consumed: { long: this.#usd(swept.long), short: this.#usd(swept.short) },
      openInterest: openInterest.close,
      held,
    };
  }

  /**
   * The density as of the last bar.
   *
   * @param values - what to write into, laid out `[bin][band]` and all 0; a new array when left out
   * @throws RangeError before the first bar, and for a band that is no leverage.
   */
  column(layout: ColumnLayout, values?: Float32Array): DensityColumn {
    if (!this.#last) throw new RangeError('column: expected at least one bar before it');
    const { tiers, contract, binWidth } = this.options;
    if (!this.#writer?.fits(layout)) this.#writer = new ColumnWriter(layout, tiers, contract, binWidth);
    const column = values ?? this.#writer.emptyColumn();
    this.#writer.write(this.#longs, this.#last.close, column);
    this.#writer.write(this.#shorts, this.#last.close, column);
    return { time: this.#last.time, split: this.#last.close, values: column };
  }

  /**
   * What a bar that is still running comes to if it ends as it is. The estimate does not change: the bar can be asked
   * about again and again, and is taken in by {@link step} once it has closed.
   *
   * @throws RangeError as {@link step} and {@link column} do.
   */
  preview(bar: MarketBar, layout: ColumnLayout): { step: EstimateStep; column: DensityColumn } {
    const copy = Estimator.fromJSON(this.toJSON());
    return { step: copy.step(bar), column: copy.column(layout) };
  }

  /** Liquidates what price has touched. The close has been traded, whatever the extremes say. */
  #sweep({ low, high, close, markLow = low, markHigh = high }: MarketBar): Record<Side, Swept> {
    const { buffer } = this.options;
    const lowest = Math.min(markLow * (1 - buffer), close);
    const highest = Math.max(markHigh * (1 + buffer), close);
    return {
      long: this.#longs.sweep(this.#longs.position(lowest)),
      short: this.#shorts.sweep(this.#shorts.position(highest)),
    };
  }

  /** Closes positions at will. `fall` is the share by which open interest fell for no liquidation. */
  #exit({ open, close }: MarketBar, days: number, fall: number): Sides {
    const { exitRate, exitSkew, closeMode } = this.options;
    const closing = closeMode === 'proportional' ? fall : 0;
    return this.#each((book) => {
      const losing = (close - open) * book.direction > 0;
      return book.shrink((1 - closing) * Math.exp(-exitRate * (losing ? exitSkew : 1) * days));
    });
  }

  /** Gives levels to the tiers' shares of what was opened on each side. */
  #deposit(bar: MarketBar, opened: number): Record<'deposited' | 'inBar', Sides> {
    const { tiers, tilt } = this.options;
    const majority = tilt * takerImbalance(bar);
    const inBar = { long: 0, short: 0 };
    const deposited = this.#each((book, side) => {
      const lean = Math.min(1 - majority * book.direction, 1 / this.#totalWeight);
      const ends = [book.position(bar.low), book.position(bar.high)];
      const crossed = book.position(bar.close);
      let sum = 0;
      for (let tier = 0; tier < tiers.length; tier++) {
        const mass = tiers[tier].weight * lean * opened;
        const added = book.deposit(tier, mass, Math.min(...ends), Math.max(...ends), crossed);
        inBar[side] += mass - added;
        sum += added;
      }
      return sum;
    });
    return { deposited, inBar };
  }

  /** The liquidations expected to be reported for what was swept. */
  #usd({ mass, value }: Swept): number {
    return this.options.reportingShare * (this.options.contract === 'linear' ? value : mass);
  }

  #each(of: (book: LevelBook, side: Side) => number): Sides {
    return { long: of(this.#longs, 'long'), short: of(this.#shorts, 'short') };
  }
}

/** How much of the volume had buyers as takers rather than sellers: -1…1; 0 where it is not known. */
function takerImbalance({ volume, takerBuyVolume = NaN }: MarketBar): number {
  if (!(takerBuyVolume >= 0 && volume >= takerBuyVolume && volume > 0 && volume < Infinity)) return 0;
  return (2 * takerBuyVolume) / volume - 1;
}
