import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnSummaries } from '../../../src/grid/column-summaries.js';
import { filteredValue } from '../../../src/grid/density-filter.js';
import type { DensityFilter } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { filters, growths } from './arbitraries.js';

function slowMaximum(grid: DensityGrid, filter: DensityFilter, from: number, to: number): number {
  let maximum = 0;
  for (let column = Math.max(0, from); column < Math.min(to, grid.columnCount); column++) {
    for (let bin = 0; bin < grid.binCount; bin++) {
      maximum = Math.max(maximum, filteredValue(grid, column, bin, filter));
    }
  }
  return maximum;
}

describe('ColumnSummaries', () => {
  it('agrees with a look at every cell, for any filter and range, before and after updates', () => {
    const ranges = fc.tuple(fc.integer({ min: -3, max: 24 }), fc.integer({ min: -3, max: 24 }));
    fc.assert(
      fc.property(growths(), fc.array(filters, { maxLength: 12 }), ranges, ({ grid, updates }, shown, [from, to]) => {
        const summaries = new ColumnSummaries(grid);
        const check = (): void => {
          for (const filter of shown) {
            expect(summaries.maximum(filter, from, to)).toBe(slowMaximum(grid, filter, from, to));
          }
        };
        check();
        updates.forEach((update, i) => {
          grid.update(update);
          // Not after every update: several columns may have come since the last question.
          if (i % 2 === 0) check();
        });
        check();
      }),
    );
  });

  it('looks at the whole grid when nothing else is asked', () => {
    const prices = { scale: 'linear', origin: 0, step: 1, count: 1 } as const;
    const grid = new DensityGrid({ times: [0, 1, 2], prices, values: Float32Array.of(3, 7, 5) });
    expect(new ColumnSummaries(grid).maximum()).toBe(7);
  });

  it('does not look at a settled cell twice, nor at any while the grid is unchanged', () => {
    const prices = { scale: 'linear', origin: 0, step: 1, count: 1 } as const;
    const values = Float32Array.of(3, 7, 5);
    const grid = new DensityGrid({ times: [0, 1, 2], prices, values });
    const summaries = new ColumnSummaries(grid);
    summaries.maximum();
    grid.append({ time: 3, values: Float32Array.of(1) });
    // Against the contract, to see what is read: a settled cell and the column that may have changed.
    grid.values[0] = 99;
    grid.values[2] = 8;
    expect(summaries.maximum()).toBe(8);
    grid.values[3] = 77;
    expect(summaries.maximum()).toBe(8);
  });
});
