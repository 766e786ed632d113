import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filteredValue, sideOf } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { profileOf } from '../../../src/grid/profile.js';
import { filters, grids } from './arbitraries.js';

const prices = { scale: 'linear', origin: 0, step: 10, count: 4 } as const;
const grid = new DensityGrid({
  times: [0, 60, 120],
  prices,
  bands: ['10', '25'],
  values: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 3, 4, 0, 0, 5, 1, 1, 1, 1, 1, 1, 1, 1),
  split: [20, 20, NaN],
});

describe('profileOf', () => {
  it('adds up longs downwards and shorts upwards from the split', () => {
    const profile = profileOf(grid, 1);
    expect([...profile.values]).toEqual([1, 0, 2, 3, 4, 0, 0, 5]);
    expect([...profile.cumulativeLong]).toEqual([6, 5, 0, 0]);
    expect([...profile.cumulativeShort]).toEqual([0, 0, 4, 9]);
    expect(profile).toMatchObject({ prices, bands: ['10', '25'], maximum: 5, totalLong: 6, totalShort: 9 });
  });

  it('shows only what the filter does', () => {
    const profile = profileOf(grid, 1, { bandMask: 0b10, side: 'short' });
    expect([...profile.values]).toEqual([0, 0, 0, 0, 0, 0, 0, 5]);
    expect([...profile.cumulativeLong]).toEqual([0, 0, 0, 0]);
    expect([...profile.cumulativeShort]).toEqual([0, 0, 0, 5]);
  });

  it('has bars but no curves where the split is unknown', () => {
    const profile = profileOf(grid, 2);
    expect(profile).toMatchObject({ maximum: 2, totalLong: 0, totalShort: 0 });
    expect([...profile.cumulativeLong, ...profile.cumulativeShort]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is a copy', () => {
    profileOf(grid, 1).values.fill(77);
    expect(grid.value(1, 0)).toBe(1);
  });

  it('conserves the totals of each side, and its curves never fall away from the split', () => {
    fc.assert(
      fc.property(grids(1), filters, fc.nat(), (grid, filter, pick) => {
        const column = pick % grid.columnCount;
        const profile = profileOf(grid, column, filter);
        const bins = Array.from({ length: grid.binCount }, (_, bin) => bin);
        const sumOf = (side: string | null): number =>
          bins
            .filter((bin) => sideOf(grid.prices, bin, grid.split[column]) === side)
            .reduce((sum, bin) => sum + filteredValue(grid, column, bin, filter), 0);
        const close = (value: number): unknown => expect.closeTo(value, 3);
        expect(profile.totalLong).toEqual(close(sumOf('long')));
        expect(profile.totalShort).toEqual(close(sumOf('short')));
        expect(profile.values.reduce((sum, value) => sum + value, 0)).toEqual(
          close(profile.totalLong + profile.totalShort + sumOf(null)),
        );
        expect(Math.max(0, ...profile.cumulativeLong)).toBe(profile.totalLong);
        expect(Math.max(0, ...profile.cumulativeShort)).toBe(profile.totalShort);
        const { cumulativeLong, cumulativeShort } = profile;
        for (const bin of bins) {
          const side = sideOf(grid.prices, bin, grid.split[column]);
          if (side === 'long') expect(cumulativeLong[bin]).toBeGreaterThanOrEqual(cumulativeLong[bin + 1] ?? 0);
          else expect(cumulativeLong[bin]).toBe(0);
          if (side === 'short') expect(cumulativeShort[bin]).toBeGreaterThanOrEqual(cumulativeShort[bin - 1] ?? 0);
          else expect(cumulativeShort[bin]).toBe(0);
        }
        const sums = bins.map((bin) => filteredValue(grid, column, bin, filter));
        expect(profile.maximum).toBe(Math.max(...sums));
      }),
    );
  });

  it.each([-1, 3, 0.5, NaN])('rejects column %d', (column) => {
    expect(() => profileOf(grid, column)).toThrow(new RangeError(`column: expected 0 to 2, got ${column}`));
  });
});
