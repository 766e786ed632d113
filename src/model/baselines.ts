import type { Side } from '../market/types.js';
import { BarReader } from './bar-reader.js';
import type { BarReading } from './bar-reader.js';
import { Estimator } from './estimator.js';
import { LevelBook } from './level-book.js';
import { levelTiers } from './level-tiers.js';
import type { MarketBar } from './market-bar.js';
import type { EstimatorOptions, ResolvedOptions } from './options.js';
import { flowOf, sumByPeriod } from './periods.js';
import type { Flow, Periods } from './periods.js';
import { shareBelow } from './smear.js';

/** Simpler ways to expect liquidations, from knowing nothing to nearly the model, each in words. */
export const BASELINES = {
  B0: 'the average of each side',
  B1: 'open interest spread around the price at which each period opens, without memory',
  B2: 'positions opened evenly in time, consumed when touched',
  B3: 'positions opened as volume trades, never consumed',
  B4: 'positions opened only as open interest rises, consumed when touched',
  B5: 'B2 times the volume of each bar',
} as const;

/** One of {@link BASELINES}. */
export type BaselineName = keyof typeof BASELINES;

/**
 * What each baseline expects in each period, in units of its own: like the model, each is given a scale and an
 * intercept that fit best. Leverages, levels and whatever else {@link BASELINES} does not name are as in `options`.
 */
export function baselineFlows(
  bars: readonly MarketBar[],
  periods: Periods,
  options: ResolvedOptions,
): Record<BaselineName, Flow> {
  const evenBars = bars.map((bar) => ({ ...bar, volume: 1, openInterest: undefined }));
  const even = consumedFlow(evenBars, { ...options, openInterest: undefined });
  const busy = flowOf(bars.length, (i, side) => even[side][i] * (bars[i].volume > 0 ? bars[i].volume : 0));
  const reader = new BarReader(options.openInterest);
  const readings = bars.map((bar) => reader.read(bar));
  return {
    B0: flowOf(periods.times.length, () => 0),
    B1: aroundThePrice(bars, readings, periods, options),
    B2: sumByPeriod(periods, even),
    B3: sumByPeriod(periods, neverConsumed(bars, readings, options)),
    B4: sumByPeriod(periods, consumedFlow(bars, { ...options, turnover: 0 })),
    B5: sumByPeriod(periods, busy),
  };
}

/** What the estimator expects to be liquidated in each bar. */
export function consumedFlow(bars: readonly MarketBar[], options: EstimatorOptions): Flow {
  const estimator = new Estimator(options);
  const consumed = bars.map((bar) => estimator.step(bar).consumed);
  return flowOf(bars.length, (i, side) => consumed[i][side]);
}

function aroundThePrice(
  bars: readonly MarketBar[],
  readings: readonly BarReading[],
  { times, firstBars, barsEach }: Periods,
  options: ResolvedOptions,
): Flow {
  const levels = { long: levelTiers('long', options), short: levelTiers('short', options) };
  return flowOf(times.length, (i, side) => {
    const first = firstBars[i];
    const { open } = bars[first];
    const reach = Math.max(...bars.slice(first, first + barsEach).map((bar) => excursion(bar, side, open, options)));
    const shares = levels[side].map(
      ({ distance, sigma }, tier) => options.tiers[tier].weight * shareBelow(reach, distance, distance + 1, sigma),
    );
    const share = shares.reduce((sum, value) => sum + value, 0);
    return share * readings[first].openInterest.open * priceFactor(open, options);
  });
}

function neverConsumed(
  bars: readonly MarketBar[],
  readings: readonly BarReading[],
  options: ResolvedOptions,
): Flow {
  const books = {
    long: new LevelBook(-1, levelTiers('long', options), options.binWidth),
    short: new LevelBook(1, levelTiers('short', options), options.binWidth),
  };
  return flowOf(bars.length, (i, side) => {
    const book = books[side];
    const { days, volumeDays, openInterest } = readings[i];
    const { open, low, high } = bars[i];
    const start = book.position(open);
    const touched = massBetween(book, start, start + excursion(bars[i], side, open, options));

    book.shrink(Math.exp(-options.exitRate * days));
    const ends = [book.position(low), book.position(high)];
    const opened = options.turnover * openInterest.open * volumeDays;
    options.tiers.forEach(({ weight }, tier) => {
      book.deposit(tier, weight * opened, Math.min(...ends), Math.max(...ends), -Infinity);
    });
    return touched * priceFactor(open, options);
  });
}

/** How far price went against a side from `open`, in the model's bins, with the buffer. */
function excursion(
  { low, high, markLow = low, markHigh = high }: MarketBar,
  side: Side,
  open: number,
  { buffer, binWidth }: ResolvedOptions,
): number {
  const move = side === 'long' ? Math.log(open / markLow) : Math.log(markHigh / open);
  return (Math.max(move, 0) + buffer) / binWidth;
}

/** What a contract's worth in USD is multiplied by. */
function priceFactor(price: number, { contract }: ResolvedOptions): number {
  return contract === 'linear' ? price : 1;
}

function massBetween(book: LevelBook, from: number, to: number): number {
  const extent = book.extent();
  let sum = 0;
  for (let bin = Math.max(Math.floor(from), extent.from); bin < Math.min(to, extent.to); bin++) {
    const overlap = Math.min(to, bin + 1) - Math.max(from, bin);
    for (let tier = 0; tier < book.tiers.length; tier++) sum += overlap * book.mass(tier, bin);
  }
  return sum;
}
