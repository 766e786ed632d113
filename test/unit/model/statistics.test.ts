import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviance, middleOf, quantile, Ranking, spearman } from '../../../src/model/statistics.js';

const ones = (length: number): number[] => new Array<number>(length).fill(1);
const rankCorrelation = (a: number[], b: number[], weights = ones(a.length)): number =>
  spearman(new Ranking(a), new Ranking(b), weights);

/** Rank of a value: how many are smaller, and half of the others that equal it. */
const slowRanks = (values: number[]): number[] =>
  values.map((value) => {
    const smaller = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return smaller + (equal + 1) / 2;
  });

/** Pearson's correlation, as the textbook says it. */
function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (x: number[], y: number[]): number => mean(x.map((value, i) => (value - mean(x)) * (y[i] - mean(y))));
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

const repeat = (values: number[], counts: number[]): number[] =>
  values.flatMap((value, i) => new Array<number>(counts[i]).fill(value));

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.nat(3)), {
  minLength: 2,
  maxLength: 40,
});

describe('deviance', () => {
  it('matches values worked out by hand', () => {
    expect(deviance(3, 3)).toBe(0);
    expect(deviance(0, 2)).toBe(4);
    expect(deviance(2, 1)).toBeCloseTo(2 * (2 * Math.LN2 - 1), 12);
  });

  it('is never negative and grows as the mean moves away', () => {
    const amount = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, fc.double({ min: 1.01, max: 10, noNaN: true }), (observed, factor) => {
        expect(deviance(observed, observed * factor)).toBeGreaterThan(0);
        expect(deviance(observed, observed / factor)).toBeGreaterThan(0);
        expect(deviance(observed, observed * factor ** 2)).toBeGreaterThan(deviance(observed, observed * factor));
      }),
    );
  });
});

describe('quantile', () => {
  it('takes values at their places and halfway between them', () => {
    expect(quantile([40, 10, 20, 30], 0)).toBe(10);
    expect(quantile([40, 10, 20, 30], 1)).toBe(40);
    expect(quantile([40, 10, 20, 30], 0.5)).toBe(25);
    expect(quantile([7], 0.3)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('leaves 2.5 % outside either end of the middle', () => {
    expect(middleOf(Array.from({ length: 1001 }, (_, i) => i))).toEqual([25, 975]);
  });
});

describe('rank correlation', () => {
  it('is 1 for the same order, -1 for the opposite one and NaN where nothing varies', () => {
    expect(rankCorrelation([1, 5, 9, 100], [2, 3, 4, 5])).toBe(1);
    expect(rankCorrelation([1, 5, 9, 100], [5, 4, 3, 2])).toBe(-1);
    expect(rankCorrelation([1, 1, 1], [5, 4, 3])).toBeNaN();
  });

  it('matches a value worked out by hand', () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  });

  it('gives equal values their average rank', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), (values) => {
        expect([...new Ranking(values).ranks(ones(values.length))]).toEqual(slowRanks(values));
      }),
    );
  });

  it('with weights equals the correlation of the values written out that many times', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [a, b, counts] = [0, 1, 2].map((part) => list.map((pair) => pair[part]));
        const longA = repeat(a, counts);
        const longB = repeat(b, counts);
        const expected = correlation(slowRanks(longA), slowRanks(longB));
        const got = rankCorrelation(a, b, counts);
        if (Number.isNaN(expected)) expect(got).toBeNaN();
        else expect(got).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('does not change when the values are stretched without changing their order', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const a = list.map(([value]) => value);
        const b = list.map(([, value]) => value);
        expect(rankCorrelation(a.map((value) => value ** 3 + 7), b)).toEqual(rankCorrelation(a, b));
      }),
    );
  });
});
