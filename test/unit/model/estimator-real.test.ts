import { describe, expect, it } from 'vitest';
import { edge } from '../../../src/grid/price-axis.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { estimate } from '../../../src/model/estimate.js';
import { Estimator } from '../../../src/model/estimator.js';
import { hasRealMarket, realMarket } from './evaluation-data.js';

if (!hasRealMarket) console.info('Skipped for want of real data: shared/data/market beside the project.');

describe.skipIf(!hasRealMarket)('the estimator on real bars of BTC, November 2025 to April 2026', () => {
  const { bars } = hasRealMarket ? realMarket() : { bars: [] };
  const openInterest = bars.find((bar) => bar.openInterest)?.openInterest?.open;

  it.each(['reservoir', 'proportional'] as const)('keeps its books on every bar, closing by %s', (closeMode) => {
    const { steps } = estimate(bars, { openInterest, closeMode });
    let worst = 0;
    steps.forEach((step, i) => {
      for (const side of ['long', 'short'] as const) {
        const { levels, reservoir, deposited, exited, removed, overflow } = step;
        const before = steps[i - 1]?.levels[side] ?? 0;
        const flow = before + deposited[side] - exited[side] - removed[side] - overflow[side];
        const held = levels[side] + reservoir[side];
        worst = Math.max(worst, Math.abs(held - step.openInterest), Math.abs(levels[side] - flow));
      }
    });
    expect(worst).toBeLessThanOrEqual(1e-9 * Math.min(...steps.map((step) => step.openInterest)));
    expect(steps.filter((step) => step.overflow.long + step.overflow.short > 0)).toEqual([]);
    expect(Math.max(...steps.map((step) => step.levels.short / step.openInterest))).toBeLessThan(0.3);
  });

  it('has after 15,000 bars in its bins what its books say', () => {
    const estimator = new Estimator({ openInterest });
    const last = bars.map((bar) => estimator.step(bar)).at(-1)!;
    const { longs, shorts } = estimator.toJSON();
    const [long, short] = [longs, shorts].map(({ scale, tiers }) =>
      tiers.reduce((total, { masses }) => masses.reduce((sum, mass) => sum + mass * scale, total), 0),
    );
    expect(Math.abs(long / last.levels.long - 1)).toBeLessThan(1e-9);
    expect(Math.abs(short / last.levels.short - 1)).toBeLessThan(1e-9);
  });

  it('has no long level left that the fall to 60,000 of February 2026 went through', () => {
    const from = Date.UTC(2026, 1, 5) / 1_000;
    const days = bars.filter(({ time }) => time >= from && time < from + 2 * 86_400);
    const crash = days.reduce((lowest, bar) => (bar.low < lowest.low ? bar : lowest));
    expect(crash.low).toBeLessThanOrEqual(60_000);

    const before = new Estimator({ openInterest });
    for (const bar of bars) if (bar.time < crash.time) before.step(bar);
    const state = before.toJSON();
    const prices: PriceAxis = { scale: 'log', origin: 60_000, step: 0.001, count: 1_000 };
    const longsAbove = (estimator: Estimator): number => {
      const { values, split } = estimator.column({ prices, bands: ['all'] });
      return values.reduce((sum, value, bin) => (edge(prices, bin + 1) < split! ? sum + value : sum), 0);
    };
    expect(longsAbove(before)).toBeGreaterThan(1e6);

    // The same market without anything opened in the bar itself.
    const silent = Estimator.fromJSON({ ...state, options: { ...state.options, turnover: 0, openInterestGain: 0 } });
    expect(silent.step(crash).removed.long).toBeGreaterThan(0);
    expect(longsAbove(silent)).toBe(0);
  });

  it('says the same of a time whatever comes after', () => {
    const length = 9_000;
    const prices: PriceAxis = { scale: 'log', origin: 40_000, step: 0.002, count: 600 };
    const shown = { prices, from: bars[length - 50].time };
    const [prefix, whole] = [estimate(bars.slice(0, length), { openInterest }), estimate(bars, { openInterest })];
    expect(whole.steps.slice(0, length)).toEqual(prefix.steps);
    const columns = prefix.toGrid(shown).values;
    expect(whole.toGrid(shown).values.subarray(0, columns.length)).toEqual(columns);
  });
});
