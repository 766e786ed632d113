import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCoinglass } from '../../../src/sources/formats/coinglass.js';
import { parsePayload } from '../../../src/sources/formats/parse-payload.js';
import { SourceError } from '../../../src/sources/source-error.js';
import { changed } from '../../support/changed.js';
import { mutated } from '../../support/heatmap-arbitraries.js';

const v4 = {
  code: '0',
  msg: 'success',
  data: {
    y_axis: [60000, 60100, 60200, 60300],
    liquidation_leverage_data: [
      [0, 1, 2288867.26],
      [1, 3, 318624.82],
      [1, 3, 1000],
    ],
    price_candlesticks: [
      [1722676500, '61486', '61596.4', '61434.4', '61539.9', '63753192.1129'],
      [1722676800, '61539.9', '61600', '61500', '61550', '615500'],
    ],
  },
};

function withData(path: string, value: unknown): unknown {
  return { ...v4, data: changed(v4.data, path, value) };
}

describe('parseCoinglass', () => {
  it('reads version 4', () => {
    const { candles, grid, sources } = parseCoinglass(v4);
    expect(candles[0]).toEqual({
      time: 1722676500, open: 61486, high: 61596.4, low: 61434.4, close: 61539.9, volume: 63753192.1129 / 61539.9,
    });
    expect(candles[1].volume).toBe(10);
    expect([...grid.times]).toEqual([1722676500, 1722676800]);
    expect(grid.prices).toEqual({ scale: 'linear', origin: 59950, step: 100, count: 4 });
    expect(grid.values).toEqual(Float32Array.from([0, 2288867.26, 0, 0, 0, 0, 0, 318624.82 + 1000]));
    expect(grid.split).toEqual(Float32Array.from([61539.9, 61550]));
    expect(grid.bands).toEqual(['all']);
    expect(grid.unit).toBe('usd');
    expect(sources).toEqual([]);
  });

  it('reads bare data and version 3 to the same effect', () => {
    const { y_axis, liquidation_leverage_data, price_candlesticks } = v4.data;
    const v3 = { y: y_axis, liq: liquidation_leverage_data, prices: price_candlesticks };
    for (const json of [v4.data, v3, { code: 0, success: true, data: v3 }]) {
      expect(parseCoinglass(json)).toEqual(parseCoinglass(v4));
    }
  });

  it('reads times in milliseconds and candles of numbers or without volume', () => {
    const row = [1722676500000, 61486, 61596.4, 61434.4, 61539.9];
    const { candles } = parseCoinglass(withData('price_candlesticks[0]', row));
    expect(candles[0]).toEqual({ time: 1722676500, open: 61486, high: 61596.4, low: 61434.4, close: 61539.9 });
  });

  it('puts the cells of a descending axis where their prices are', () => {
    const json = withData('y_axis', v4.data.y_axis.toReversed());
    expect(parseCoinglass(json).grid.values).toEqual(
      Float32Array.from([0, 0, 2288867.26, 0, 318624.82 + 1000, 0, 0, 0]),
    );
  });

  it('resamples an irregular axis without losing anything', () => {
    const { grid } = parseCoinglass(withData('y_axis', [60000, 60100, 60400, 61000]));
    expect(grid.prices.count).toBeGreaterThan(4);
    const total = grid.values.reduce((sum, value) => sum + value, 0);
    expect(total / (2288867.26 + 318624.82 + 1000)).toBeCloseTo(1, 6);
  });

  it.each<[path: string, value: unknown, problem: string, place?: string]>([
    ['liquidation_leverage_data[1][2]', -5, 'expected a finite number ≥ 0, got -5'],
    ['liquidation_leverage_data[1][2]', '5', 'expected a finite number ≥ 0, got "5"'],
    ['liquidation_leverage_data[1][0]', 2, 'expected an integer from 0 to 1, got 2'],
    ['liquidation_leverage_data[1][1]', 4, 'expected an integer from 0 to 3, got 4'],
    ['price_candlesticks[1][1]', 'n/a', 'expected a finite number > 0, got "n/a"'],
    ['price_candlesticks[1][1]', '', 'expected a finite number > 0, got ""'],
    ['price_candlesticks[1][1]', '0x10', 'expected a finite number > 0, got "0x10"'],
    ['price_candlesticks', [], 'expected at least one candle, got an array'],
    ['y_axis', undefined, 'expected an array, got nothing'],
    ['y_axis', [], 'expected at least one price, got an array'],
    ['y_axis', [1, 3, 2, 4], 'expected a price above 3, got 2', 'y_axis[2]'],
    ['y_axis', [4, 2, 3, 1], 'expected a price below 2, got 3', 'y_axis[2]'],
    ['y_axis', [5, 5], 'expected a price above 5, got 5', 'y_axis[1]'],
    ['y_axis[2]', '60200', 'expected a finite number > 0, got "60200"'],
  ])('says of %s = %j: %s', (path, value, problem, place = path) => {
    const message = `${place}: ${problem}`;
    expect(() => parseCoinglass(withData(path, value))).toThrow(expect.objectContaining({ message }));
  });

  it('refuses a grid beyond the limit', () => {
    const json = withData('y_axis', [1, 1.0001, 5, 60000]);
    expect(() => parseCoinglass(json, { maxBytes: 1e6, maxCells: 10_000 })).toThrow(/2 columns x 8192 bins/);
  });

  it('reports an error of CoinGlass even when data comes with it', () => {
    const json = { ...v4, code: '50001', msg: 'server busy' };
    expect(() => parseCoinglass(json)).toThrow(expect.objectContaining({ code: 'vendor', message: '50001: server busy' }));
  });

  it('turns every broken payload into a finite picture or a SourceError', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(v4), async (json) => {
        try {
          const { candles, grid } = await parsePayload(JSON.stringify(json), 'test');
          expect(grid.values.every((value) => value >= 0 && value < Infinity)).toBe(true);
          expect(candles.every((candle) => Object.values(candle).every(Number.isFinite))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
