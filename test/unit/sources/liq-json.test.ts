import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from '../../../schema/liq-heatmap-1.schema.json' with { type: 'json' };
import { parseLiqJson, toLiqJson } from '../../../src/sources/formats/liq-json.js';
import { parsePayload } from '../../../src/sources/formats/parse-payload.js';
import { SourceError } from '../../../src/sources/source-error.js';
import { changed } from '../../support/changed.js';
import { comparable, heatmapData, mutated } from '../../support/heatmap-arbitraries.js';

const validate = new Ajv2020({ allErrors: true, strictTuples: false }).compile(schema);

const example = {
  format: 'liq-heatmap/1',
  symbol: 'BINANCE:BTCUSDT',
  unit: 'usd',
  prices: { scale: 'linear', origin: 100, step: 10, count: 4 },
  bands: ['25', '100'],
  times: [1000, 1300, 1600],
  candles: [
    [1000, 110, 120, 105, 115, 2.5],
    [1300, 115, 118, 112, 117],
  ],
  cells: [
    [0, 1, 500],
    [2, 3, 250.5, 1],
    [0, 1, 20, 0],
  ],
  liquidations: [{ time: 1400, side: 'long', price: 113, usd: 2e4, venue: 'OKX' }],
};

const minimal = {
  format: 'liq-heatmap/1',
  prices: { scale: 'log', origin: 100, step: 0.001, count: 2 },
  times: [1000],
};

describe('parseLiqJson', () => {
  it('reads the example', () => {
    const { candles, grid, liquidations } = parseLiqJson(example);
    expect(candles[0]).toEqual({ time: 1000, open: 110, high: 120, low: 105, close: 115, volume: 2.5 });
    expect(candles[1]).not.toHaveProperty('volume');
    expect([...grid.times]).toEqual([1000, 1300, 1600]);
    expect(grid.prices).toEqual(example.prices);
    expect(grid.bands).toEqual(['25', '100']);
    expect(grid.unit).toBe('usd');
    expect(liquidations).toEqual(example.liquidations);
  });

  it('adds up repeated cells, puts a cell without a band in the first one and leaves the rest zero', () => {
    const { grid } = parseLiqJson(example);
    const expected = new Float32Array(3 * 4 * 2);
    expected[1 * 2] = 520;
    expected[(2 * 4 + 3) * 2 + 1] = 250.5;
    expect(grid.values).toEqual(expected);
  });

  it('takes the close of the candle that covers a column as its split, NaN where none does', () => {
    expect([...parseLiqJson(example).grid.split]).toEqual([115, 117, NaN]);
    const times = [900, 1000, 1299, 1300, 1599, 1600];
    expect([...parseLiqJson({ ...example, times }).grid.split]).toEqual([NaN, 115, 115, 117, 117, NaN]);
  });

  it('leaves the split of a gap between candles unknown', () => {
    const candles = [0, 300, 600, 1500].map((time) => [time, 1, 1 + time, 1, 1 + time]);
    const times = [600, 900, 1500];
    expect([...parseLiqJson({ ...example, times, candles }).grid.split]).toEqual([601, NaN, 1501]);
  });

  it('prefers the split that is given, with null for unknown', () => {
    const { grid } = parseLiqJson({ ...example, split: [111, null, 113] });
    expect([...grid.split]).toEqual([111, NaN, 113]);
  });

  it('needs no more than format, prices and times', () => {
    const { candles, grid, liquidations } = parseLiqJson(minimal);
    expect(candles).toEqual([]);
    expect(liquidations).toBeUndefined();
    expect(grid.bands).toEqual(['all']);
    expect(grid.unit).toBe('usd');
    expect([...grid.values]).toEqual([0, 0]);
    expect([...grid.split]).toEqual([NaN]);
  });

  it('ignores fields it does not know', () => {
    const json = changed({ ...example, generator: { name: 'x' } }, 'liquidations[0].id', 7);
    expect(comparable(parseLiqJson(json))).toEqual(comparable(parseLiqJson(example)));
  });

  it.each<[path: string, value: unknown, message: string]>([
    ['cells[2][2]', 'abc', 'cells[2][2]: expected a finite number ≥ 0, got "abc"'],
    ['cells[2][2]', '5', 'cells[2][2]: expected a finite number ≥ 0, got "5"'],
    ['cells[1][2]', -1, 'cells[1][2]: expected a finite number ≥ 0, got -1'],
    ['cells[1][2]', Infinity, 'cells[1][2]: expected a finite number ≥ 0, got Infinity'],
    ['cells[1][2]', 1e39, 'cells[1][2]: expected a number that fits a 32-bit float, got 1e+39'],
    ['cells[1][2]', 'x'.repeat(60), `cells[1][2]: expected a finite number ≥ 0, got "${'x'.repeat(40)}…"`],
    ['cells[0][0]', 3, 'cells[0][0]: expected an integer from 0 to 2, got 3'],
    ['cells[0][1]', -1, 'cells[0][1]: expected an integer from 0 to 3, got -1'],
    ['cells[0][1]', 1.5, 'cells[0][1]: expected an integer from 0 to 3, got 1.5'],
    ['cells[0][3]', 2, 'cells[0][3]: expected an integer from 0 to 1, got 2'],
    ['cells[0]', 7, 'cells[0]: expected an array, got 7'],
    ['cells[0]', [1, 1], 'cells[0][2]: expected a finite number ≥ 0, got nothing'],
    ['cells', {}, 'cells: expected an array, got an object'],
    ['times', [], 'times: expected at least one column, got an array'],
    ['times', undefined, 'times: is missing'],
    ['times[1]', 1000, 'times[1]: expected a time after 1000, got 1000'],
    ['times[1]', null, 'times[1]: expected a finite number, got null'],
    [
      'times[2]', 1722676500000,
      'times[2]: expected seconds since the epoch (this looks like milliseconds), got 1722676500000',
    ],
    [
      'candles[1][0]', 1e11,
      'candles[1][0]: expected seconds since the epoch (this looks like milliseconds), got 100000000000',
    ],
    ['candles[1][0]', 1000, 'candles[1][0]: expected a time after 1000, got 1000'],
    ['candles[1][0]', 900, 'candles[1][0]: expected a time after 1000, got 900'],
    ['candles[1][1]', '115', 'candles[1][1]: expected a finite number > 0, got "115"'],
    ['candles[1][4]', 0, 'candles[1][4]: expected a finite number > 0, got 0'],
    ['candles[1][4]', 1e300, 'candles[1][4]: expected a price < 90000000000000, got 1e+300'],
    ['candles[1][2]', 116, 'candles[1][2]: expected a high ≥ open and close, got 116'],
    ['candles[1][3]', 116, 'candles[1][3]: expected a low ≤ open and close, got 116'],
    ['candles[0][5]', -1, 'candles[0][5]: expected a finite number ≥ 0, got -1'],
    ['split', [1], 'split: expected one price for each of 3 columns, got 1'],
    ['split', [1, 'x', 3], 'split[1]: expected a finite number, got "x"'],
    ['split', [1, 1e39, 3], 'split[1]: expected a number that fits a 32-bit float, got 1e+39'],
    ['prices', undefined, 'prices: is missing'],
    ['prices', [], 'prices.scale: is missing'],
    ['prices', 'x', 'prices: expected an object, got "x"'],
    ['prices.scale', 'sqrt', 'prices.scale: expected "linear" or "log", got "sqrt"'],
    ['prices.step', 0, 'prices.step: expected a finite number > 0, got 0'],
    ['prices.count', 1.5, 'prices.count: expected an integer ≥ 1, got 1.5'],
    ['prices.count', '4', 'prices.count: expected an integer ≥ 1, got "4"'],
    ['unit', 'coin', 'unit: expected "usd" or "relative", got "coin"'],
    ['bands', [], 'bands: expected 1 to 4 names, got an array'],
    ['bands', ['a', 'b', 'c', 'd', 'e'], 'bands: expected 1 to 4 names, got an array'],
    ['bands', ['a', 'a'], 'bands: expected names that differ, got an array'],
    ['bands', ['a', ''], 'bands[1]: expected a text that is not empty, got ""'],
    ['bands', ['a', 25], 'bands[1]: expected a text, got 25'],
    ['symbol', 5, 'symbol: expected a text, got 5'],
    ['liquidations', [null], 'liquidations[0]: expected an object, got null'],
    ['liquidations[0].side', 'buy', 'liquidations[0].side: expected "long" or "short", got "buy"'],
    ['liquidations[0].price', 0, 'liquidations[0].price: expected a finite number > 0, got 0'],
    ['liquidations[0].usd', undefined, 'liquidations[0].usd: expected a finite number ≥ 0, got nothing'],
    ['liquidations[0].venue', 1, 'liquidations[0].venue: expected a text, got 1'],
    [
      'format', 'liq-heatmap/2',
      'format: expected "liq-heatmap/1", got "liq-heatmap/2", a version this release cannot read',
    ],
  ])('says of %s = %j: %s', (path, value, message) => {
    expect(() => parseLiqJson(changed(example, path, value))).toThrow(expect.objectContaining({ message }));
  });

  it('refuses an axis whose bins cannot be told apart', () => {
    const json = changed(example, 'prices.step', 1e-300);
    expect(() => parseLiqJson(json)).toThrow(/^prices: makes no usable price axis \(.*step/);
  });

  it('refuses a grid beyond the limit before it takes memory for it', () => {
    const huge = changed(example, 'prices.count', Number.MAX_SAFE_INTEGER);
    expect(() => parseLiqJson(huge)).toThrow(/more than the limit of 32000000 cells/);
    const limits = { maxBytes: 1e6, maxCells: 24 };
    expect(parseLiqJson(example, limits).grid.values).toHaveLength(24);
    expect(() => parseLiqJson(example, { ...limits, maxCells: 23 })).toThrow(/3 columns x 4 bins x 2 bands/);
  });
});

describe('toLiqJson', () => {
  it('is read back as the same picture, for every picture', () => {
    fc.assert(
      fc.property(heatmapData, (data) => {
        const json: unknown = JSON.parse(JSON.stringify(toLiqJson(data)));
        expect(comparable(parseLiqJson(json))).toEqual(comparable(data));
      }),
    );
  });

  it('writes only the cells that hold something, with a band only where it is not the first', () => {
    expect(toLiqJson(parseLiqJson(example)).cells).toEqual([[0, 1, 520], [2, 3, 250.5, 1]]);
  });

  it('carries the symbol', () => {
    expect(toLiqJson(parseLiqJson(example), 'BTC').symbol).toBe('BTC');
    expect(toLiqJson(parseLiqJson(example))).not.toHaveProperty('symbol');
  });
});

describe('the JSON Schema', () => {
  it('accepts the examples', () => {
    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(minimal), JSON.stringify(validate.errors)).toBe(true);
  });

  it('accepts whatever is exported', () => {
    fc.assert(
      fc.property(heatmapData, (data) => {
        const json: unknown = JSON.parse(JSON.stringify(toLiqJson(data, 'BTC')));
        expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      }),
    );
  });

  it('accepts every broken payload that the parser lets pass, which is then finite', async () => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(mutated(example), async (json) => {
        try {
          const { candles, grid } = await parsePayload(JSON.stringify(json), 'test');
          expect(grid.values.every((value) => value >= 0 && value < Infinity)).toBe(true);
          expect(candles.every((candle) => Object.values(candle).every(Number.isFinite))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
          return;
        }
        passed++;
        expect(validate(JSON.parse(JSON.stringify(json))), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it.each<[what: string, path: string, value: unknown]>([
    ['milliseconds', 'times[0]', 1.7e12],
    ['no columns', 'times', []],
    ['no axis', 'prices', undefined],
    ['a log axis from zero', 'prices', { ...example.prices, scale: 'log', origin: 0 }],
    ['a negative value', 'cells[0][2]', -1],
    ['a fifth band', 'bands', ['a', 'b', 'c', 'd', 'e']],
    ['a short candle', 'candles[0]', [1000, 1, 1, 1]],
    ['a price of zero', 'candles[0][3]', 0],
    ['a later version', 'format', 'liq-heatmap/2'],
    ['a liquidation without a side', 'liquidations[0].side', undefined],
  ])('refuses %s, as the parser does', (_, path, value) => {
    const json = changed(example, path, value);
    expect(validate(json)).toBe(false);
    expect(() => parseLiqJson(json)).toThrow();
  });
});
