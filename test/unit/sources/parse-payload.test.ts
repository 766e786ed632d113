import { describe, expect, it } from 'vitest';
import { parseCandlesPayload, parsePayload } from '../../../src/sources/formats/parse-payload.js';
import { recognise } from '../../../src/sources/formats/recognise.js';
import { SourceError } from '../../../src/sources/source-error.js';

const SOURCE = 'https://example.test/map.json';

const own = {
  format: 'liq-heatmap/1',
  prices: { scale: 'linear', origin: 100, step: 10, count: 4 },
  times: [1000],
  candles: [[1000, 110, 120, 105, 115]],
  cells: [[0, 0, 'abc']],
};
const coinglass = {
  y_axis: [100, 110],
  liquidation_leverage_data: [[0, 0, 7]],
  price_candlesticks: [[1000, '110', '120', '105', '115', '230']],
};

describe('recognise', () => {
  it.each([
    [own, 'liq-heatmap'],
    [{ format: 'liq-heatmap/9' }, 'liq-heatmap'],
    [coinglass, 'coinglass'],
    [{ code: '0', data: coinglass }, 'coinglass'],
    [{ data: { y: [], liq: [], prices: [] } }, 'coinglass'],
    [{ format: 'other' }, null],
    [{ data: null }, null],
    [[], null],
    [null, null],
    ['liq-heatmap/1', null],
  ])('tells %j by its content', (json, format) => expect(recognise(json)).toBe(format));
});

describe('parsePayload', () => {
  async function failure(text: string): Promise<SourceError> {
    const error = await parsePayload(text, SOURCE).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    return error as SourceError;
  }

  it('reads a vendor format it has to fetch the code for', async () => {
    expect([...(await parsePayload(JSON.stringify(coinglass), SOURCE)).grid.values]).toEqual([7, 0]);
  });

  it('names source, field, index and value of what is wrong', async () => {
    const error = await failure(JSON.stringify(own));
    expect(error).toMatchObject({ code: 'invalid-data', source: SOURCE, path: 'cells[0][2]', recoverable: false });
    expect(error.message).toBe(`${SOURCE}: cells[0][2]: expected a finite number ≥ 0, got "abc"`);
  });

  it.each([
    ['', 'not-json', 'answered with an empty body'],
    [' \n', 'not-json', 'answered with an empty body'],
    ['<!doctype html><p>Not found', 'not-json', 'answered with HTML, not JSON'],
    ['\n<html>', 'not-json', 'answered with HTML, not JSON'],
    ['{"format": "liq-heat', 'not-json', 'answered with JSON that breaks off after 20 characters'],
    ['[[1,2],[3', 'not-json', 'answered with JSON that breaks off after 9 characters'],
    ['Rate limit\u0000 exceeded', 'not-json', 'answered with text that is not JSON: "Rate limit exceeded"'],
    ['{"a": nope}', 'not-json', 'answered with text that is not JSON: "{\\"a\\": nope}"'],
    ['{"a": 1, "b": 2}', 'unknown-format', 'holds no format that this release reads, but an object of "a, b"'],
    ['[1]', 'unknown-format', 'holds no format that this release reads, but an array'],
    [
      '{"success":true,"code":"1","data":{}}', 'unknown-format',
      'holds no format that this release reads, but an object of "success, code, data"',
    ],
    ['{"code":"40001","msg":"API key missing"}', 'vendor', '40001: API key missing'],
    ['{"success":false}', 'vendor', 'success: false'],
    ['{"code":0,"success":false,"message":"no"}', 'vendor', '0: no'],
    ['{"error":{"message":"over quota"}}', 'vendor', 'over quota'],
  ])('says of %j: %s, %s', async (text, code, problem) => {
    const error = await failure(text);
    expect(error.code).toBe(code);
    expect(error.message).toBe(`${SOURCE}: ${problem}`);
  });

  it('survives JSON nested a million deep', async () => {
    const depth = 1_000_000;
    expect((await failure('['.repeat(depth) + ']'.repeat(depth))).source).toBe(SOURCE);
    expect((await failure('{"error":'.repeat(depth) + '1' + '}'.repeat(depth))).source).toBe(SOURCE);
  });
});

describe('parseCandlesPayload', () => {
  it('reads bare rows and the candles of any format', async () => {
    const candle = { time: 1000, open: 110, high: 120, low: 105, close: 115 };
    expect(await parseCandlesPayload('[[1000, 110, 120, 105, 115]]', SOURCE)).toEqual([candle]);
    expect(await parseCandlesPayload(JSON.stringify(coinglass), SOURCE)).toEqual([{ ...candle, volume: 2 }]);
  });

  it('names row and item of what is wrong', async () => {
    const promise = parseCandlesPayload('[[1000, 110, 120, 105, "x"]]', SOURCE);
    await expect(promise).rejects.toThrow(`${SOURCE}: [0][4]: expected a finite number > 0, got "x"`);
  });
});
