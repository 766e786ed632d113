import { commonInterval } from '../market/common-interval.js';
import type { Side } from '../market/types.js';
import type { LiquidationRecord } from './liquidation-totals.js';
import { liquidationTotals } from './liquidation-totals.js';

/** An amount on each side of each bar or period, in order. */
export interface Flow {
  readonly long: Float64Array;
  readonly short: Float64Array;
}

/**
 * The periods in which expected and real liquidations can be compared, in order: an hour each, or one bar where bars
 * are longer. Bars and liquidations cover each of them whole.
 */
export interface Periods {
  /** Starts, in seconds since the epoch. */
  readonly times: Float64Array;
  /** How long each is, in seconds. */
  readonly seconds: number;
  /** The index of the first bar of each. */
  readonly firstBars: Uint32Array;
  /** How many bars each has. */
  readonly barsEach: number;
  /** USD that was really liquidated. */
  readonly observed: Flow;
  /** How many liquidations that were, as {@link liquidationTotals} counts them. */
  readonly events: Flow;
}

/** Some of the periods. */
export interface PeriodSpan {
  /** The start of the first one, in seconds since the epoch. */
  from: number;
  /** The end of the last one, in seconds since the epoch. */
  to: number;
  /** How many: hours, or bars where those are longer. The ones of which something is unknown are left out. */
  periods: number;
}

const HOUR = 3_600;

/**
 * Lays liquidations beside bars.
 *
 * @param barTimes - bar starts in seconds since the epoch, ascending
 * @param from - periods that start earlier are left out; seconds since the epoch
 * @param to - periods that start then or later are left out
 */
export function periodsOf(
  barTimes: ArrayLike<number>,
  liquidations: LiquidationRecord,
  from?: number,
  to?: number,
): Periods {
  const interval = commonInterval(barTimes);
  const seconds = Math.max(HOUR, interval);
  const barsEach = Math.round(seconds / interval);
  const start = from === undefined ? undefined : Math.max(from, barTimes[0]);
  const end = to === undefined ? undefined : Math.min(to, barTimes[barTimes.length - 1] + interval);
  const totals = liquidationTotals(liquidations, seconds, start, end);
  const kept = Array.from(barTimes, (time, first) => ({ time, first, total: totals.get(time)! })).filter(
    ({ time, first, total }) =>
      total &&
      barTimes[first + barsEach - 1] === time + seconds - interval &&
      time >= (start ?? time) &&
      time < (end ?? Infinity),
  );
  return {
    times: Float64Array.from(kept, ({ time }) => time),
    seconds,
    firstBars: Uint32Array.from(kept, ({ first }) => first),
    barsEach,
    observed: flowOf(kept.length, (i, side) => kept[i].total.usd[side]),
    events: flowOf(kept.length, (i, side) => kept[i].total.events[side]),
  };
}

/** The flow whose amounts a function gives. */
export function flowOf(length: number, amount: (index: number, side: Side) => number): Flow {
  return {
    long: Float64Array.from({ length }, (_, i) => amount(i, 'long')),
    short: Float64Array.from({ length }, (_, i) => amount(i, 'short')),
  };
}

/** The sums over each period of what a flow has for each bar. */
export function sumByPeriod({ firstBars, barsEach }: Periods, flow: Flow): Flow {
  return flowOf(firstBars.length, (i, side) => {
    let sum = 0;
    for (let bar = firstBars[i]; bar < firstBars[i] + barsEach; bar++) sum += flow[side][bar];
    return sum;
  });
}

/** The span of the periods `[from, to)`, of which there is at least one. */
export function spanOf({ times, seconds }: Periods, from: number, to: number): PeriodSpan {
  return { from: times[from], to: times[to - 1] + seconds, periods: to - from };
}
