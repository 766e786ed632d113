import { describe, expect, it } from 'vitest';
import { priceDecimals } from '../../../src/chart/price-decimals.js';
import type { Candle } from '../../../src/market/types.js';

/** Candles that open and close at these prices in turn. */
function candlesOf(...prices: number[]): Candle[] {
  return prices.map((price, time) => ({ time, open: price, high: price, low: price, close: price }));
}

describe('priceDecimals', () => {
  it.each([
    ['as many as are used', [68_450.5, 68_451], 1],
    ['none for whole prices', [68_450, 68_451], 0],
    ['the most that any candle uses', [1.5, 1.25, 1.125], 3],
    ['not more than six digits of the last price', [0.123456789], 6],
    ['not more than six digits of a large price', [68_450.123], 1],
    ['none where six digits are used up before the point', [1_234_567.891], 0],
    ['enough for a tiny price', [0.00001234], 8],
    ['at most ten', [1.23456e-9], 10],
    ['two without candles', [], 2],
    ['two for a last price of zero', [0.125, 0], 2],
  ])('gives %s', (_, prices, decimals) => {
    expect(priceDecimals(candlesOf(...prices))).toBe(decimals);
  });

  it('reads prices that are written with an exponent', () => {
    expect(priceDecimals(candlesOf(2.5e-7))).toBe(8);
    expect(priceDecimals(candlesOf(1e-7))).toBe(7);
    expect(priceDecimals(candlesOf(3e21))).toBe(0);
  });

  it('looks at the newest 200 candles only', () => {
    const whole = Array.from({ length: 200 }, () => 10);
    expect(priceDecimals(candlesOf(10.25, ...whole))).toBe(0);
    expect(priceDecimals(candlesOf(10.25, ...whole.slice(1)))).toBe(2);
  });
});
