import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { LevelsOfDetail } from '../../../src/grid/levels-of-detail.js';
import type { DensityLevel } from '../../../src/grid/levels-of-detail.js';
import { grids, growths } from './arbitraries.js';

const prices = { scale: 'linear', origin: 0, step: 1, count: 3 } as const;

/** The level as its definition says, cell by cell. */
function slowLevel(grid: DensityGrid, columnShift: number, binShift: number): { values: number[]; split: number[] } {
  const columnCount = Math.ceil(grid.columnCount / 2 ** columnShift);
  const binCount = Math.ceil(grid.binCount / 2 ** binShift);
  const values: number[] = new Array<number>(columnCount * binCount * grid.bandCount).fill(0);
  const splits: number[][] = Array.from({ length: columnCount }, () => []);
  for (let column = 0; column < grid.columnCount; column++) {
    const texelColumn = Math.floor(column / 2 ** columnShift);
    if (!Number.isNaN(grid.split[column])) splits[texelColumn].push(grid.split[column]);
    for (let bin = 0; bin < grid.binCount; bin++) {
      for (let band = 0; band < grid.bandCount; band++) {
        const texel = (texelColumn * binCount + Math.floor(bin / 2 ** binShift)) * grid.bandCount + band;
        values[texel] = Math.max(values[texel], grid.value(column, bin, 1 << band));
      }
    }
  }
  const mean = (list: number[]): number => Math.fround(list.reduce((sum, price) => sum + price, 0) / list.length);
  return { values, split: splits.map(mean) };
}

function expectLevel(level: DensityLevel, grid: DensityGrid): void {
  const { values, split } = slowLevel(grid, level.columnShift, level.binShift);
  expect([...level.values]).toEqual(values);
  expect([...level.split]).toEqual(split);
  expect(level.columnCount).toBe(split.length);
  expect(level.values.length).toBe(level.columnCount * level.binCount * level.bandCount);
  expect(level.revision).toBe(grid.revision);
}

describe('LevelsOfDetail', () => {
  const shift = fc.integer({ min: 0, max: 5 });
  const shifts = fc.array(fc.tuple(shift, shift), { minLength: 1, maxLength: 7 });

  it('keeps the maximum of every block, at any level, asked in any order, before and after updates', () => {
    fc.assert(
      fc.property(growths(), shifts, fc.integer({ min: 1, max: 5 }), ({ grid, updates }, asked, keep) => {
        const levels = new LevelsOfDetail(grid, { keep });
        for (const [columnShift, binShift] of asked) expectLevel(levels.level(columnShift, binShift), grid);
        updates.forEach((update, i) => {
          grid.update(update);
          const [columnShift, binShift] = asked[i % asked.length];
          if (i % 3 !== 1) expectLevel(levels.level(columnShift, binShift), grid);
        });
        for (const [columnShift, binShift] of asked) expectLevel(levels.level(columnShift, binShift), grid);
      }),
    );
  });

  it('goes up to one texel and no farther', () => {
    fc.assert(
      fc.property(grids(1), (grid) => {
        const levels = new LevelsOfDetail(grid);
        const { maxColumnShift, maxBinShift } = levels;
        const coarsest = levels.level(maxColumnShift, maxBinShift);
        expect([coarsest.columnCount, coarsest.binCount]).toEqual([1, 1]);
        expect(levels.level(maxColumnShift + 3, maxBinShift + 1)).toBe(coarsest);
        if (maxColumnShift > 0) expect(levels.level(maxColumnShift - 1, 0).columnCount).toBe(2);
        if (maxBinShift > 0) expect(levels.level(0, maxBinShift - 1).binCount).toBe(2);
      }),
    );
  });

  it('shows the grid itself at full detail, without a copy', () => {
    const grid = new DensityGrid({ times: [0, 1], prices });
    const full = new LevelsOfDetail(grid).level(0, 0);
    expect(full.values).toBe(grid.values);
    expect(full.split).toBe(grid.split);
    grid.append({ time: 2, values: Float32Array.of(1, 2, 3) });
    expect(full.columnCount).toBe(3);
    expect(full.revision).toBe(1);
  });

  it('keeps a level in use as the same object and drops the one used longest ago', () => {
    const levels = new LevelsOfDetail(new DensityGrid({ times: [0, 1, 2, 3, 4], prices }), { keep: 2 });
    const a = levels.level(1, 0);
    const b = levels.level(2, 0);
    expect(levels.level(1, 0)).toBe(a);
    levels.level(3, 0);
    expect(levels.level(1, 0)).toBe(a);
    expect(levels.level(2, 0)).not.toBe(b);
  });

  it('recomputes only the texels from the last known column on', () => {
    const grid = new DensityGrid({ times: [0, 1, 2, 3], prices: { ...prices, count: 1 }, values: Float32Array.of(1, 2, 3, 4) });
    const levels = new LevelsOfDetail(grid);
    levels.level(1, 0);
    grid.append({ time: 4, values: Float32Array.of(5) });
    // Against the contract, to see what is read: a settled cell, and the one beside the last known column.
    grid.values[0] = 99;
    grid.values[2] = 88;
    expect([...levels.level(1, 0).values]).toEqual([2, 88, 5]);
  });
});
