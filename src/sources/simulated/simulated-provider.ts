import { DensityGrid } from '../../grid/density-grid.js';
import type { PriceAxis } from '../../grid/price-axis.js';
import { intervalSeconds, lookbackSeconds, resolveInterval } from '../../market/interval.js';
import { formatMarket, parseSymbol } from '../../market/symbol.js';
import type { Market } from '../../market/symbol.js';
import type { Candle, Liquidation } from '../../market/types.js';
import type { HeatmapData, HeatmapProvider, HeatmapQuery } from '../provider.js';
import { BAND_IDS, densityAxis, SimulatedDensity } from './simulated-density.js';
import { SimulatedFeed } from './simulated-feed.js';
import { SimulatedMarket } from './simulated-market.js';
import type { SimulatedBar } from './simulated-market.js';

/** What {@link createSimulatedProvider} can be told; meant for tests. */
export interface SimulatedProviderOptions {
  /** The wall clock, in seconds since the epoch. */
  now?: () => number;
  /** Milliseconds between live updates. */
  tickMs?: number;
}

const DAY = 86_400;
/** Positions opened before the first visible bar count from this long before it, in seconds or in bars if longer. */
const WARM_UP = 10 * DAY;
const WARM_UP_BARS = 300;

/** The bars of a query, and the state of the market where the visible ones begin. */
interface Opening {
  readonly feed: SimulatedFeed;
  readonly axis: PriceAxis;
  readonly visible: readonly SimulatedBar[];
}

/**
 * A provider for `SIMULATED:<PAIR>` symbols: an invented market that needs no network, the same for everybody at
 * every moment. Of a list it shows the first simulated market. The last bar is the running one; `subscribe` goes on
 * from the same query's last `load`. A query with a fixed `now` starts its live clock there when it is subscribed to.
 *
 * `load` rejects with a RangeError when the query's symbol, interval or lookback is wrong; `subscribe` throws an Error
 * when the query has not been loaded.
 *
 * Past columns never change within one load. Loads at different times agree on the columns they share, to rounding,
 * when their warm-up starts at the same time and their axes have the same step.
 */
export function createSimulatedProvider(options: SimulatedProviderOptions = {}): HeatmapProvider {
  const { now = () => Date.now() / 1000, tickMs = 1000 } = options;
  const feeds = new Map<string, SimulatedFeed>();

  return {
    async load(query, signal) {
      // Lets whoever called abort before any work is done.
      await Promise.resolve();
      signal.throwIfAborted();
      const market = marketOf(query);
      const until = endOf(query.now ?? now());
      const { feed, axis, visible } = open(market, query, until);
      const data = takeAll(feed, axis, visible, until);
      feeds.set(keyOf(query), feed);
      return {
        ...data,
        sources: [{ id: formatMarket(market), state: 'live', detail: 'simulated', simulated: true }],
      };
    },

    subscribe(query, update, signal) {
      if (signal.aborted) return;
      const feed = feeds.get(keyOf(query))?.copy();
      if (!feed) throw new Error('subscribe: load the same query first');
      const offset = query.now === undefined ? 0 : query.now - now();
      const timer = setInterval(() => feed.advance(endOf(now() + offset), update), tickMs);
      signal.addEventListener('abort', () => clearInterval(timer), { once: true });
    },
  };
}

/** The end of the second that is running: a bar just begun has something to show. */
function endOf(now: number): number {
  return Math.floor(now) + 1;
}

function keyOf({ symbol, interval, lookback, now }: HeatmapQuery): string {
  return JSON.stringify([symbol, interval, lookback, now]);
}

function marketOf(query: HeatmapQuery): Market {
  const market = parseSymbol(query.symbol ?? '').find(({ venue }) => venue === 'SIMULATED');
  if (!market) throw new RangeError(`symbol "${query.symbol}": not a simulated market`);
  return market;
}

function open({ pair }: Market, query: HeatmapQuery, until: number): Opening {
  const interval = intervalSeconds(resolveInterval(query.interval, query.lookback));
  const count = Math.max(Math.floor(lookbackSeconds(query.lookback) / interval), 1);
  const last = Math.floor((until - 1) / interval) * interval;
  const first = last - (count - 1) * interval;
  // Starting on a round time, loads soon after each other warm up alike.
  const warmUp = Math.max(WARM_UP, WARM_UP_BARS * interval);
  const round = warmUp / 4;
  const start = Math.floor((first - warmUp) / round) * round;

  const market = new SimulatedMarket(pair);
  const bars = market.bars(interval, start, until);
  const visible = bars.filter(({ time }) => time >= first);
  const axis = densityAxis(visible);
  const density = new SimulatedDensity(axis);
  for (const bar of bars.slice(0, -visible.length)) density.step(bar, interval);
  return { feed: new SimulatedFeed({ market, interval }, density, first), axis, visible };
}

function takeAll(
  feed: SimulatedFeed,
  prices: PriceAxis,
  bars: readonly SimulatedBar[],
  until: number,
): Omit<HeatmapData, 'sources'> {
  const columnSize = prices.count * BAND_IDS.length;
  const values = new Float32Array(bars.length * columnSize);
  const candles: Candle[] = [];
  const liquidations: Liquidation[] = [];
  feed.take(bars, until, ({ candle, column, liquidation }) => {
    if (column) values.set(column.values, candles.length * columnSize);
    if (candle) candles.push(candle);
    if (liquidation) liquidations.push(liquidation);
  });
  const grid = new DensityGrid({
    times: candles.map(({ time }) => time),
    prices,
    bands: BAND_IDS,
    values,
    split: candles.map(({ close }) => close),
    unit: 'usd',
  });
  return { candles, grid, liquidations };
}
