import type { Liquidation, Side } from '../market/types.js';

/** What was liquidated in the hour that starts at `time` (seconds since the epoch), all prices together. */
export interface HourlyLiquidations {
  time: number;
  longUsd: number;
  shortUsd: number;
}

/** Single liquidations, or their sums by the hour. */
export type LiquidationRecord = readonly Liquidation[] | readonly HourlyLiquidations[];

/** What was liquidated in one period: USD, and how many liquidations that were, as far as known. */
export interface LiquidationTotal {
  usd: Record<Side, number>;
  events: Record<Side, number>;
}

const HOUR = 3_600;

/**
 * The sums over periods of equal length, by their starts. Single liquidations are taken to be a complete list from
 * `from` to `to`, so a period without any has a sum of 0; of sums by the hour, those that are missing are unknown,
 * and so is each period that needs one. There, each side of an hour that is above 0 counts as one event.
 *
 * @param seconds - how long a period is: whole hours, the first one starting at the epoch
 * @param from - seconds since the epoch; when left out, the start of the period of the first liquidation
 * @param to - seconds since the epoch, exclusive; when left out, the end of the period of the last liquidation
 * @throws RangeError naming the liquidation whose time or amount is not a finite number >= 0.
 */
export function liquidationTotals(
  liquidations: LiquidationRecord,
  seconds: number,
  from?: number,
  to?: number,
): Map<number, LiquidationTotal> {
  return isHourly(liquidations)
    ? totalsOfHours(liquidations, seconds)
    : totalsOfEvents(liquidations, seconds, from, to);
}

function isHourly(liquidations: LiquidationRecord): liquidations is readonly HourlyLiquidations[] {
  return liquidations.length > 0 && 'longUsd' in liquidations[0];
}

function totalsOfHours(hours: readonly HourlyLiquidations[], seconds: number): Map<number, LiquidationTotal> {
  const totals = new Map<number, LiquidationTotal>();
  const known = new Map<LiquidationTotal, number>();
  hours.forEach((hour, i) => {
    check(`liquidations[${i}].time`, hour.time);
    const total = totalAt(totals, hour.time, seconds);
    add(total, 'long', hour.longUsd, `liquidations[${i}].longUsd`);
    add(total, 'short', hour.shortUsd, `liquidations[${i}].shortUsd`);
    known.set(total, (known.get(total) ?? 0) + HOUR);
  });
  return new Map([...totals].filter(([, total]) => known.get(total)! >= seconds));
}

function totalsOfEvents(
  events: readonly Liquidation[],
  seconds: number,
  from?: number,
  to?: number,
): Map<number, LiquidationTotal> {
  const totals = new Map<number, LiquidationTotal>();
  let first = Infinity;
  let last = -Infinity;
  events.forEach((event, i) => {
    check(`liquidations[${i}].time`, event.time);
    add(totalAt(totals, event.time, seconds), event.side, event.usd, `liquidations[${i}].usd`);
    first = Math.min(first, event.time);
    last = Math.max(last, event.time);
  });
  const end = to ?? last + 1;
  for (let time = startOf(from ?? first, seconds); time < end; time += seconds) totalAt(totals, time, seconds);
  return totals;
}

function startOf(time: number, seconds: number): number {
  return Math.floor(time / seconds) * seconds;
}

function totalAt(totals: Map<number, LiquidationTotal>, time: number, seconds: number): LiquidationTotal {
  const start = startOf(time, seconds);
  const total = totals.get(start) ?? { usd: { long: 0, short: 0 }, events: { long: 0, short: 0 } };
  totals.set(start, total);
  return total;
}

function add(total: LiquidationTotal, side: Side, usd: number, field: string): void {
  check(field, usd);
  total.usd[side] += usd;
  if (usd > 0) total.events[side]++;
}

function check(field: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${field}: expected a finite number ≥ 0, got ${value}`);
  }
}
