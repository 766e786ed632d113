import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { densityExtent } from '../../../src/grid/density-extent.js';
import { filteredValue } from '../../../src/grid/density-filter.js';
import type { DensityFilter } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { LevelsOfDetail } from '../../../src/grid/levels-of-detail.js';
import { edge } from '../../../src/grid/price-axis.js';
import { evenly, filters, grids } from './arbitraries.js';

/** As the definition says, cell by cell. */
function slowExtent(grid: DensityGrid, filter: DensityFilter, from: number, to: number, floor: number) {
  const bins: number[] = [];
  for (let column = Math.max(0, from); column < Math.min(to, grid.columnCount); column++) {
    for (let bin = 0; bin < grid.binCount; bin++) {
      const value = filteredValue(grid, column, bin, filter);
      if (value > 0 && value >= floor) bins.push(bin);
    }
  }
  if (bins.length === 0) return null;
  return { low: edge(grid.prices, Math.min(...bins)), high: edge(grid.prices, Math.max(...bins) + 1) };
}

/** Often low enough for everything. */
const floors = fc.oneof(fc.constant(0), evenly(0, 12));
const range = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 14 }));

describe('densityExtent', () => {
  it('spans the bins that reach the floor in a few columns, for every filter', () => {
    fc.assert(
      fc.property(grids(), filters, range, floors, (grid, filter, [from, to], floor) => {
        const extent = densityExtent(new LevelsOfDetail(grid), grid.prices, filter, from, to, floor);
        expect(extent).toEqual(slowExtent(grid, filter, from, to, floor));
      }),
    );
  });

  it('looks at many columns in blocks of at most a 32nd of them, and misses none', () => {
    const bins = 16;
    const columns = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
    const cellsIn = ([from, to]: number[]) =>
      fc.array(
        fc.record({
          column: fc.oneof(fc.nat(999), fc.constant(from), fc.constant(Math.max(0, to - 1))),
          bin: fc.nat(bins - 1),
          value: evenly(0, 10),
        }),
        { maxLength: 8 },
      );
    const cases = columns.chain((range) => fc.tuple(fc.constant(range), cellsIn(range)));
    fc.assert(
      fc.property(cases, floors, ([[from, to], list], floor) => {
        const prices = { scale: 'linear', origin: 100, step: 1, count: bins } as const;
        const grid = new DensityGrid({ times: Array.from({ length: 1000 }, (_, i) => i * 60), prices });
        for (const { column, bin, value } of list) grid.values[column * bins + bin] = value;
        const extent = densityExtent(new LevelsOfDetail(grid), prices, { bandMask: 1, side: 'both' }, from, to, floor);
        const least = slowExtent(grid, { bandMask: 1, side: 'both' }, from, to, floor);
        // The blocks at both ends may stick out.
        const out = Math.ceil((to - from) / 32);
        const most = slowExtent(grid, { bandMask: 1, side: 'both' }, from - out, to + out, floor);
        if (least) {
          expect(extent!.low).toBeLessThanOrEqual(least.low);
          expect(extent!.high).toBeGreaterThanOrEqual(least.high);
        }
        if (extent) {
          expect(extent.low).toBeGreaterThanOrEqual(most!.low);
          expect(extent.high).toBeLessThanOrEqual(most!.high);
        }
      }),
    );
  });
});
