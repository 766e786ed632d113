import { intervalSeconds, lookbackSeconds, resolveInterval } from '../../market/interval.js';
import { formatMarket, parseSymbol } from '../../market/symbol.js';
import type { Market } from '../../market/symbol.js';
import type { Candle, Liquidation } from '../../market/types.js';
import { EstimatedMarket } from '../estimation/estimated-market.js';
import { inSlices } from '../estimation/breathe.js';
import type { HeatmapProvider, HeatmapQuery, HeatmapUpdate } from '../provider.js';
import { liquidationsOf } from './simulated-liquidations.js';
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
/** Bars made in one go. */
const BARS_AT_ONCE = 8;

/** A loaded query: the market, and its estimate as of the last bar. */
interface Loaded {
  market: SimulatedMarket;
  /** Bar length in seconds. */
  interval: number;
  estimated: EstimatedMarket;
}

/**
 * A provider for `SIMULATED:<PAIR>` symbols: an invented market that needs no network, the same for everybody at
 * every moment, with its density estimated like a real one's. Of a list it shows the first simulated market. The last
 * bar is the running one; `subscribe` goes on from the same query's last `load`, and a query with a fixed `now` starts
 * its live clock there.
 *
 * `load` rejects with a RangeError when the query's symbol, interval or lookback is wrong; `subscribe` throws an Error
 * when the query has not been loaded.
 *
 * Past columns never change within one load. Loads at different times agree on the columns they share, to rounding,
 * when their warm-up starts at the same time and their axes have the same step.
 */
export function createSimulatedProvider(options: SimulatedProviderOptions = {}): HeatmapProvider {
  const { now = () => Date.now() / 1000, tickMs = 1000 } = options;
  const loads = new Map<string, Loaded>();

  return {
    async load(query, signal) {
      const { interval, start, first, until } = spanOf(query, endOf(query.now ?? now()));
      const market = new SimulatedMarket(marketOf(query).pair);
      const bars = await barsOf(market, interval, start, until, signal);
      const estimated = await EstimatedMarket.open(
        { bars, interval, from: first, until, options: query.modelOptions },
        signal,
      );
      loads.set(keyOf(query), { market, interval, estimated });
      const shown = bars.filter(({ time }) => time >= first);
      const candles: Candle[] = [];
      const liquidations: Liquidation[] = [];
      const take = (i: number) => {
        const { time, open, high, low, close, volume } = shown[i];
        candles.push({ time, open, high, low, close, volume });
        if (time + interval <= until) liquidations.push(...liquidationsOf(shown[i], interval));
      };
      await inSlices(shown.length, take, signal);
      return {
        candles,
        grid: estimated.grid,
        liquidations,
        sources: [{ id: idOf(query), state: 'live', detail: 'simulated', simulated: true, model: estimated.model }],
      };
    },

    subscribe(query, update, signal) {
      if (signal.aborted) return;
      const loaded = loads.get(keyOf(query));
      if (!loaded) throw new Error('subscribe: load the same query first');
      const offset = query.now === undefined ? 0 : query.now - now();
      const { estimated } = loaded;
      const ended = (error: unknown) => {
        if (!signal.aborted) update({ source: { id: idOf(query), state: 'failed', detail: String(error) } });
      };
      estimated.reachBack(update, signal).catch(ended);
      follow(loaded, () => endOf(now() + offset), tickMs, update, signal).catch(ended);
    },
  };
}

/** Sends what the market does from the last bar on, once a tick, until `signal` aborts. */
async function follow(
  { market, interval, estimated }: Loaded,
  now: () => number,
  tickMs: number,
  update: (change: HeatmapUpdate) => void,
  signal: AbortSignal,
): Promise<void> {
  while (await waited(tickMs, signal)) {
    const until = now();
    const bars = market.bars(interval, estimated.runningSince, until);
    await estimated.advance(bars, until, update, signal);
    for (const bar of bars.filter(({ time }) => time + interval <= until)) {
      for (const liquidation of liquidationsOf(bar, interval)) update({ liquidation });
    }
  }
}

/** Resolves after that long, with whether `signal` still stands. */
function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The end of the second that is running: a bar just begun has something to show. */
function endOf(now: number): number {
  return Math.floor(now) + 1;
}

function keyOf({ symbol, interval, lookback, now, modelOptions }: HeatmapQuery): string {
  return JSON.stringify([symbol, interval, lookback, now, modelOptions]);
}

function idOf(query: HeatmapQuery): string {
  return formatMarket(marketOf(query));
}

function marketOf(query: HeatmapQuery): Market {
  const market = parseSymbol(query.symbol ?? '').find(({ venue }) => venue === 'SIMULATED');
  if (!market) throw new RangeError(`symbol "${query.symbol}": not a simulated market`);
  return market;
}

/** The bars of a query: where the warm-up starts, where the visible ones do, and the end. */
function spanOf(query: HeatmapQuery, until: number) {
  const interval = intervalSeconds(resolveInterval(query.interval, query.lookback));
  const count = Math.max(Math.floor(lookbackSeconds(query.lookback) / interval), 1);
  const last = Math.floor((until - 1) / interval) * interval;
  const first = last - (count - 1) * interval;
  // Starting on a round time, loads soon after each other warm up alike.
  const warmUp = Math.max(WARM_UP, WARM_UP_BARS * interval);
  const round = warmUp / 4;
  return { interval, start: Math.floor((first - warmUp) / round) * round, first, until };
}

async function barsOf(market: SimulatedMarket, interval: number, start: number, until: number, signal: AbortSignal) {
  const bars: SimulatedBar[] = [];
  const length = BARS_AT_ONCE * interval;
  const take = (i: number) => {
    const from = start + i * length;
    bars.push(...market.bars(interval, from, Math.min(from + length, until)));
  };
  await inSlices(Math.ceil((until - start) / length), take, signal);
  return bars;
}
