import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centre, edge } from '../../../src/grid/price-axis.js';
import { priceBins, type PriceBins } from '../../../src/sources/formats/price-bins.js';

function deposit({ axis, shares }: PriceBins, amounts: readonly number[]): number[] {
  const bins = new Array<number>(axis.count).fill(0);
  amounts.forEach((amount, i) => {
    const { first, weights } = shares[i];
    weights.forEach((weight, k) => (bins[first + k] += amount * weight));
  });
  return bins;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const amount = fc.double({ min: 0.01, max: 1e9, noNaN: true });

/** Ascending prices with no regularity. */
const irregular = fc
  .array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 2, maxLength: 40 })
  .map((gaps) => gaps.map((_, i) => 50 + sum(gaps.slice(0, i + 1))));

describe('priceBins', () => {
  it('takes a linear axis as it is, even when rounded', () => {
    const { axis, shares } = priceBins([47968.54, 48000.0, 48031.46, 48062.93]);
    expect(axis.scale).toBe('linear');
    expect(axis.count).toBe(4);
    expect(shares.map(({ first, weights }) => [first, ...weights])).toEqual([[0, 1], [1, 1], [2, 1], [3, 1]]);
    expect(centre(axis, 0)).toBeCloseTo(47968.54, 6);
    expect(centre(axis, 3)).toBeCloseTo(48062.93, 6);
  });

  it('takes a logarithmic axis as it is', () => {
    const centres = Array.from({ length: 50 }, (_, i) => 100 * Math.exp(0.01 * i));
    const { axis, shares } = priceBins(centres);
    expect(axis.scale).toBe('log');
    expect(axis.count).toBe(50);
    expect(shares[49]).toEqual({ first: 49, weights: [1] });
    centres.forEach((price, i) => expect(centre(axis, i)).toBeCloseTo(price, 6));
  });

  it('centres every bin of a regular axis within 1 % of a step, for both scales', () => {
    const regular = fc.record({
      first: fc.double({ min: 1, max: 1e5, noNaN: true }),
      step: fc.double({ min: 0.0005, max: 0.05, noNaN: true }),
      noise: fc.array(fc.double({ min: -0.004, max: 0.004, noNaN: true }), { minLength: 2, maxLength: 60 }),
      log: fc.boolean(),
    });
    fc.assert(
      fc.property(regular, ({ first, step, noise, log }) => {
        const centres = noise.map((shift, i) =>
          log ? first * Math.exp(step * (i + shift)) : first * (1 + step * (i + shift)),
        );
        const { axis, shares } = priceBins(centres);
        expect(axis.count).toBe(centres.length);
        centres.forEach((price, i) => {
          const height = edge(axis, i + 1) - edge(axis, i);
          expect(Math.abs(centre(axis, i) - price)).toBeLessThan(0.011 * height);
          expect(shares[i]).toEqual({ first: i, weights: [1] });
        });
      }),
    );
  });

  it('flips a descending axis', () => {
    const { axis, shares } = priceBins([130, 120, 110]);
    expect(axis).toEqual(priceBins([110, 120, 130]).axis);
    expect(shares.map(({ first }) => first)).toEqual([2, 1, 0]);
  });

  it('gives a lone price a bin around it', () => {
    const { axis } = priceBins([200]);
    expect(axis.count).toBe(1);
    expect(centre(axis, 0)).toBeCloseTo(200, 9);
  });

  it('resamples an irregular axis onto bins as high as its lowest one', () => {
    const { axis, shares } = priceBins([101, 103, 107]);
    expect(axis).toEqual({ scale: 'linear', origin: 100, step: 2, count: 5 });
    expect(shares).toEqual([
      { first: 0, weights: [1] },
      { first: 1, weights: [2 / 3, 1 / 3] },
      { first: 2, weights: [0.25, 0.5, 0.25] },
    ]);
  });

  it('leaves no trace of a value in bins that only rounding lets it touch', () => {
    const { shares } = priceBins([100.1, 100.2, 100.5, 101]);
    expect(shares.map(({ weights }) => weights.length)).toEqual([1, 2, 4, 5]);
  });

  it('covers every edge of an irregular axis with no trace beyond it', () => {
    fc.assert(
      fc.property(irregular, (centres) => {
        const { axis, shares } = priceBins(centres);
        expect(edge(axis, 0)).toBeLessThanOrEqual(centres[0]);
        expect(edge(axis, axis.count)).toBeGreaterThanOrEqual(centres[centres.length - 1]);
        for (const { first, weights } of shares) {
          expect(first).toBeGreaterThanOrEqual(0);
          expect(first + weights.length).toBeLessThanOrEqual(axis.count);
          expect(weights.every((weight) => weight >= 0)).toBe(true);
        }
      }),
    );
  });

  it('conserves the total, in either direction', () => {
    fc.assert(
      fc.property(irregular, fc.array(amount, { minLength: 40, maxLength: 40 }), (centres, spare) => {
        const amounts = spare.slice(0, centres.length);
        for (const row of [centres, centres.toReversed()]) {
          const total = sum(deposit(priceBins(row), amounts));
          expect(Math.abs(total - sum(amounts))).toBeLessThanOrEqual(1e-9 * sum(amounts));
        }
      }),
    );
  });

  it('keeps an even density even', () => {
    const low = [100, 101, 103, 104, 108, 109, 115, 130];
    const { axis, shares } = priceBins(low);
    const inner = low.slice(1).map((price, i) => (low[i] + price) / 2);
    const edges = [99.5, ...inner, 137.5];
    const heights = edges.slice(1).map((price, i) => price - edges[i]);
    deposit({ axis, shares }, heights).slice(0, -1).forEach((amount) => expect(amount).toBeCloseTo(axis.step, 9));
  });

  it('never makes more than 8192 bins', () => {
    const { axis, shares } = priceBins([1, 1.000001, 50_000, 100_000]);
    expect(axis.count).toBe(8192);
    expect(sum(deposit({ axis, shares }, [1, 2, 3, 4]))).toBeCloseTo(10, 9);
  });
});
