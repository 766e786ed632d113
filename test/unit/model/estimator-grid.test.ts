import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOfSide } from '../../../src/grid/density-filter.js';
import type { DensityGrid } from '../../../src/grid/density-grid.js';
import { centre, edge } from '../../../src/grid/price-axis.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { estimate } from '../../../src/model/estimate.js';
import { Estimator } from '../../../src/model/estimator.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import { evenly } from '../grid/arbitraries.js';
import { INTERVAL, patchyBars, wholeBars } from './estimator-arbitraries.js';

/** The mass on one side of a column, by band, from its USD. */
function massOf(grid: DensityGrid, column: number, side: 'long' | 'short', worth = centre): number[] {
  const { from, to } = binsOfSide(grid.prices, grid.split[column], side);
  return grid.bands.map((_, band) => {
    let sum = 0;
    for (let bin = from; bin < to; bin++) sum += grid.value(column, bin, 1 << band) / worth(grid.prices, bin);
    return sum;
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the grid of an estimate', () => {
  it('holds on each side all that the levels hold', () => {
    fc.assert(
      fc.property(patchyBars(), (bars) => {
        const { steps, toGrid } = estimate(bars);
        const grid = toGrid();
        expect([...grid.times]).toEqual(bars.map(({ time }) => time));
        expect([...grid.split]).toEqual(bars.map(({ close }) => Math.fround(close)));
        expect(grid.bands).toEqual(['10', '25', '50', '100']);
        steps.forEach(({ levels, openInterest }, i) => {
          const tolerance = 1e-6 * openInterest;
          expect(Math.abs(sum(massOf(grid, i, 'long')) - levels.long)).toBeLessThan(tolerance);
          expect(Math.abs(sum(massOf(grid, i, 'short')) - levels.short)).toBeLessThan(tolerance);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('holds it on any axis wide enough, whatever the width and scale of its bins', () => {
    fc.assert(
      fc.property(wholeBars(), fc.constantFrom('linear' as const, 'log' as const), evenly(0.2, 7), (bars, scale, width) => {
        const { steps, toGrid } = estimate(bars);
        const { prices } = toGrid();
        const [low, high] = [edge(prices, -1), edge(prices, prices.count + 1)];
        const [step, span] = scale === 'log' ? [width * prices.step, Math.log(high / low)] : [width * 0.01 * low, high - low];
        const axis: PriceAxis = { scale, origin: low, step, count: Math.ceil(span / step) };
        const grid = toGrid({ prices: axis, bands: ['all'], from: bars.at(-1)!.time });
        const { levels, openInterest } = steps.at(-1)!;
        expect(grid.columnCount).toBe(1);
        expect(Math.abs(massOf(grid, 0, 'long')[0] - levels.long)).toBeLessThan(1e-6 * openInterest);
        expect(Math.abs(massOf(grid, 0, 'short')[0] - levels.short)).toBeLessThan(1e-6 * openInterest);
      }),
      { numRuns: 30 },
    );
  });

  it('covers the candles and all levels with bins of 10 bp that line up with those of other grids', () => {
    fc.assert(
      fc.property(wholeBars(), (bars) => {
        const { prices } = estimate(bars).toGrid();
        expect(prices).toMatchObject({ scale: 'log', step: 0.001 });
        const offset = Math.log(prices.origin) / 0.001;
        expect(Math.abs(offset - Math.round(offset))).toBeLessThan(1e-6);
        expect(edge(prices, 0)).toBeLessThanOrEqual(Math.min(...bars.map(({ low }) => low)) * (1 + 1e-12));
        expect(edge(prices, prices.count)).toBeGreaterThan(Math.max(...bars.map(({ high }) => high)));
      }),
    );
  });

  it('shows in bins finer than the model\'s where in a bin price turned round', () => {
    const estimator = new Estimator({ buffer: 0, openInterestGain: 0, tiers: [{ leverage: 100, weight: 0.1 }] });
    const bars = oneRise().map((bar) => ({ ...bar, volume: 10 }));
    for (const bar of bars) estimator.step(bar);
    const prices: PriceAxis = { scale: 'log', origin: 99, step: 0.0001, count: 100 };
    const held = (): number[] =>
      [...estimator.column({ prices, bands: ['all'] }).values].flatMap((value, bin) => (value > 0 ? edge(prices, bin) : []));
    const low = 99.47;
    expect(held().some((price) => price > low)).toBe(true);
    estimator.step({ ...bars[1], time: 3 * INTERVAL, low, volume: 0 });
    expect(held().length).toBeGreaterThan(10);
    expect(held().filter((price) => price > low)).toEqual([]);
  });

  it('leaves out what lies outside its axis', () => {
    const bars = oneRise();
    const prices: PriceAxis = { scale: 'log', origin: 90, step: 0.001, count: 200 };
    const { steps, toGrid } = estimate(bars, { preset: 'all-leverage' });
    const [ten, , , hundred] = massOf(toGrid({ prices }), 1, 'long');
    expect(hundred).toBeCloseTo(steps[1].levels.long / 7, 6);
    expect(ten).toBeLessThan(steps[1].levels.long / 7);
  });

  it('puts each leverage into its band', () => {
    const leverages = [3, 5, 10, 20, 25, 50, 100];
    const bandOf = (leverage: number, bands?: string[]): number => {
      const grid = estimate(oneRise(), { tiers: [{ leverage, weight: 0.1 }] }).toGrid({ bands });
      return massOf(grid, 1, 'short').findIndex((mass) => mass > 0);
    };
    expect(leverages.map((leverage) => bandOf(leverage))).toEqual([0, 0, 0, 1, 1, 2, 3]);
    expect(bandOf(125)).toBe(3);
    expect(leverages.map((leverage) => bandOf(leverage, ['all']))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(leverages.map((leverage) => bandOf(leverage, ['50', '5']))).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(() => bandOf(3, ['low'])).toThrow('bands[0]');
  });

  it('splits the levels by band without losing or adding any', () => {
    fc.assert(
      fc.property(wholeBars(), (bars) => {
        const { toGrid } = estimate(bars);
        const [split, whole] = [toGrid(), toGrid({ bands: ['all'] })];
        const worst = whole.values.reduce((worst, value, i) => {
          const column = Math.floor(i / whole.binCount);
          return Math.max(worst, Math.abs(split.value(column, i % whole.binCount) - value));
        }, 0);
        expect(worst).toBeLessThanOrEqual(1e-5 * whole.values.reduce((a, b) => Math.max(a, b), 0));
      }),
      { numRuns: 20 },
    );
  });

  it('values linear contracts at the price of their level and inverse ones at their face', () => {
    const { steps, toGrid } = estimate(oneRise(), { contract: 'inverse' });
    expect(sum(massOf(toGrid(), 1, 'long', () => 1))).toBeCloseTo(steps[1].levels.long, 6);
  });

  it('says when its values are only relative', () => {
    const bars = oneRise().map((bar) => ({ ...bar, openInterest: undefined }));
    expect(estimate(bars).toGrid().unit).toBe('relative');
    expect(estimate(oneRise()).toGrid().unit).toBe('usd');
  });

  it('starts where it is told to', () => {
    const bars = oneRise();
    const { toGrid } = estimate(bars);
    expect([...toGrid({ from: bars[1].time }).times]).toEqual([bars[1].time]);
    expect([...toGrid({ from: bars[0].time + 1 }).times]).toEqual([bars[1].time]);
    expect(() => toGrid({ from: bars[1].time + 1 })).toThrow(RangeError);
    expect(() => estimate([]).toGrid()).toThrow(RangeError);
  });
});

describe('a column', () => {
  it('goes into the array it is given', () => {
    const estimator = new Estimator();
    for (const bar of oneRise()) estimator.step(bar);
    const prices: PriceAxis = { scale: 'log', origin: 50, step: 0.001, count: 1_500 };
    const values = new Float32Array(1_500 * 4);
    expect(estimator.column({ prices }, values).values).toBe(values);
    expect(values).toEqual(estimator.column({ prices }).values);
  });

  it('can have another layout than the one before', () => {
    const estimator = new Estimator();
    for (const bar of oneRise()) estimator.step(bar);
    const prices: PriceAxis = { scale: 'log', origin: 50, step: 0.001, count: 1_500 };
    const total = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);
    const four = estimator.column({ prices });
    const one = estimator.column({ prices, bands: ['all'] });
    const other = estimator.column({ prices: { ...prices, step: 0.002, count: 750 }, bands: ['all'] });
    expect([four.values.length, one.values.length, other.values.length]).toEqual([6_000, 1_500, 750]);
    expect(total(one.values) / total(four.values)).toBeCloseTo(1, 5);
    expect(total(other.values) / total(four.values)).toBeCloseTo(1, 3);
  });
});

/** Two quiet bars at 100 with a rise of open interest between them. */
function oneRise(): MarketBar[] {
  const still = { open: 100, high: 100.1, low: 99.9, close: 100, volume: 0 };
  return [
    { ...still, time: INTERVAL, openInterest: { open: 1_000, close: 1_000 } },
    { ...still, time: 2 * INTERVAL, openInterest: { open: 1_000, close: 2_000 } },
  ];
}
