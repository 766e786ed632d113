import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edge } from '../../../src/grid/price-axis.js';
import { INTERVALS, intervalSeconds } from '../../../src/market/interval.js';
import { BAND_IDS, densityAxis, SimulatedDensity } from '../../../src/sources/simulated/simulated-density.js';
import { liquidationsOf } from '../../../src/sources/simulated/simulated-liquidations.js';
import { SimulatedMarket } from '../../../src/sources/simulated/simulated-market.js';
import type { SimulatedBar } from '../../../src/sources/simulated/simulated-market.js';

const NOW = Date.UTC(2026, 10, 22) / 1000;
const BANDS = BAND_IDS.length;

function barsOf(interval: number, count: number, now = NOW): SimulatedBar[] {
  const end = Math.floor(now / interval) * interval;
  return new SimulatedMarket('BTCUSDT').bars(interval, end - count * interval, end);
}

/** Density of each bin, all bands together. */
function binSums(column: Float32Array): number[] {
  return Array.from({ length: column.length / BANDS }, (_, bin) =>
    column.subarray(bin * BANDS, (bin + 1) * BANDS).reduce((sum, value) => sum + value, 0),
  );
}

describe('densityAxis', () => {
  it('covers the candles and a tenth beyond them in 150 to 800 bins, whatever their range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 30, noNaN: true }),
        (low, ratio) => {
          const candle = { time: 0, open: low, high: low * ratio, low, close: low };
          const axis = densityAxis([candle]);
          expect(axis.count).toBeGreaterThanOrEqual(150);
          expect(axis.count).toBeLessThanOrEqual(800);
          expect(edge(axis, 0)).toBeLessThan(low * 0.9);
          expect(edge(axis, axis.count)).toBeGreaterThan(low * ratio * 1.1);
        },
      ),
    );
  });

  it('has the same edges for other candles of about the same range', () => {
    const [a, b] = [[80_000, 84_000], [81_000, 86_000]].map(([low, high]) =>
      densityAxis([{ time: 0, open: low, high, low, close: high }]),
    );
    expect(a.step).toBe(b.step);
    const shift = Math.log(b.origin / a.origin) / a.step;
    expect(shift).toBeCloseTo(Math.round(shift), 6);
  });
});

describe('SimulatedDensity', () => {
  it('is finite, never negative, and empty wherever the bar traded', () => {
    const interval = fc.constantFrom(...INTERVALS).map(intervalSeconds);
    const now = fc.integer({ min: Date.UTC(2016, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
    fc.assert(
      fc.property(interval, now, (seconds, end) => {
        const bars = barsOf(seconds, 150, end);
        const axis = densityAxis(bars);
        const density = new SimulatedDensity(axis);
        for (const bar of bars) {
          density.step(bar, seconds);
          const column = density.column();
          expect(column.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
          binSums(column).forEach((usd, bin) => {
            const isBelow = edge(axis, bin + 1) <= bar.low;
            const isAbove = edge(axis, bin) >= bar.high;
            if (!isBelow && !isAbove) expect(usd).toBe(0);
          });
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps a level, fading slowly, until price reaches it', () => {
    const bars = barsOf(300, 2000);
    const density = new SimulatedDensity(densityAxis(bars));
    let before = binSums(density.column());
    for (const bar of bars) {
      const swept = density.step(bar, 300);
      const after = binSums(density.column());
      const gone = before.filter((usd, bin) => usd > 0 && after[bin] < 0.99 * usd).length;
      expect(gone).toBe(swept.length);
      before = after;
    }
  });

  it('depends on no later bar', () => {
    const bars = barsOf(900, 600);
    const axis = densityAxis(bars);
    const [whole, prefix] = [new SimulatedDensity(axis), new SimulatedDensity(axis)];
    bars.slice(0, 400).forEach((bar) => whole.step(bar, 900));
    const column = whole.column();
    bars.slice(400).forEach((bar) => whole.step(bar, 900));
    bars.slice(0, 400).forEach((bar) => prefix.step(bar, 900));
    expect(prefix.column()).toEqual(column);
    expect(whole.column()).not.toEqual(column);
  });

  it('is not changed by what a copy goes through', () => {
    const bars = barsOf(900, 601);
    const density = new SimulatedDensity(densityAxis(bars));
    bars.slice(0, 600).forEach((bar) => density.step(bar, 900));
    const column = density.column();
    const copy = density.copy();
    copy.step(bars[600], 900);
    expect(density.column()).toEqual(column);
    density.step(bars[600], 900);
    expect(density.column()).toEqual(copy.column());
  });

  it('shows every band on both sides of the price, in few bright levels among many faint ones', () => {
    const bars = barsOf(300, 4000);
    const density = new SimulatedDensity(densityAxis(bars));
    const seen = new Set<string>();
    for (const bar of bars) {
      density.step(bar, 300);
      const column = density.column();
      const middle = column.length / 2;
      column.forEach((usd, i) => {
        if (usd > 0) seen.add(`${BAND_IDS[i % BANDS]} ${i < middle ? 'below' : 'above'}`);
      });
    }
    expect(seen.size).toBe(2 * BANDS);
    const levels = binSums(density.column()).filter((usd) => usd > 0).toSorted((a, b) => a - b);
    expect(levels.at(-1)! / levels[levels.length >> 1]).toBeGreaterThan(10);
  });
});

describe('liquidationsOf', () => {
  const bar = { time: 1_000, open: 100, high: 103, low: 98, close: 102 };
  const swept = [97.9, 99, 101, 103].map((price) => ({ price, usd: 1e6 }));

  it('closes longs where price fell and shorts where it rose, in the order of a bar that ends higher', () => {
    const liquidations = liquidationsOf(bar, swept, 1_000, 1_300);
    expect(liquidations.map(({ side, price }) => [side, price])).toEqual([
      ['long', 99],
      ['long', 98],
      ['short', 101],
      ['short', 103],
    ]);
  });

  it('takes shorts first in a bar that ends lower', () => {
    const [first] = liquidationsOf({ ...bar, close: 99 }, swept, 1_000, 1_300);
    expect(first.side).toBe('short');
  });

  it('spreads them over the given time, ascending', () => {
    expect(liquidationsOf(bar, swept, 1_100, 1_300).map(({ time }) => time)).toEqual([1100, 1150, 1200, 1250]);
  });

  it('liquidates a part of each level and leaves out crumbs', () => {
    const [only, ...rest] = liquidationsOf(bar, [{ price: 99, usd: 1e6 }, { price: 99.5, usd: 100 }], 0, 1);
    expect(rest).toEqual([]);
    expect(only.usd).toBeGreaterThan(0);
    expect(only.usd).toBeLessThan(1e6);
  });
});
