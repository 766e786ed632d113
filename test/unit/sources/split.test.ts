import { describe, expect, it } from 'vitest';
import { splitFromCandles } from '../../../src/sources/formats/split.js';

function candlesAt(...times: number[]) {
  return times.map((time) => ({ time, open: 1, high: 2 + time, low: 1, close: 1 + time }));
}

describe('splitFromCandles', () => {
  it('lets a candle last until the next one, at most the commonest distance', () => {
    const candles = candlesAt(0, 300, 600, 1500);
    expect([...splitFromCandles([-1, 0, 299, 300, 899, 900, 1499, 1500, 1799, 1800], candles)]).toEqual(
      [NaN, 1, 1, 301, 601, NaN, NaN, 1501, 1501, NaN],
    );
  });

  it('takes the smaller of two distances that are equally common', () => {
    expect([...splitFromCandles([1199, 1200], candlesAt(0, 300, 900))]).toEqual([901, NaN]);
  });

  it('lets a lone candle last for ever and knows nothing without candles', () => {
    expect([...splitFromCandles([299, 300, 1e9], candlesAt(300))]).toEqual([NaN, 301, 301]);
    expect([...splitFromCandles([300], [])]).toEqual([NaN]);
  });
});
