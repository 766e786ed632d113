import { existsSync, readFileSync } from 'node:fs';
import type { Estimate } from '../../../src/model/estimate.js';
import type { HourlyLiquidations } from '../../../src/model/liquidation-totals.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import { SimulatedMarket } from '../../../src/sources/simulated/simulated-market.js';

export const HOUR = 3_600;
export const DAY = 86_400;
export const START = 20_000 * DAY;

/** Bars of an invented market, 15 minutes each. */
export function simulatedBars(days: number): MarketBar[] {
  return new SimulatedMarket('BTCUSDT').bars(900, START, START + days * DAY);
}

/** A bar that goes nowhere but where it is told to. */
export function flatBar(index: number, price: number, change: Partial<MarketBar> = {}): MarketBar {
  const open = { open: 1_000, close: 1_000 };
  return {
    time: START + index * 900,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 10,
    openInterest: open,
    ...change,
  };
}

/** What an estimate expects, by the hour, as if it had happened; `of` may change the amounts. */
export function happened(
  { steps }: Pick<Estimate, 'steps'>,
  of: (usd: number, hour: number) => number = (usd) => usd,
): HourlyLiquidations[] {
  const hours = new Map<number, HourlyLiquidations>();
  for (const { time, consumed } of steps) {
    const start = Math.floor(time / HOUR) * HOUR;
    const hour = hours.get(start) ?? { time: start, longUsd: 0, shortUsd: 0 };
    hour.longUsd += consumed.long;
    hour.shortUsd += consumed.short;
    hours.set(start, hour);
  }
  return [...hours.values()].map(({ time, longUsd, shortUsd }, i) => ({
    time,
    longUsd: of(longUsd, 2 * i),
    shortUsd: of(shortUsd, 2 * i + 1),
  }));
}

/** Real bars and liquidations, for those who have them beside the project; they may not be part of it. */
const REAL = new URL('../../../../shared/data/market/', import.meta.url);

/** Whether there is real data to test with. */
export const hasRealMarket = existsSync(REAL);

/** Real 15-minute bars of BTC after a month of warm-up without open interest, and what was liquidated by the hour. */
export function realMarket(): { bars: MarketBar[]; liquidations: HourlyLiquidations[] } {
  const bars = rows('btc_15m_price_oi.csv').map(
    ([ms, open, high, low, close, volume, before, after]): MarketBar => ({
      time: ms / 1_000,
      open,
      high,
      low,
      close,
      volume,
      openInterest: { open: before, close: after },
    }),
  );
  return {
    bars: [...warmUp(bars[0].time), ...bars],
    liquidations: rows('btc_liquidations_1h.csv').map(([ms, longUsd, shortUsd]) => ({
      time: ms / 1_000,
      longUsd,
      shortUsd,
    })),
  };
}

function warmUp(end: number): MarketBar[] {
  const bars: MarketBar[] = [];
  for (const [ms, open, high, low, close, volume] of rows('btc_5m_candles.csv')) {
    const time = Math.floor(ms / 900_000) * 900;
    const last = bars.at(-1);
    if (time >= end) break;
    if (last?.time !== time) {
      bars.push({ time, open, high, low, close, volume });
      continue;
    }
    last.high = Math.max(last.high, high);
    last.low = Math.min(last.low, low);
    last.close = close;
    last.volume += volume;
  }
  return bars;
}

function rows(file: string): number[][] {
  const [, ...lines] = readFileSync(new URL(file, REAL), 'utf8').trim().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}
