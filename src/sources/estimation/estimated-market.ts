import { DensityGrid } from '../../grid/density-grid.js';
import type { ColumnBlock } from '../../model/estimator-session.js';
import type { MarketBar } from '../../model/market-bar.js';
import type { EstimatorOptions } from '../../model/options.js';
import type { Candle } from '../../market/types.js';
import type { HeatmapUpdate } from '../provider.js';
import { type Estimation, startEstimation } from './estimation.js';

/** A market's bars, and the part of them to show. */
export interface MarketHistory {
  /** In order of time, the warm-up before `from` included; the last one may still be running. */
  bars: readonly MarketBar[];
  /** Bar length in seconds. */
  interval: number;
  /** Columns are shown from here on, in seconds since the epoch. */
  from: number;
  /** The moment up to which the bars reach; a bar that would end later is still running. */
  until: number;
  /** The preset `high-leverage` when left out. */
  options?: EstimatorOptions;
}

/**
 * What maps assume unless they are told otherwise: the leverages that readers know from other maps. Those below, whose
 * levels stand far away for weeks, would outshine all that happens near the price.
 */
const MAP_OPTIONS: EstimatorOptions = { preset: 'high-leverage' };

/** A market with its estimated density: the newest columns at once, the older ones soon, then live bar by bar. */
export class EstimatedMarket {
  /** The newest columns; whoever shows them keeps them up to date with what {@link advance} sends. */
  readonly grid: DensityGrid;
  /** What the estimate assumes: the name of its preset, or `custom`. */
  readonly model: string;
  readonly #estimation: Estimation;
  readonly #interval: number;
  #runningSince: number;

  private constructor(estimation: Estimation, block: ColumnBlock, { bars, interval, until, options = MAP_OPTIONS }: MarketHistory) {
    this.#estimation = estimation;
    this.grid = new DensityGrid(block);
    this.model = options.tiers ? 'custom' : (options.preset ?? 'default');
    this.#interval = interval;
    const last = bars[bars.length - 1].time;
    this.#runningSince = last + interval > until ? last : last + interval;
  }

  /**
   * Estimates a history.
   *
   * @param signal - ends all that is being estimated, now and later
   * @throws RangeError for a bar that is wrong.
   */
  static async open(history: MarketHistory, signal: AbortSignal): Promise<EstimatedMarket> {
    const { bars, interval, from, until, options = MAP_OPTIONS } = history;
    const last = bars[bars.length - 1];
    const running = last.time + interval > until ? last : undefined;
    const closed = running ? bars.slice(0, -1) : bars;
    const estimation = await startEstimation(signal);
    const block = await estimation.load({ bars: closed, running, from, options });
    signal.throwIfAborted();
    return new EstimatedMarket(estimation, block, history);
  }

  /** Where the running bar starts, in seconds since the epoch: the first that {@link advance} wants. */
  get runningSince(): number {
    return this.#runningSince;
  }

  /** Sends a grid of the whole history, where {@link grid} is only a part of it; resolves when that is done. */
  async reachBack(update: (change: HeatmapUpdate) => void, signal: AbortSignal): Promise<void> {
    const block = await this.#estimation.whole();
    if (!block || signal.aborted) return;
    const whole = new DensityGrid(block);
    catchUp(whole, this.grid);
    update({ grid: whole });
  }

  /**
   * Takes in the market's bars from the running one on and sends each with its column: for good those that have
   * closed by `until`, for now the last one. One call after the other.
   */
  async advance(
    bars: readonly MarketBar[],
    until: number,
    update: (change: HeatmapUpdate) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (const bar of bars) {
      const closed = bar.time + this.#interval <= until;
      const column = await (closed ? this.#estimation.close(bar) : this.#estimation.preview(bar));
      if (signal.aborted) return;
      if (closed) this.#runningSince = bar.time + this.#interval;
      update({ candle: candleOf(bar), column });
    }
  }
}

function candleOf({ time, open, high, low, close, volume }: MarketBar): Candle {
  return { time, open, high, low, close, volume };
}

/** Takes the columns that a grid has got meanwhile over into another one of the same bins. */
function catchUp(grid: DensityGrid, ahead: DensityGrid): void {
  const length = grid.binCount * grid.bandCount;
  const last = grid.times[grid.columnCount - 1];
  for (let column = 0; column < ahead.columnCount; column++) {
    const time = ahead.times[column];
    if (time < last) continue;
    const values = ahead.values.subarray(column * length, (column + 1) * length);
    grid.update({ time, split: ahead.split[column], values });
  }
}
