import type { Candle } from '../../market/types.js';
import type { HeatmapUpdate } from '../provider.js';
import type { SimulatedDensity } from './simulated-density.js';
import { liquidationsOf } from './simulated-liquidations.js';
import type { SimulatedBar, SimulatedMarket } from './simulated-market.js';

/** The market a feed follows, and how. */
export interface FeedSource {
  readonly market: SimulatedMarket;
  /** Bar length in seconds. */
  readonly interval: number;
}

/**
 * Follows a simulated market bar by bar and tells what changes. It keeps the density as of the last closed bar, so
 * that the running bar costs one column however often it is looked at.
 */
export class SimulatedFeed {
  readonly #source: FeedSource;
  /** As of the last closed bar. */
  readonly #density: SimulatedDensity;
  /** Start of the running bar. */
  #barTime: number;
  /** The market has been reported up to this time. */
  #seen: number;
  /** Prices of the levels whose sweep in the running bar has been reported. */
  #reported: Set<number>;

  /**
   * @param density - as of the bars before `barTime`; the feed takes it over
   * @param barTime - start of the first bar to report
   */
  constructor(source: FeedSource, density: SimulatedDensity, barTime: number) {
    this.#source = source;
    this.#density = density;
    this.#barTime = barTime;
    this.#seen = barTime;
    this.#reported = new Set();
  }

  /** Another feed that goes on from here without changing this one. */
  copy(): SimulatedFeed {
    const feed = new SimulatedFeed(this.#source, this.#density.copy(), this.#barTime);
    feed.#seen = this.#seen;
    feed.#reported = new Set(this.#reported);
    return feed;
  }

  /**
   * Reports what happened since it was last asked: the bars closed meanwhile, the running bar and the liquidations in
   * them, in order. Each candle comes with its column.
   *
   * @param until - whole seconds since the epoch
   */
  advance(until: number, report: (update: HeatmapUpdate) => void): void {
    const { market, interval } = this.#source;
    this.take(market.bars(interval, this.#barTime, until), until, report);
  }

  /** As {@link advance}, for bars that are at hand: the market's from the running bar up to `until`. */
  take(bars: readonly SimulatedBar[], until: number, report: (update: HeatmapUpdate) => void): void {
    const { market, interval } = this.#source;
    for (const bar of bars) {
      const end = bar.time + interval;
      const isClosed = end <= until;
      const density = isClosed ? this.#density : this.#density.copy();
      const swept = density.step(bar, interval).filter(({ price }) => !this.#reported.has(price));
      report({
        candle: candleOf(bar),
        column: { time: bar.time, split: bar.close, values: density.column() },
      });
      const to = Math.min(end, until);
      for (const liquidation of liquidationsOf(bar, swept, this.#seen, to)) {
        report({ liquidation: { ...liquidation, price: market.round(liquidation.price) } });
      }
      this.#seen = to;
      if (isClosed) {
        this.#barTime = end;
        this.#reported.clear();
      } else {
        for (const { price } of swept) this.#reported.add(price);
      }
    }
  }
}

function candleOf({ time, open, high, low, close, volume }: SimulatedBar): Candle {
  return { time, open, high, low, close, volume };
}
