import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binAt, centre, checkAxis, edge, position, sameAxis } from '../../../src/grid/price-axis.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { axes, evenly } from './arbitraries.js';

const linear: PriceAxis = { scale: 'linear', origin: 100, step: 10, count: 5 };
const log: PriceAxis = { scale: 'log', origin: 100, step: Math.log(2), count: 3 };

/** The largest double below a positive one. */
function predecessor(price: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, price);
  view.setBigInt64(0, view.getBigInt64(0) - 1n);
  return view.getFloat64(0);
}

describe('a linear axis', () => {
  it('has evenly spaced edges and centres halfway', () => {
    expect([0, 1, 5].map((i) => edge(linear, i))).toEqual([100, 110, 150]);
    expect(centre(linear, 0)).toBe(105);
  });
});

describe('a logarithmic axis', () => {
  it('has edges in constant ratio and geometric centres', () => {
    expect(edge(log, 0)).toBe(100);
    expect(edge(log, 1)).toBeCloseTo(200, 9);
    expect(edge(log, 3)).toBeCloseTo(800, 9);
    expect(centre(log, 1)).toBeCloseTo(Math.sqrt(200 * 400), 9);
  });

  it('has no position for a price that is not positive', () => {
    expect(position(log, 0)).toBeNaN();
    expect(position(log, -5)).toBeNaN();
    expect(binAt(log, -5)).toBe(-1);
  });
});

describe('any axis', () => {
  it('finds every edge in the bin above it and the double before it in the bin below', () => {
    fc.assert(
      fc.property(axes(200), (axis) => {
        for (let bin = 0; bin < axis.count; bin++) {
          expect(binAt(axis, edge(axis, bin))).toBe(bin);
          expect(binAt(axis, predecessor(edge(axis, bin + 1)))).toBe(bin);
          expect(binAt(axis, centre(axis, bin))).toBe(bin);
        }
      }),
    );
  });

  it('keeps that at the finest steps it allows', () => {
    const finest: PriceAxis[] = [
      { scale: 'linear', origin: 65_536.1, step: 1e-7, count: 3_000 },
      { scale: 'log', origin: 65_536.1, step: 1.1e-12, count: 3_000 },
    ];
    for (const axis of finest) {
      checkAxis(axis);
      for (let bin = 0; bin < axis.count; bin++) expect(binAt(axis, edge(axis, bin))).toBe(bin);
    }
  });

  it('has no bin for a price outside it', () => {
    fc.assert(
      fc.property(axes(), (axis) => {
        expect(binAt(axis, predecessor(edge(axis, 0)))).toBe(-1);
        expect(binAt(axis, edge(axis, axis.count))).toBe(-1);
        expect([NaN, Infinity, -Infinity].map((price) => binAt(axis, price))).toEqual([-1, -1, -1]);
      }),
    );
  });

  it('gives an edge back its own position', () => {
    fc.assert(
      fc.property(axes(), evenly(-50, 50), (axis, i) => {
        const price = edge(axis, i);
        fc.pre(axis.scale === 'linear' || price > 0);
        expect(position(axis, price)).toBeCloseTo(i, 6);
      }),
    );
  });

  it('equals an axis with the same fields only', () => {
    expect(sameAxis(linear, { ...linear })).toBe(true);
    expect(sameAxis(linear, { ...linear, scale: 'log' })).toBe(false);
    expect(sameAxis(linear, { ...linear, origin: 99 })).toBe(false);
    expect(sameAxis(linear, { ...linear, step: 9 })).toBe(false);
    expect(sameAxis(linear, { ...linear, count: 4 })).toBe(false);
  });
});

describe('checkAxis', () => {
  it('accepts every sensible axis', () => {
    fc.assert(fc.property(axes(), (axis) => checkAxis(axis)));
    expect(() => checkAxis({ ...linear, origin: -50 })).not.toThrow();
  });

  it.each([
    [{ scale: 'cubic' }, 'prices.scale: expected "linear" or "log", got cubic'],
    [{ origin: NaN }, 'prices.origin: expected a finite number, got NaN'],
    [{ origin: '100' }, 'prices.origin: expected a finite number, got 100'],
    [{ scale: 'log', origin: 0 }, 'prices.origin: expected a price > 0 on a log axis, got 0'],
    [{ step: 0 }, 'prices.step: expected a finite number > 0, got 0'],
    [{ step: Infinity }, 'prices.step: expected a finite number > 0, got Infinity'],
    [{ step: 1e-15 }, 'prices.step: expected a step that keeps the edges apart, got 1e-15'],
    [{ scale: 'log', step: 1e-13 }, 'prices.step: expected a step that keeps the edges apart'],
    [{ count: 0 }, 'prices.count: expected a whole number > 0, got 0'],
    [{ count: 2.5 }, 'prices.count: expected a whole number > 0, got 2.5'],
    [{ scale: 'log', step: 1, count: 1_000 }, 'prices.count: expected bins with finite prices, got 1000'],
  ])('rejects %j and names the field', (change, message) => {
    const axis = { ...linear, ...change } as PriceAxis;
    expect(() => checkAxis(axis)).toThrow(RangeError);
    expect(() => checkAxis(axis)).toThrow(message);
  });
});
