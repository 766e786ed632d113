import type { DensityColumn, DensityUnit } from '../grid/density-grid.js';
import type { PriceAxis } from '../grid/price-axis.js';
import { type ColumnLayout, DEFAULT_BANDS } from './column-writer.js';
import { Estimator, type EstimatorState } from './estimator.js';
import { axisCovering } from './grid-axis.js';
import type { MarketBar } from './market-bar.js';
import type { EstimatorOptions } from './options.js';

/** What an {@link EstimatorSession} is to estimate. */
export interface SessionRequest {
  /** Closed bars in order of time, the warm-up before `from` included. */
  bars: readonly MarketBar[];
  /** The bar that is still running, if there is one. */
  running?: MarketBar;
  /** The first column's bar starts then or later, in seconds since the epoch. */
  from: number;
  options?: EstimatorOptions;
  /** The leverage bands; `10 25 50 100` when left out. */
  bands?: readonly string[];
}

/** Columns side by side, fit for a `DensityGrid`. */
export interface ColumnBlock {
  times: Float64Array;
  prices: PriceAxis;
  bands: readonly string[];
  /** Laid out `[column][bin][band]`. */
  values: Float32Array;
  split: Float64Array;
  unit: DensityUnit;
}

/** Of a long history, so many columns come first, and all of them later. */
export const NEWEST_COLUMNS = 500;
/** Up to here a history is short, and comes at once. */
const SHORT_HISTORY = 1000;
/** How long a run works before it lets others have their turn. */
const SLICE_MS = 8;

/**
 * An estimate made bit by bit, in a worker or on the page: the newest columns of a history, then all of them, then bar
 * by bar as the market goes on. What comes later never changes what came before.
 */
export class EstimatorSession {
  readonly #pause: () => Promise<void>;
  #cancelled = false;
  #estimator = new Estimator();
  #layout: Required<ColumnLayout> | undefined;
  /** What {@link whole} is still to show: the bars, and the state before the first of them. */
  #history: { bars: readonly MarketBar[]; running?: MarketBar; state: EstimatorState } | undefined;

  /** @param pause - awaited after every few milliseconds of work; on a page it lets the page answer */
  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  /**
   * Runs through a history.
   *
   * @param progress - told the share done so far, 0…1, now and then
   * @returns the newest columns, the running bar's last; all of them where there are few
   * @throws RangeError for a bar or option that is wrong, or when there is no bar from `from` on; an `AbortError` after
   *   {@link cancel}.
   */
  async load(request: SessionRequest, progress?: (share: number) => void): Promise<ColumnBlock> {
    const { bars, running, from, options, bands = DEFAULT_BANDS } = request;
    const first = firstFrom(bars, from);
    const newest = bars.length - first > SHORT_HISTORY ? bars.length - NEWEST_COLUMNS : first;
    const estimator = new Estimator(options);
    const states = new Map<number, EstimatorState>();
    const reach = new Reach();
    if (running) reach.add(running);
    await this.#slices(bars.length, (i) => {
      if (i === first || i === newest) states.set(i, estimator.toJSON());
      estimator.step(bars[i]);
      if (i >= first) reach.add(bars[i], estimator.extent);
      progress?.((i + 1) / bars.length);
    });
    this.#estimator = estimator;
    this.#layout = { prices: axisCovering(reach, (bars.length - first + 1) * bands.length), bands: [...bands] };
    this.#history = newest > first ? { bars: bars.slice(first), running, state: states.get(first)! } : undefined;
    const state = states.get(newest) ?? estimator.toJSON();
    return this.#columns(Estimator.fromJSON(state), bars.slice(newest), running);
  }

  /**
   * All columns of the history as of {@link load}, its own among them, in the same bins; null when it gave them all.
   *
   * @throws an `AbortError` after {@link cancel}.
   */
  async whole(): Promise<ColumnBlock | null> {
    if (!this.#history) return null;
    const { bars, running, state } = this.#history;
    this.#history = undefined;
    return this.#columns(Estimator.fromJSON(state), bars, running);
  }

  /** Takes in a bar that has closed; as `Estimator.step` and `Estimator.column` after a {@link load}. */
  close(bar: MarketBar): DensityColumn {
    this.#estimator.step(bar);
    return this.#estimator.column(this.#loaded());
  }

  /** The column of a bar that is still running, which can be asked for again and again. */
  preview(bar: MarketBar): DensityColumn {
    return this.#estimator.preview(bar, this.#loaded()).column;
  }

  /** Ends whatever is running. */
  cancel(): void {
    this.#cancelled = true;
  }

  #loaded(): Required<ColumnLayout> {
    if (!this.#layout) throw new RangeError('expected a load before it');
    return this.#layout;
  }

  async #columns(estimator: Estimator, bars: readonly MarketBar[], running?: MarketBar): Promise<ColumnBlock> {
    const layout = this.#loaded();
    const shown = running ? [...bars, running] : bars;
    const length = layout.prices.count * layout.bands.length;
    const values = new Float32Array(shown.length * length);
    await this.#slices(bars.length, (i) => {
      estimator.step(bars[i]);
      estimator.column(layout, values.subarray(i * length, (i + 1) * length));
    });
    if (running) values.set(estimator.preview(running, layout).column.values, bars.length * length);
    return {
      ...layout,
      times: Float64Array.from(shown, ({ time }) => time),
      values,
      split: Float64Array.from(shown, ({ close }) => close),
      unit: estimator.unit,
    };
  }

  async #slices(count: number, work: (index: number) => void): Promise<void> {
    let end = performance.now() + SLICE_MS;
    for (let i = 0; i < count; i++) {
      work(i);
      if (performance.now() < end) continue;
      await this.#pause();
      if (this.#cancelled) throw new DOMException('The estimate was cancelled', 'AbortError');
      end = performance.now() + SLICE_MS;
    }
  }
}

/** The prices that a grid must reach. */
class Reach {
  low = Infinity;
  high = 0;

  add(bar: { low: number; high: number }, levels?: { low: number; high: number } | null): void {
    this.low = Math.min(this.low, bar.low, levels?.low ?? Infinity);
    this.high = Math.max(this.high, bar.high, levels?.high ?? 0);
  }
}

function firstFrom(bars: readonly MarketBar[], from: number): number {
  const found = bars.findIndex(({ time }) => time >= from);
  return found < 0 ? bars.length : found;
}
