import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../src/grid/cell.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { centre } from '../../../src/grid/price-axis.js';
import { filters, grids } from './arbitraries.js';

const grid = new DensityGrid({
  times: [0, 60, 120, 180],
  prices: { scale: 'linear', origin: 100, step: 10, count: 2 },
  bands: ['10', '25'],
  // Per column: the long bin's two bands, then the short bin's.
  values: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 7, 2, 0, 0, 8, 2, 2, 1, 9),
  split: [110, 110, 110, 110],
});
const context = { lastPrice: 110, maximum: 20 };

describe('cellAt', () => {
  it('tells everything about one cell', () => {
    expect(cellAt(grid, 239, 119, context)).toEqual({
      time: 180,
      priceLow: 110,
      priceHigh: 120,
      value: 10,
      unit: 'usd',
      relative: 0.5,
      side: 'short',
      leverage: { '10': 1, '25': 9 },
      distance: expect.closeTo(5 / 110, 12) as number,
      since: 60,
    });
  });

  it('dates a level from the start of its unbroken run', () => {
    expect(cellAt(grid, 180, 105, context)?.since).toBe(120);
    expect(cellAt(grid, 0, 105, context)?.since).toBe(0);
  });

  it('dates an empty cell from its own column', () => {
    expect(cellAt(grid, 60, 105, context)).toMatchObject({ value: 0, relative: 0, since: 60 });
  });

  it('dates a level by what the filter shows of it', () => {
    const filter = { bandMask: 0b01, side: 'both' } as const;
    expect(cellAt(grid, 180, 115, { ...context, filter })).toMatchObject({ since: 180, leverage: { '10': 1 } });
  });

  it('is empty, but still has its side, where the filter shows the other side', () => {
    const filter = { bandMask: 0b11, side: 'long' } as const;
    expect(cellAt(grid, 180, 115, { ...context, filter })).toMatchObject({
      value: 0, side: 'short', leverage: { '10': 0, '25': 0 }, since: 180,
    });
  });

  it('is null outside the grid', () => {
    expect(cellAt(grid, -1, 105, context)).toBeNull();
    expect(cellAt(grid, 240, 105, context)).toBeNull();
    expect(cellAt(grid, 0, 99, context)).toBeNull();
    expect(cellAt(grid, 0, 120, context)).toBeNull();
  });

  it.each([undefined, null, 0, -1, NaN])('has no distance from a last price of %j', (lastPrice) => {
    expect(cellAt(grid, 0, 105, { maximum: 1, lastPrice })?.distance).toBeNull();
  });

  it('never has more than the maximum, and no share of none', () => {
    expect(cellAt(grid, 180, 115, { maximum: 1 })?.relative).toBe(1);
    expect(cellAt(grid, 180, 115, { maximum: 0 })?.relative).toBe(0);
  });

  it('keeps a band whose name means something to JavaScript', () => {
    const odd = new DensityGrid({ times: [0], prices: grid.prices, bands: ['__proto__'], values: Float32Array.of(3, 0) });
    expect(Object.entries(cellAt(odd, 0, 105, context)?.leverage ?? {})).toEqual([['__proto__', 3]]);
  });

  it('survives JSON, and its bands add up to its value', () => {
    const contexts = fc.record({ lastPrice: fc.double(), maximum: fc.double(), filter: filters });
    fc.assert(
      fc.property(grids(1), contexts, fc.nat(), fc.nat(), (grid, context, i, j) => {
        const bin = j % grid.binCount;
        const time = grid.times[i % grid.columnCount];
        const cell = cellAt(grid, time, centre(grid.prices, bin), context);
        expect(cell).not.toBeNull();
        expect(JSON.parse(JSON.stringify(cell))).toEqual(cell);
        const sum = Object.values(cell?.leverage ?? {}).reduce((total, value) => total + value, 0);
        expect(sum).toBe(cell?.value);
        expect(cell?.since).toBeLessThanOrEqual(time);
      }),
    );
  });
});
