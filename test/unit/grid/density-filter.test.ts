import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandMaskOf, binsOfSide, filteredValue, firstShortBin, sideOf } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { centre } from '../../../src/grid/price-axis.js';
import { axes, evenly } from './arbitraries.js';

describe('bandMaskOf', () => {
  const bands = ['10', '25', '50', '100'];

  it('sets the bits of the bands named', () => {
    expect(bandMaskOf(bands, ['25', '100'])).toEqual({ mask: 0b1010, unknown: [] });
  });

  it.each([[[]], [['all']], [['10', 'all']], [['7']]])('takes %j for every band', (ids) => {
    expect(bandMaskOf(bands, ids).mask).toBe(0b1111);
  });

  it('reports ids that name no band, and ignores them', () => {
    expect(bandMaskOf(bands, ['25', '7', '50x'])).toEqual({ mask: 0b0010, unknown: ['7', '50x'] });
  });

  it('takes all for the only band of a grid that is not split', () => {
    expect(bandMaskOf(['all'], ['all'])).toEqual({ mask: 1, unknown: [] });
  });
});

describe('the side of a bin', () => {
  it('is short above the split, long at and below it, unknown without one', () => {
    const axis = { scale: 'linear', origin: 0, step: 10, count: 3 } as const;
    expect([0, 1, 2].map((bin) => sideOf(axis, bin, 15))).toEqual(['long', 'long', 'short']);
    expect(sideOf(axis, 0, NaN)).toBeNull();
  });

  it('turns short at the first short bin, wherever the split is', () => {
    fc.assert(
      fc.property(axes(), evenly(-2, 26), (axis, anywhere) => {
        // Splits on a centre and just beside it are where rounding would show.
        const centres = Array.from({ length: axis.count }, (_, bin) => centre(axis, bin));
        const nearby = centres.flatMap((price) => [price, price * (1 - Number.EPSILON), price * (1 + Number.EPSILON)]);
        for (const split of [centre(axis, anywhere), ...nearby]) {
          const sides = centres.map((_, bin) => sideOf(axis, bin, split));
          const first = sides.indexOf('short');
          expect(firstShortBin(axis, split)).toBe(first < 0 ? axis.count : first);
          expect(sides.lastIndexOf('long')).toBe(firstShortBin(axis, split) - 1);
        }
      }),
    );
  });

  it('is short everywhere when the split is no price of a log axis', () => {
    expect(firstShortBin({ scale: 'log', origin: 1, step: 0.1, count: 3 }, -1)).toBe(0);
  });

  it('is long nowhere and short nowhere when the split is unknown', () => {
    const axis = { scale: 'linear', origin: 0, step: 10, count: 3 } as const;
    expect(firstShortBin(axis, NaN)).toBeNaN();
    expect(binsOfSide(axis, NaN, 'both')).toEqual({ from: 0, to: 3 });
    expect(binsOfSide(axis, NaN, 'long')).toEqual({ from: 0, to: 0 });
    expect(binsOfSide(axis, NaN, 'short')).toEqual({ from: 0, to: 0 });
    expect(binsOfSide(axis, 15, 'long')).toEqual({ from: 0, to: 2 });
    expect(binsOfSide(axis, 15, 'short')).toEqual({ from: 2, to: 3 });
  });
});

describe('filteredValue', () => {
  it('counts the bands of the mask on the side shown', () => {
    const prices = { scale: 'linear', origin: 0, step: 10, count: 2 } as const;
    const grid = new DensityGrid({
      times: [0, 1], prices, bands: ['10', '25'], split: [10, NaN], values: Float32Array.of(1, 2, 4, 8, 1, 2, 4, 8),
    });
    const values = (column: number, side: 'both' | 'long' | 'short', bandMask: number): number[] =>
      [0, 1].map((bin) => filteredValue(grid, column, bin, { bandMask, side }));
    expect(values(0, 'both', 3)).toEqual([3, 12]);
    expect(values(0, 'long', 2)).toEqual([2, 0]);
    expect(values(0, 'short', 1)).toEqual([0, 4]);
    expect(values(1, 'both', 3)).toEqual([3, 12]);
    expect(values(1, 'long', 3)).toEqual([0, 0]);
  });
});
