import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missing, upsertCandle, withWhitespace } from '../../../src/chart/bars.js';
import type { Candle } from '../../../src/market/types.js';

const START = 1_700_000_040;

function candleAt(time: number, price = 100): Candle {
  return { time, open: price, high: price, low: price, close: price };
}

/** Candles of a minute in the slots with these numbers. */
function candlesIn(slots: readonly number[]): Candle[] {
  return slots.map((slot) => candleAt(START + slot * 60));
}

function timesOf(bars: readonly { time: number }[]): number[] {
  return bars.map(({ time }) => time);
}

describe('withWhitespace', () => {
  it('puts one bar in every slot between the first and the last candle, and keeps the candles', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 60 }), (unsorted) => {
        const slots = unsorted.sort((a, b) => a - b);
        const candles = candlesIn(slots);
        const bars = withWhitespace(candles, 60);
        const count = slots[slots.length - 1] - slots[0] + 1;
        expect(timesOf(bars)).toEqual(Array.from({ length: count }, (_, i) => START + (slots[0] + i) * 60));
        expect(bars.filter((bar) => 'open' in bar)).toEqual(candles);
        expect(bars.filter((bar) => !('open' in bar)).every((bar) => Object.keys(bar).length === 1)).toBe(true);
      }),
    );
  });

  it.each([NaN, 0, -60])('adds nothing at an interval of %d', (interval) => {
    const candles = candlesIn([0, 5]);
    expect(withWhitespace(candles, interval)).toEqual(candles);
  });

  it('gives nothing for nothing', () => {
    expect(withWhitespace([], 60)).toEqual([]);
  });

  it('does not change what it is given', () => {
    const candles = candlesIn([0, 2]);
    withWhitespace(candles, 60).pop();
    withWhitespace(candles, NaN).pop();
    expect(candles).toEqual(candlesIn([0, 2]));
  });

  it('fills up to 20,000 bars, and leaves longer gaps closed', () => {
    expect(withWhitespace(candlesIn([0, 20_000]), 60)).toHaveLength(20_001);
    expect(withWhitespace(candlesIn([0, 20_001]), 60)).toHaveLength(2);
  });

  it('fills up to four times the candles where that is more', () => {
    const many = Array.from({ length: 6000 }, (_, slot) => slot);
    expect(withWhitespace(candlesIn([...many, 24_000]), 60)).toHaveLength(24_001);
    expect(withWhitespace(candlesIn([...many, 24_005]), 60)).toHaveLength(6001);
  });
});

describe('missing', () => {
  it('names the empty slots between two bars', () => {
    expect(timesOf(missing(0, 240, 60))).toEqual([60, 120, 180]);
    expect(missing(0, 60, 60)).toEqual([]);
  });

  it('leaves out a slot that begins less than half an interval before the next bar', () => {
    expect(timesOf(missing(0, 149, 60))).toEqual([60]);
    expect(timesOf(missing(0, 151, 60))).toEqual([60, 120]);
  });
});

describe('upsertCandle', () => {
  it('replaces the last candle by one of the same time', () => {
    const candles = candlesIn([0, 1]);
    expect(upsertCandle(candles, candleAt(START + 60, 7))).toBe(true);
    expect(candles).toEqual([candleAt(START), candleAt(START + 60, 7)]);
  });

  it('appends a later candle, to an empty list as well', () => {
    const candles: Candle[] = [];
    expect(upsertCandle(candles, candleAt(START))).toBe(true);
    expect(upsertCandle(candles, candleAt(START + 600))).toBe(true);
    expect(timesOf(candles)).toEqual([START, START + 600]);
  });

  it('leaves out an older candle, and says so', () => {
    const candles = candlesIn([0, 1]);
    expect(upsertCandle(candles, candleAt(START, 7))).toBe(false);
    expect(candles).toEqual(candlesIn([0, 1]));
  });
});
