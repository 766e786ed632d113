import { describe, expect, it } from 'vitest';
import { flowOf, periodsOf, spanOf, sumByPeriod } from '../../../src/model/periods.js';
import type { Liquidation } from '../../../src/market/types.js';
import { HOUR, START } from './evaluation-data.js';

const barTimes = (hours: number, interval = 900): number[] =>
  Array.from({ length: (hours * HOUR) / interval }, (_, i) => START + i * interval);
const hour = (index: number, longUsd = 1, shortUsd = 2) => ({ time: START + index * HOUR, longUsd, shortUsd });
const print = (seconds: number, side: 'long' | 'short', usd: number): Liquidation => ({
  time: START + seconds,
  side,
  price: 1,
  usd,
});
const hoursOf = (times: Float64Array): number[] => Array.from(times, (time) => (time - START) / HOUR);

describe('the periods in which estimate and liquidations can be compared', () => {
  it('are the hours that bars cover whole and whose sums are known', () => {
    const times = barTimes(6).filter((_, i) => i !== 5);
    const periods = periodsOf(times, [0, 1, 2, 3, 5, 8].map((index) => hour(index, index, 0)));
    expect(hoursOf(periods.times)).toEqual([0, 2, 3, 5]);
    expect([...periods.firstBars]).toEqual([0, 7, 11, 19]);
    expect([...periods.observed.long]).toEqual([0, 2, 3, 5]);
    expect([...periods.events.long]).toEqual([0, 1, 1, 1]);
    expect([...periods.events.short]).toEqual([0, 0, 0, 0]);
    expect(spanOf(periods, 1, 4)).toEqual({ from: START + 2 * HOUR, to: START + 6 * HOUR, periods: 3 });
  });

  it('leave out an hour that bars begin in the middle of', () => {
    expect(hoursOf(periodsOf(barTimes(3).slice(1), [0, 1, 2].map((index) => hour(index))).times)).toEqual([1, 2]);
  });

  it('keep within the span asked for', () => {
    const all = Array.from({ length: 10 }, (_, i) => hour(i));
    const periods = periodsOf(barTimes(10), all, START + 2 * HOUR, START + 5 * HOUR);
    expect(hoursOf(periods.times)).toEqual([2, 3, 4]);
  });

  it('sum single liquidations, with 0 where there are none between the first and the last', () => {
    const prints = [
      print(4_000, 'short', 10),
      print(3_700, 'long', 5),
      print(7_199, 'long', 6),
      print(14_400, 'long', 7),
    ];
    const periods = periodsOf(barTimes(8), prints);
    expect(hoursOf(periods.times)).toEqual([1, 2, 3, 4]);
    expect([...periods.observed.long]).toEqual([11, 0, 0, 7]);
    expect([...periods.observed.short]).toEqual([10, 0, 0, 0]);
    expect([...periods.events.long]).toEqual([2, 0, 0, 1]);
  });

  it('take the list of single liquidations to be complete over a span that is named', () => {
    const periods = periodsOf(barTimes(8), [print(7_300, 'long', 5)], START, Infinity);
    expect([...periods.observed.long]).toEqual([0, 0, 5, 0, 0, 0, 0, 0]);
  });

  it('are single bars where those are longer than an hour, and need every hour', () => {
    const liquidations = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11].map((index) => hour(index));
    const periods = periodsOf(barTimes(12, 4 * HOUR), liquidations);
    expect(hoursOf(periods.times)).toEqual([0, 8]);
    expect([...periods.observed.short]).toEqual([8, 8]);
    expect(periods.barsEach).toBe(1);
  });

  it('sum what each bar has', () => {
    const periods = periodsOf(barTimes(3), [hour(0), hour(2)]);
    const sums = sumByPeriod(periods, flowOf(12, (i, side) => (side === 'long' ? i : 1)));
    expect([...sums.long]).toEqual([0 + 1 + 2 + 3, 8 + 9 + 10 + 11]);
    expect([...sums.short]).toEqual([4, 4]);
  });

  it('are none where there are no liquidations', () => {
    expect(periodsOf(barTimes(3), []).times).toHaveLength(0);
  });

  it.each([
    ['liquidations[1].longUsd: expected a finite number ≥ 0, got NaN', [hour(0), hour(1, NaN)]],
    ['liquidations[0].shortUsd: expected a finite number ≥ 0, got -1', [hour(0, 0, -1)]],
    ['liquidations[1].usd: expected a finite number ≥ 0, got -2', [print(0, 'long', 1), print(1, 'long', -2)]],
    ['liquidations[0].time: expected a finite number ≥ 0, got NaN', [print(NaN, 'long', 1)]],
  ])('cannot be made of wrong liquidations: %s', (message, liquidations) => {
    expect(() => periodsOf(barTimes(3), liquidations)).toThrow(new RangeError(message));
  });
});
