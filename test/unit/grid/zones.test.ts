import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filteredValue, sideOf } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { binAt, edge } from '../../../src/grid/price-axis.js';
import { findZones } from '../../../src/grid/zones.js';
import type { Zone } from '../../../src/grid/zones.js';
import { filters, grids } from './arbitraries.js';

/** A grid of one column whose bins are one wide, from 0 on. */
function columnOf(values: number[], split = NaN): DensityGrid {
  const prices = { scale: 'linear', origin: 0, step: 1, count: values.length } as const;
  return new DensityGrid({ times: [0], prices, values: Float32Array.from(values), split: [split] });
}

function spans(zones: Zone[]): [number, number][] {
  return zones.map(({ priceLow, priceHigh }): [number, number] => [priceLow, priceHigh]).sort(([a], [b]) => a - b);
}

describe('a zone', () => {
  it('reaches down to half its peak on both sides', () => {
    const zones = findZones(columnOf([0, 3, 5, 9, 10, 6, 4, 0]), { maximum: 40 });
    expect(zones).toEqual([
      {
        priceLow: 2, priceHigh: 6, peakPrice: 4.5, value: 30, unit: 'usd', relative: 0.25, side: null, distance: null,
        since: 0, leverage: { all: 30 },
      },
    ]);
  });

  it('ends at the valley before a higher neighbour', () => {
    expect(spans(findZones(columnOf([10, 3.9, 3, 4, 3])))).toEqual([[0, 1], [2, 5]]);
  });

  it('leaves a valley that it shares with a higher neighbour to that one', () => {
    expect(spans(findZones(columnOf([9, 4.4, 6, 4, 8])))).toEqual([[0, 1], [1, 3], [3, 5]]);
  });

  it('takes in a lower peak on its flank', () => {
    expect(spans(findZones(columnOf([1, 10, 6, 7, 6, 1])))).toEqual([[1, 5]]);
    expect(spans(findZones(columnOf([1, 6, 7, 6, 10, 1])))).toEqual([[1, 5]]);
  });

  it('does not cross the split', () => {
    const zones = findZones(columnOf([0, 8, 9, 9, 8, 0], 3));
    expect(spans(zones)).toEqual([[1, 3], [3, 5]]);
    expect(zones.map(({ side }) => side)).toEqual(['long', 'short']);
  });

  it('has its peak in the middle of a plateau', () => {
    expect(findZones(columnOf([0, 5, 5, 5, 0]))[0].peakPrice).toBe(2.5);
  });

  it('needs a peak of a quarter of the column, not just a shoulder', () => {
    expect(spans(findZones(columnOf([20, 0, 5, 0, 4.9, 0])))).toEqual([[0, 1], [2, 3]]);
    expect(spans(findZones(columnOf([20, 6, 6, 1])))).toEqual([[0, 1]]);
  });

  it('is measured from the last price, by its peak', () => {
    const [zone] = findZones(columnOf([0, 0, 0, 4]), { lastPrice: 2 });
    expect(zone.distance).toBeCloseTo(0.75, 12);
  });

  it('dates from when its peak began', () => {
    const prices = { scale: 'linear', origin: 0, step: 1, count: 2 } as const;
    const values = Float32Array.of(1, 1, 1, 0, 3, 4, 3, 4);
    const [zone] = findZones(new DensityGrid({ times: [0, 60, 120, 180], prices, values }));
    expect(zone.since).toBe(120);
  });
});

describe('findZones', () => {
  const many = columnOf([9, 0, 8, 0, 7, 0, 6, 0, 5, 0, 10, 0, 4], 8);

  it('finds the largest of each side, largest first', () => {
    expect(findZones(many).map(({ value, side }) => [value, side])).toEqual([
      [10, 'short'], [9, 'long'], [8, 'long'], [7, 'long'], [5, 'short'], [4, 'short'],
    ]);
    expect(findZones(many, { count: 1 }).map(({ value }) => value)).toEqual([10, 9]);
  });

  it('can keep to one side', () => {
    expect(findZones(many, { side: 'short' }).map(({ value }) => value)).toEqual([10, 5, 4]);
  });

  it('can keep to the neighbourhood of the last price', () => {
    const near = findZones(many, { lastPrice: 8, withinPercent: 25 });
    expect(near.map(({ value }) => value)).toEqual([6, 5]);
    expect(findZones(many, { withinPercent: 25 })).toHaveLength(6);
  });

  it('can look at an earlier column', () => {
    const prices = { scale: 'linear', origin: 0, step: 1, count: 2 } as const;
    const grid = new DensityGrid({ times: [0, 60], prices, values: Float32Array.of(0, 5, 7, 0) });
    expect(spans(findZones(grid, { column: 0 }))).toEqual([[1, 2]]);
    expect(spans(findZones(grid))).toEqual([[0, 1]]);
  });

  it('finds none where there is nothing', () => {
    expect(findZones(columnOf([0, 0, 0]))).toEqual([]);
    expect(findZones(many, { column: 5 })).toEqual([]);
    expect(findZones(columnOf([1, 2]), { side: 'long' })).toEqual([]);
    expect(findZones(new DensityGrid({ times: [], prices: many.prices }))).toEqual([]);
  });

  it('gives zones inside the grid that do not overlap, keep to their side and hold what they say', () => {
    const sides = fc.constantFrom<'both' | 'long' | 'short'>('both', 'long', 'short');
    fc.assert(
      fc.property(grids(1), filters, sides, fc.integer({ min: 1, max: 5 }), (grid, filter, side, count) => {
        const column = grid.columnCount - 1;
        const zones = findZones(grid, { filter, side, count });
        expect(JSON.parse(JSON.stringify(zones))).toEqual(zones);
        const taken = new Set<number>();
        for (const zone of zones) {
          const low = binAt(grid.prices, zone.priceLow);
          const peak = binAt(grid.prices, zone.peakPrice);
          let sum = 0;
          for (let bin = low; edge(grid.prices, bin) < zone.priceHigh; bin++) {
            expect(bin).toBeLessThan(grid.binCount);
            expect(taken.has(bin)).toBe(false);
            taken.add(bin);
            expect(sideOf(grid.prices, bin, grid.split[column])).toBe(zone.side);
            const value = filteredValue(grid, column, bin, filter);
            expect(value).toBeLessThanOrEqual(filteredValue(grid, column, peak, filter));
            expect(value).toBeGreaterThanOrEqual(filteredValue(grid, column, peak, filter) / 2);
            sum += value;
          }
          expect(zone.value).toBe(sum);
          expect(zone.value).toBeGreaterThan(0);
          expect(Object.values(zone.leverage).reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 3);
          if (side !== 'both') expect(zone.side).toBe(side);
        }
        for (const one of ['long', 'short', null]) {
          expect(zones.filter((zone) => zone.side === one).length).toBeLessThanOrEqual(count);
        }
        expect(zones.map(({ value }) => value)).toEqual(zones.map(({ value }) => value).sort((a, b) => b - a));
      }),
    );
  });

  it('gives every local peak of a quarter of the column to exactly one zone', () => {
    fc.assert(
      fc.property(grids(1), (grid) => {
        const column = grid.columnCount - 1;
        const zones = findZones(grid, { count: Infinity });
        const heights = Array.from({ length: grid.binCount }, (_, bin) => grid.value(column, bin));
        const least = Math.max(...heights) / 4;
        heights.forEach((height, bin) => {
          const others = [heights[bin - 1] ?? 0, heights[bin + 1] ?? 0];
          if (height < least || others.some((other) => other >= height)) return;
          const owners = zones.filter(({ priceLow, priceHigh }) => {
            const price = edge(grid.prices, bin);
            return priceLow <= price && price < priceHigh;
          });
          expect(owners).toHaveLength(1);
        });
      }),
    );
  });
});
