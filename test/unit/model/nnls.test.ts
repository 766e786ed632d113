import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nnls } from '../../../src/model/nnls.js';

type Matrix = number[][];

const entry = fc.integer({ min: -20, max: 20 }).map((value) => value / 4);
const problem = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) =>
    fc.record({
      rows: fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: 6, maxLength: 12 }),
      noise: fc.array(entry, { minLength: 12, maxLength: 12 }),
    }),
  )
  .map(({ rows, noise }) => ({ rows, target: rows.map((_, i) => noise[i]) }));

const transposeTimes = (rows: Matrix, other: Matrix): Matrix =>
  rows[0].map((_, i) => other[0].map((__, j) => rows.reduce((sum, row, k) => sum + row[i] * other[k][j], 0)));
const gramOf = (rows: Matrix): Matrix => transposeTimes(rows, rows);
const momentOf = (rows: Matrix, target: number[]): number[] =>
  transposeTimes(rows, target.map((value) => [value])).map(([value]) => value);
const squares = (rows: Matrix, target: number[], x: number[]): number =>
  rows.reduce((sum, row, k) => sum + (row.reduce((s, value, i) => s + value * x[i], 0) - target[k]) ** 2, 0);

/** Least squares of some columns by Gauss-Jordan; null where they depend on each other. */
function leastSquares(gram: Matrix, moment: number[], columns: number[]): number[] | null {
  const table = columns.map((i) => [...columns.map((j) => gram[i][j]), moment[i]]);
  for (let pivot = 0; pivot < table.length; pivot++) {
    const best = table.findIndex((row, i) => i >= pivot && Math.abs(row[pivot]) > 1e-6);
    if (best < 0) return null;
    [table[pivot], table[best]] = [table[best], table[pivot]];
    table[pivot] = table[pivot].map((value) => value / table[pivot][pivot]);
    table.forEach((row, i) => {
      if (i !== pivot) table[i] = row.map((value, j) => value - row[pivot] * table[pivot][j]);
    });
  }
  const x = moment.map(() => 0);
  columns.forEach((column, i) => (x[column] = table[i][table.length]));
  return x;
}

/** Tries every set of columns that may be above 0. */
function bruteForce(rows: Matrix, target: number[]): number {
  const gram = gramOf(rows);
  const moment = momentOf(rows, target);
  let best = squares(rows, target, moment.map(() => 0));
  for (let mask = 1; mask < 1 << moment.length; mask++) {
    const x = leastSquares(gram, moment, moment.map((_, i) => i).filter((i) => mask & (1 << i)));
    if (x?.every((value) => value >= 0)) best = Math.min(best, squares(rows, target, x));
  }
  return best;
}

describe('nnls', () => {
  it('finds as small a sum of squares as trying every set of columns does', () => {
    fc.assert(
      fc.property(problem, ({ rows, target }) => {
        const x = nnls(gramOf(rows), momentOf(rows, target));
        expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
        expect(squares(rows, target, x)).toBeLessThanOrEqual(bruteForce(rows, target) + 1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  it('recovers coefficients above 0 from exact data', () => {
    const rows = [[1, 0, 2], [0, 3, 1], [2, 1, 0], [1, 1, 1]];
    const target = rows.map(([a, b, c]) => 2 * a + 0.5 * b + 4 * c);
    nnls(gramOf(rows), momentOf(rows, target)).forEach((value, i) => expect(value).toBeCloseTo([2, 0.5, 4][i], 9));
  });

  it('holds at 0 what plain least squares would make negative', () => {
    const rows = [[1, 0], [1, 1]];
    expect(nnls(gramOf(rows), momentOf(rows, [1, 0]))).toEqual([expect.closeTo(0.5, 9), 0]);
  });

  it('gives 0 to a column of zeros and shares among equal columns without failing', () => {
    const x = nnls(gramOf([[0, 1, 1], [0, 2, 2]]), momentOf([[0, 1, 1], [0, 2, 2]], [3, 6]));
    expect(x[0]).toBe(0);
    expect(x[1] + x[2]).toBeCloseTo(3, 6);
  });

  it('does not mind columns of very different sizes', () => {
    const rows = [[1e9, 1e-6], [2e9, 0], [0, 3e-6]];
    const target = rows.map(([a, b]) => 3e-9 * a + 7e6 * b);
    const x = nnls(gramOf(rows), momentOf(rows, target));
    expect(x[0] / 3e-9).toBeCloseTo(1, 6);
    expect(x[1] / 7e6).toBeCloseTo(1, 6);
  });
});
