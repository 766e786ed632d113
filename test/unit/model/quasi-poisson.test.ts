import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitQuasiPoisson, gramOf, meanFloor, meansOf, momentOf } from '../../../src/model/quasi-poisson.js';

const column = (length: number, of: (i: number) => number): number[] => Array.from({ length }, (_, i) => of(i));
const busy = column(200, (i) => 1 + ((i * 37) % 101));
const rare = column(200, (i) => (i % 10 === 0 ? 50 + (i % 7) : 0));
const constant = column(200, () => 1);

describe('the fit', () => {
  it('recovers coefficients from data without noise', () => {
    const observed = busy.map((value, i) => 3 * value + 0.25 * rare[i] + 10);
    const { coefficients } = fitQuasiPoisson([busy, rare, constant], observed);
    [3, 0.25, 10].forEach((value, i) => expect(coefficients[i]).toBeCloseTo(value, 6));
  });

  it('is the root of the sum of column x (observed - mean) / mean^1.5', () => {
    const observed = busy.map((value, i) => (value + 20) * (1 + 0.5 * Math.sin(i * 12.9898)));
    const { coefficients } = fitQuasiPoisson([busy, constant], observed);
    expect(Math.min(...coefficients)).toBeGreaterThan(0);
    const means = busy.map((value) => coefficients[0] * value + coefficients[1]);
    for (const each of [busy, constant]) {
      const score = means.reduce((sum, mean, i) => sum + (each[i] * (observed[i] - mean)) / mean ** 1.5, 0);
      const size = means.reduce((sum, mean, i) => sum + Math.abs((each[i] * (observed[i] - mean)) / mean ** 1.5), 0);
      expect(Math.abs(score) / size).toBeLessThan(1e-6);
    }
  });

  it('does not depend on the units of what is observed', () => {
    const observed = busy.map((value, i) => value * (1 + 0.5 * Math.sin(i * 12.9898)));
    fc.assert(
      fc.property(fc.integer({ min: -6, max: 9 }), (power) => {
        const scaled = observed.map((value) => value * 10 ** power);
        const base = fitQuasiPoisson([busy, constant], observed).coefficients;
        fitQuasiPoisson([busy, constant], scaled).coefficients.forEach((value, i) => {
          expect(value / 10 ** power).toBeCloseTo(base[i], 6);
        });
      }),
    );
  });

  it('never goes below 0, and says 0 where nothing was observed', () => {
    const falling = busy.map((value) => 200 - value);
    expect(fitQuasiPoisson([busy, constant], falling).coefficients[0]).toBe(0);
    expect(fitQuasiPoisson([busy, constant], busy.map(() => 0)).coefficients).toEqual([0, 0]);
  });

  it('goes to the prior where the data are silent and to the data where they speak', () => {
    const observed = busy.map((value, i) => 3 * value * (1 + 0.3 * Math.sin(i * 12.9898)));
    const silent = busy.map(() => 0);
    const prior = [1, 0.7];
    const { coefficients } = fitQuasiPoisson([busy, silent], observed, prior);
    expect(coefficients[0]).toBeCloseTo(3, 0);
    expect(coefficients[1]).toBeCloseTo(0.7, 9);
  });

  it('stays nearer to the prior the more the data scatter', () => {
    const at = (scatter: number): number => {
      const observed = [3 - scatter, 3 + scatter, 3 - scatter, 3 + scatter];
      return fitQuasiPoisson([[1, 1, 1, 1]], observed, [1]).coefficients[0];
    };
    expect(at(0)).toBeCloseTo(3, 9);
    expect(at(1)).toBeLessThan(at(0.5));
    expect(at(2)).toBeLessThan(at(1));
    expect(at(2)).toBeGreaterThan(1);
  });
});

describe('the sums of the fit', () => {
  it('are those of the matrix products, over a part too', () => {
    const weights = [1, 2, 3];
    const columns = [[1, 2, 3], [4, 5, 6]];
    expect(gramOf(columns, weights)).toEqual([[36, 78], [78, 174]]);
    expect(momentOf(columns, [1, 1, 2], weights, 1)).toEqual([22, 46]);
  });

  it('keep means away from 0', () => {
    expect([...meansOf([[0, 2]], [3], 0.5)]).toEqual([0.5, 6]);
    expect(meanFloor([1_000, 3_000])).toBe(2);
    expect(meanFloor([0, 0])).toBe(1);
  });
});
