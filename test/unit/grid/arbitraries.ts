import fc from 'fast-check';
import type { DensityFilter } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import type { DensityColumn } from '../../../src/grid/density-grid.js';
import { edge } from '../../../src/grid/price-axis.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';

/** Numbers spread evenly over a range; `fc.double` spreads their bits evenly, so that nearly all lie close to 0. */
export function evenly(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 30;
  return fc.integer({ min: 0, max: steps }).map((i) => min + (max - min) * (i / steps));
}

/** Axes of both scales, over the prices that coins have. */
export function axes(maxCount = 24): fc.Arbitrary<PriceAxis> {
  const count = fc.integer({ min: 1, max: maxCount });
  const magnitude = evenly(-6, 5);
  const linear = fc
    .record({ exponent: magnitude, fineness: evenly(-4, 1), count })
    .map(({ exponent, fineness, count }): PriceAxis => {
      const origin = 10 ** exponent;
      return { scale: 'linear', origin, step: origin * 10 ** fineness, count };
    });
  const log = fc
    .record({ exponent: magnitude, fineness: evenly(-5, -0.3), count })
    .map(({ exponent, fineness, count }): PriceAxis => {
      return { scale: 'log', origin: 10 ** exponent, step: 10 ** fineness, count };
    });
  return fc.oneof(linear, log);
}

/** Sparse densities, as real ones are, with plateaus among them. */
const density = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), evenly(0, 10));

function splits(axis: PriceAxis): fc.Arbitrary<number> {
  const inside = evenly(-2, axis.count + 2).map((i) => Math.fround(edge(axis, i)));
  return fc.oneof({ arbitrary: inside, weight: 4 }, { arbitrary: fc.constant(NaN), weight: 1 });
}

function columns(axis: PriceAxis, bandCount: number, maxLength: number): fc.Arbitrary<DensityColumn[]> {
  const length = axis.count * bandCount;
  const column = fc.record({
    gap: fc.constantFrom(60, 60, 60, 120, 7.5),
    split: splits(axis),
    values: fc.array(density, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values)),
  });
  return fc.array(column, { maxLength }).map((list) => {
    let time = 1_700_000_000;
    return list.map(({ gap, split, values }) => ({ time: (time += gap), split, values }));
  });
}

/** A grid and live columns to update it with: some are newer states of the column before them, with its time. */
export interface Growth {
  readonly grid: DensityGrid;
  readonly updates: DensityColumn[];
}

export function growths({ minColumns = 0, maxColumns = 12, maxUpdates = 8 } = {}): fc.Arbitrary<Growth> {
  return fc.tuple(axes(), fc.integer({ min: 1, max: 4 })).chain(([prices, bandCount]) => {
    const bands = ['10', '25', '50', '100'].slice(0, bandCount);
    return fc
      .record({
        all: columns(prices, bandCount, maxColumns + maxUpdates),
        replaces: fc.array(fc.boolean(), { minLength: maxColumns + maxUpdates, maxLength: maxColumns + maxUpdates }),
        at: fc.integer({ min: minColumns, max: maxColumns }),
      })
      .filter(({ all }) => all.length >= minColumns)
      .map(({ all, replaces, at }) => {
        const updates = all.slice(at);
        let last = all[Math.min(at, all.length) - 1]?.time;
        updates.forEach((update, i) => {
          if (replaces[i] && last !== undefined) update.time = last;
          last = update.time;
        });
        return { grid: gridOf(prices, bands, all.slice(0, at)), updates };
      });
  });
}

/** Grids alone. */
export function grids(minColumns = 0): fc.Arbitrary<DensityGrid> {
  return growths({ minColumns, maxUpdates: 0 }).map(({ grid }) => grid);
}

export const filters: fc.Arbitrary<DensityFilter> = fc.record({
  bandMask: fc.integer({ min: 0, max: 15 }),
  side: fc.constantFrom('both', 'long', 'short'),
});

/** A grid made in one go from columns. */
export function gridOf(prices: PriceAxis, bands: readonly string[], list: readonly DensityColumn[]): DensityGrid {
  return new DensityGrid({
    times: list.map(({ time }) => time),
    prices,
    bands,
    values: Float32Array.from(list.flatMap(({ values }) => [...values])),
    split: list.map(({ split }) => split ?? NaN),
  });
}

/** The grid's own state made anew from scratch, without its history. */
export function rebuilt(grid: DensityGrid): DensityGrid {
  const { times, prices, bands, unit } = grid;
  return new DensityGrid({ times, prices, bands, values: grid.values.slice(), split: grid.split, unit });
}
