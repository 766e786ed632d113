import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import type { DensityColumn, DensityGridInit } from '../../../src/grid/density-grid.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { evenly, grids, growths, rebuilt } from './arbitraries.js';

const prices: PriceAxis = { scale: 'linear', origin: 100, step: 10, count: 2 };

function column(time: number, ...values: number[]): DensityColumn {
  return { time, values: Float32Array.from(values) };
}

function stateOf(grid: DensityGrid): object {
  const { times, values, split, columnCount, interval } = grid;
  return { times: [...times], values: [...values], split: [...split], columnCount, interval };
}

describe('a new DensityGrid', () => {
  it('has zeros, unknown splits, one band and USD where nothing else is said', () => {
    const grid = new DensityGrid({ times: [0, 60], prices });
    expect(grid.bands).toEqual(['all']);
    expect(grid.unit).toBe('usd');
    expect([...grid.values]).toEqual([0, 0, 0, 0]);
    expect([...grid.split]).toEqual([NaN, NaN]);
    expect([grid.columnCount, grid.binCount, grid.bandCount, grid.revision]).toEqual([2, 2, 1, 0]);
  });

  it('adopts its values without a copy, and copies its times', () => {
    const values = new Float32Array(2);
    const times = Float64Array.of(7);
    const grid = new DensityGrid({ times, prices, values });
    times[0] = 8;
    expect(grid.values).toBe(values);
    expect(grid.times[0]).toBe(7);
  });

  it.each<[Partial<DensityGridInit>, string]>([
    [{ times: [60, 60] }, 'times[1]: expected a time after 60, got 60'],
    [{ times: [0, 60, 30] }, 'times[2]: expected a time after 60, got 30'],
    [{ times: [0, NaN] }, 'times[1]: expected a finite number, got NaN'],
    [{ times: [Infinity] }, 'times[0]: expected a finite number, got Infinity'],
    [{ prices: { ...prices, step: -1 } }, 'prices.step: expected a finite number > 0, got -1'],
    [{ bands: [] }, 'bands.length: expected 1 to 4, got 0'],
    [{ bands: ['1', '2', '3', '4', '5'] }, 'bands.length: expected 1 to 4, got 5'],
    [{ bands: ['10', '25', '10'] }, 'bands[2]: expected a unique name, got "10"'],
    [{ bands: ['10', ''] }, 'bands[1]: expected a name, got ""'],
    [{ values: new Float32Array(3) }, 'values.length: expected 4, got 3'],
    [{ split: [1] }, 'split.length: expected 2, got 1'],
    [{ split: [NaN, Infinity] }, 'split[1]: expected a finite price or NaN, got Infinity'],
    [{ unit: 'eur' as 'usd' }, 'unit: expected "usd" or "relative", got eur'],
  ])('rejects %j and names what is wrong', (change, message) => {
    const make = (): DensityGrid => new DensityGrid({ times: [0, 60], prices, ...change });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});

describe('interval', () => {
  it('is the most common difference between columns', () => {
    expect(new DensityGrid({ times: [0, 60, 180, 240], prices }).interval).toBe(60);
  });

  it('is the smallest of several that are as common', () => {
    expect(new DensityGrid({ times: [0, 120, 180], prices }).interval).toBe(60);
  });

  it('is unknown for fewer than two columns', () => {
    expect(new DensityGrid({ times: [5], prices }).interval).toBeNaN();
  });
});

describe('a growing DensityGrid', () => {
  it('is the same as one built from scratch', () => {
    fc.assert(
      fc.property(growths(), ({ grid, updates }) => {
        for (const update of updates) grid.update(update);
        expect(stateOf(grid)).toEqual(stateOf(rebuilt(grid)));
        expect(grid.revision).toBe(updates.length);

        const last = new Map(updates.map((update) => [update.time, update]));
        for (const [time, { split, values }] of last) {
          const index = grid.times.indexOf(time);
          expect(grid.split[index]).toBe(split);
          expect(grid.slice(index, index + 1).values).toEqual(values);
        }
      }),
    );
  });

  it('never changes a column before the last one', () => {
    fc.assert(
      fc.property(growths({ minColumns: 1 }), ({ grid, updates }) => {
        for (const update of updates) {
          const settled = grid.columnCount - 1;
          const before = stateOf(grid.slice(0, settled));
          grid.update(update);
          expect(stateOf(grid.slice(0, settled))).toEqual(before);
        }
      }),
    );
  });

  it('is not changed further by replacing the last column by the same again', () => {
    fc.assert(
      fc.property(growths({ minColumns: 1, maxUpdates: 1 }), ({ grid, updates: [update] }) => {
        fc.pre(update !== undefined);
        grid.update(update);
        const once = stateOf(grid);
        grid.replaceLast(update);
        expect(stateOf(grid)).toEqual(once);
      }),
    );
  });

  it('tells an appended column from a replaced one by its time', () => {
    const grid = new DensityGrid({ times: [0], prices });
    expect(grid.update(column(60, 1, 2))).toBe('appended');
    expect(grid.update(column(60, 3, 4))).toBe('replaced');
    expect([...grid.values]).toEqual([0, 0, 3, 4]);
    expect(grid.columnCount).toBe(2);
  });

  it('forgets the split where the newer state has none', () => {
    const grid = new DensityGrid({ times: [0], prices, split: [105] });
    grid.update(column(0, 1, 2));
    expect(grid.split[0]).toBeNaN();
  });

  it('leaves memory beyond a view that it adopted alone', () => {
    const memory = new Float32Array(8);
    const grid = new DensityGrid({ times: [0], prices, values: memory.subarray(0, 2) });
    grid.append(column(60, 5, 6));
    expect([...memory]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('does not allocate for most columns it takes in', () => {
    const grid = new DensityGrid({ times: [0], prices });
    const buffers = new Set<ArrayBufferLike>();
    for (let time = 1; time <= 1_000; time++) {
      grid.append(column(time, 1, 1));
      buffers.add(grid.values.buffer);
    }
    expect(buffers.size).toBeLessThan(30);
  });

  it.each<[DensityColumn, string]>([
    [column(59, 1, 2), 'time: expected a time after 60, got 59'],
    [column(NaN, 1, 2), 'time: expected a finite number, got NaN'],
    [column(60, 1), 'values.length: expected 2, got 1'],
    [column(120, 1, 2, 3), 'values.length: expected 2, got 3'],
    [column(120, 1, -2), 'values[1]: expected a finite number ≥ 0, got -2'],
    [column(60, NaN, 2), 'values[0]: expected a finite number ≥ 0, got NaN'],
    [column(60, 1, Infinity), 'values[1]: expected a finite number ≥ 0, got Infinity'],
    [{ ...column(120, 1, 2), split: -Infinity }, 'split: expected a finite price or NaN, got -Infinity'],
  ])('rejects the column %j and stays as it was', (wrong, message) => {
    const grid = new DensityGrid({ times: [0, 60], prices });
    const before = stateOf(grid);
    expect(() => grid.update(wrong)).toThrow(RangeError);
    expect(() => grid.update(wrong)).toThrow(message);
    expect(stateOf(grid)).toEqual(before);
    expect(grid.revision).toBe(0);
  });

  it('replaces only a column of the same time, and appends only a later one', () => {
    const grid = new DensityGrid({ times: [0], prices });
    expect(() => grid.replaceLast(column(60, 1, 2))).toThrow("time: expected the last column's 0, got 60");
    expect(() => grid.append(column(0, 1, 2))).toThrow('time: expected a time after 0, got 0');
  });
});

describe('slice', () => {
  it('is a copy that counts as an array does', () => {
    const grid = new DensityGrid({ times: [0, 60, 120], prices, values: Float32Array.of(1, 2, 3, 4, 5, 6), unit: 'relative' });
    const tail = grid.slice(-2);
    expect([...tail.times]).toEqual([60, 120]);
    expect([...tail.values]).toEqual([3, 4, 5, 6]);
    expect(tail.unit).toBe('relative');
    tail.replaceLast(column(120, 9, 9));
    expect([...grid.values]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('columnAt', () => {
  it('gives a column the half-open span of one interval', () => {
    const grid = new DensityGrid({ times: [0, 60, 240, 300], prices });
    expect([-1, 0, 59.9, 60, 119, 120, 239, 240, 359, 360].map((time) => grid.columnAt(time))).toEqual([
      -1, 0, 0, 1, 1, -1, -1, 2, 3, -1,
    ]);
    expect(grid.columnAt(NaN)).toBe(-1);
  });

  it('lets an only column last for ever', () => {
    const grid = new DensityGrid({ times: [60], prices });
    expect([59, 60, 1e9].map((time) => grid.columnAt(time))).toEqual([-1, 0, 0]);
  });

  it('agrees with a look at every column', () => {
    fc.assert(
      fc.property(grids(2), evenly(-100, 1_200), (grid, offset) => {
        const time = 1_700_000_000 + offset;
        const { times, interval } = grid;
        const holds = (start: number, i: number): boolean =>
          start <= time && time < Math.min(times[i + 1] ?? Infinity, start + interval);
        expect(grid.columnAt(time)).toBe(times.findIndex(holds));
      }),
    );
  });
});

describe('value', () => {
  it('sums the bands in the mask', () => {
    const grid = new DensityGrid({ times: [0], prices, bands: ['10', '25'], values: Float32Array.of(0, 0, 1, 2) });
    expect(grid.value(0, 1)).toBe(3);
    expect([0, 1, 2, 3].map((mask) => grid.value(0, 1, mask))).toEqual([0, 1, 2, 3]);
  });
});
