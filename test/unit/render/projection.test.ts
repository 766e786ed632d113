import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CENTRE_NUDGE, chooseLevel, type ColumnRun, firstPixelFrom, type Projection,
} from '../../../src/render/projection.js';
import { evenly } from '../grid/arbitraries.js';

const BINS = 500;

/** Cells a pixel, from far away to close by. */
const density = evenly(-4, 7).map((power) => 2 ** power);

const runs: fc.Arbitrary<ColumnRun[]> = fc
  .array(fc.record({ gap: evenly(0, 20), width: evenly(1, 200), density }), { minLength: 1, maxLength: 4 })
  .map((list) => {
    let x = -3.3;
    let column = 0;
    return list.map(({ gap, width, density }) => {
      const run = { x0: x + gap, x1: x + gap + width, column0: column, column1: column + width * density };
      x = run.x1;
      column = run.column1;
      return run;
    });
  });

const projections: fc.Arbitrary<Projection> = fc
  .record({
    runs,
    width: fc.integer({ min: 50, max: 400 }),
    height: fc.integer({ min: 50, max: 400 }),
    bottom: evenly(-100, BINS),
    densities: fc.array(density, { minLength: 1, maxLength: 5 }),
    inverted: fc.boolean(),
  })
  .map(({ runs, width, height, bottom, densities, inverted }) => {
    const knots = [bottom];
    for (const one of densities) knots.push(knots[knots.length - 1] + (one * height) / densities.length);
    return { width, height, runs, bins: Float64Array.from(inverted ? knots : knots.reverse()) };
  });

/** The most columns on a pixel's width, and the most bins on its height where the grid is. */
function densest({ runs, bins, height }: Projection): { columns: number; bins: number } {
  const pieces = Array.from(bins.subarray(1), (bin, i) => [Math.min(bin, bins[i]), Math.max(bin, bins[i])]);
  const onGrid = pieces.filter(([low, high]) => high > 0 && low < BINS).map(([low, high]) => high - low);
  return {
    columns: Math.max(...runs.map((run) => (run.column1 - run.column0) / (run.x1 - run.x0))),
    bins: Math.max(0, ...onGrid) / (height / pieces.length),
  };
}

describe('chooseLevel', () => {
  it('takes the finest level of which no texel is smaller than a pixel', () => {
    fc.assert(
      fc.property(projections, (projection) => {
        const { columnShift, binShift } = chooseLevel(projection, BINS);
        const most = densest(projection);
        for (const [shift, cells] of [[columnShift, most.columns], [binShift, most.bins]]) {
          expect(2 ** shift).toBeGreaterThan(cells * (1 - 1e-5));
          if (shift > 0) expect(2 ** (shift - 1)).toBeLessThan(cells);
        }
      }),
    );
  });

  it('leaves no texel without a pixel, so that the brightest cell is seen', () => {
    fc.assert(
      fc.property(density, evenly(0, 64), fc.integer({ min: 8, max: 300 }), (cells, first, width) => {
        const run = { x0: 0, x1: width, column0: first, column1: first + width * cells };
        const bins = Float64Array.of(1, 0);
        const { columnShift } = chooseLevel({ width, height: 1, runs: [run], bins }, BINS);
        const texelAt = (x: number) => Math.floor((first + (x + 0.5) * cells) / 2 ** columnShift);
        for (let x = 1; x < width; x++) expect(texelAt(x) - texelAt(x - 1)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes full detail where a cell is exactly a pixel, whatever the rounding', () => {
    fc.assert(
      fc.property(evenly(-2000, 2000), fc.integer({ min: 1, max: 4000 }), (offset, size) => {
        const third = offset / 3;
        const run = { x0: third, x1: third + size, column0: offset / 7, column1: offset / 7 + size };
        const bins = Float64Array.of(third + size, third);
        const choice = chooseLevel({ width: size, height: size, runs: [run], bins }, 10_000);
        expect(choice).toEqual({ columnShift: 0, binShift: 0 });
      }),
    );
  });

  it('does not look at heights where the grid is not', () => {
    const projection = {
      width: 10, height: 20, runs: [{ x0: 0, x1: 10, column0: 0, column1: 1 }], bins: Float64Array.of(10, 0, -1e9),
    };
    expect(chooseLevel(projection, 10).binShift).toBe(0);
    expect(chooseLevel({ ...projection, bins: Float64Array.of(1e9, 10, 0) }, 10).binShift).toBe(0);
    expect(chooseLevel({ ...projection, bins: Float64Array.of(40, 0, -1e9) }, 10).binShift).toBe(2);
  });
});

describe('firstPixelFrom', () => {
  it('names the first pixel whose nudged centre is not before the edge', () => {
    fc.assert(
      fc.property(evenly(-50, 5000), (edge) => {
        const pixel = firstPixelFrom(edge);
        expect(pixel + 0.5 + CENTRE_NUDGE).toBeGreaterThanOrEqual(edge);
        expect(pixel - 0.5 + CENTRE_NUDGE).toBeLessThan(edge);
      }),
    );
  });

  it('gives a pixel to the cell that begins exactly at its centre', () => {
    expect([2.49, 2.5, 2.51].map(firstPixelFrom)).toEqual([2, 2, 3]);
  });
});
