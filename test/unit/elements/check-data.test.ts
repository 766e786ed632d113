import { describe, expect, it } from 'vitest';
import { checkCandle, checkData } from '../../../src/elements/check-data.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import type { Candle } from '../../../src/market/types.js';
import { SourceError } from '../../../src/sources/source-error.js';
import { changed } from '../../support/changed.js';

const candle: Candle = { time: 60, open: 100, high: 102, low: 99, close: 101 };
const candles = [candle, { ...candle, time: 120 }, { ...candle, time: 240 }];
const prices = { scale: 'linear', origin: 90, step: 1, count: 4 } as const;
const grid = (values?: Float32Array) => new DensityGrid({ times: [60, 120], prices, bands: ['a', 'b'], values });
const data = () => ({ candles, grid: grid(), sources: [{ id: 'x', state: 'ready' as const }] });

/** What went wrong; fails when nothing did. */
function problemOf(value: unknown, values = true): SourceError {
  try {
    checkData(value, 'page', values);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error('nothing was found wrong');
}

describe('checkData', () => {
  it('passes a good picture on, its grid not copied', () => {
    const given = { ...data(), liquidations: [{ time: 60, side: 'long' as const, price: 99, usd: 5 }] };
    const checked = checkData(given, 'page', true);
    expect(checked).toEqual(given);
    expect(checked.grid).toBe(given.grid);
  });

  it('copies the list of candles, which live updates will change', () => {
    const given = data();
    expect(checkData(given, 'page', true).candles).not.toBe(given.candles);
  });

  it('does without sources, candles and liquidations', () => {
    expect(checkData({ candles: [], grid: grid() }, 'page', true)).toMatchObject({ candles: [], sources: [] });
  });

  it('takes the grid of another copy of this package', () => {
    const { values, columnCount, binCount, bandCount } = grid();
    const foreign = { update: () => 'appended', values, columnCount, binCount, bandCount };
    expect(checkData({ ...data(), grid: foreign }, 'page', true).grid).toBe(foreign);
  });

  it('names what is missing or of the wrong kind', () => {
    const { candles: list, grid: good } = data();
    const wrong: [unknown, string][] = [
      [undefined, 'data'], [null, 'data'], ['heat', 'data'],
      [{ candles: list }, 'grid'], [{ candles: list, grid: null }, 'grid'], [{ candles: list, grid: {} }, 'grid'],
      [{ candles: list, grid: { update: () => 'appended', values: [1, 2] } }, 'grid'],
      [{ grid: good }, 'candles'], [{ grid: good, candles: {} }, 'candles'],
      [{ grid: new DensityGrid({ times: [], prices }), candles: list }, 'grid.times'],
    ];
    for (const [value, path] of wrong) {
      const error = problemOf(value);
      expect(error).toMatchObject({ code: 'invalid-data', source: 'page', path, recoverable: false });
      expect(error.message).toMatch(new RegExp(`^page: ${path.replace('.', '\\.')}: expected .+, got `));
    }
  });

  it('names the candle and the field that is wrong', () => {
    for (const field of ['time', 'open', 'high', 'low', 'close']) {
      for (const value of [undefined, NaN, Infinity, '101', null]) {
        const given = { ...data(), candles: changed(candles, `[1].${field}`, value) };
        expect(problemOf(given).path).toBe(`candles[1].${field}`);
      }
    }
    expect(problemOf({ ...data(), candles: [candle, null] }).path).toBe('candles[1].time');
  });

  it('wants candles in the order of their times', () => {
    for (const time of [60, 59, 0]) {
      const { path, message } = problemOf({ ...data(), candles: [candle, { ...candle, time }] });
      expect(path).toBe('candles[1].time');
      expect(message).toBe(`page: candles[1].time: expected a time after 60, got ${time}`);
    }
  });

  it('names the density and the column that is wrong, but only when it is to look', () => {
    for (const value of [-1, NaN, Infinity]) {
      const values = new Float32Array(16);
      values[11] = value;
      const given = { ...data(), grid: grid(values) };
      expect(problemOf(given).message).toBe(`page: grid.values[11] (column 1): expected a finite number ≥ 0, got ${value}`);
      expect(() => checkData(given, 'page', false)).not.toThrow();
    }
  });

  it('shows no more of a wrong value than what it is', () => {
    expect(problemOf({ ...data(), candles: { secret: 'x'.repeat(1000) } }).message).toBe(
      'page: candles: expected an array, got [object Object]',
    );
  });
});

describe('checkCandle', () => {
  it('lets a good one pass, and names the field of a bad one', () => {
    expect(() => checkCandle(candle, 'candle', 'page')).not.toThrow();
    expect(() => checkCandle({ ...candle, low: NaN }, 'candle', 'page')).toThrow(
      'page: candle.low: expected a finite number, got NaN',
    );
  });
});
