import { DensityGrid } from '../../grid/density-grid.js';
import type { Candle } from '../../market/types.js';
import { isObject } from '../is-object.js';
import { DEFAULT_LIMITS, type Limits } from '../limits.js';
import type { HeatmapData } from '../provider.js';
import { vendorError } from '../vendor-error.js';
import { parseCandles } from './candles.js';
import {
  addTo, array, checkSize, FIRST_MILLISECONDS, FormatError, index, nonNegative, numeric, price, refuse,
  usableAxis,
} from './check.js';
import { type BinShare, priceBins } from './price-bins.js';

/** What the fields are called in version 4 and in the older version 3. */
const V4 = { prices: 'y_axis', cells: 'liquidation_leverage_data', candles: 'price_candlesticks' };
const V3 = { prices: 'y', cells: 'liq', candles: 'prices' };

/**
 * Reads CoinGlass's heatmap (`/api/futures/liquidation/heatmap/model*` and the aggregated ones, version 4 or 3),
 * with its envelope or bare: columns are the candles, bins are centred at the prices of the y axis, values are USD
 * in a single band. `sources` of the result is empty.
 *
 * @param json - what `JSON.parse` gave
 * @throws FormatError `vendor` when CoinGlass says so itself, else naming what is wrong
 */
export function parseCoinglass(json: unknown, limits: Readonly<Limits> = DEFAULT_LIMITS): HeatmapData {
  const failure = vendorError(json);
  if (failure) throw new FormatError('', failure, 'vendor');
  const payload = isObject(json) && isObject(json.data) ? json.data : json;
  if (!isObject(payload)) return refuse('an object', payload, 'data');
  const names = V4.cells in payload ? V4 : V3;

  const candles = parseVendorCandles(array(payload[names.candles], names.candles), names.candles);
  if (candles.length === 0) refuse('at least one candle', [], names.candles);
  const { axis, shares } = priceBins(parseCentres(array(payload[names.prices], names.prices), names.prices));
  checkSize(candles.length, axis.count, 1, limits.maxCells);
  const cells = array(payload[names.cells], names.cells);
  const grid = new DensityGrid({
    times: Float64Array.from(candles, ({ time }) => time),
    prices: usableAxis(axis, names.prices),
    bands: ['all'],
    values: parseCells(cells, names.cells, candles.length, axis.count, shares),
    split: Float32Array.from(candles, ({ close }) => close),
    unit: 'usd',
  });
  return { candles, grid, sources: [] };
}

/** Candles of numbers or texts, volume in USD, times in seconds (as documented) or milliseconds. */
function parseVendorCandles(rows: readonly unknown[], field: string): Candle[] {
  const numbers = rows.map((row, i) => {
    const [time, ...rest] = array(row, field, i).map(numeric);
    return [typeof time === 'number' && time >= FIRST_MILLISECONDS ? time / 1000 : time, ...rest];
  });
  return parseCandles(numbers, field).map(({ volume, ...candle }, i) =>
    volume === undefined ? candle : { ...candle, volume: nonNegative(volume / candle.close, field, i, 5) },
  );
}

function parseCentres(items: readonly unknown[], field: string): number[] {
  if (items.length === 0) refuse('at least one price', items, field);
  const centres = items.map((item, i) => price(item, field, i));
  const direction = Math.sign(centres[centres.length - 1] - centres[0]);
  for (let i = 1; i < centres.length; i++) {
    if ((centres[i] - centres[i - 1]) * direction > 0) continue;
    refuse(`a price ${direction < 0 ? 'below' : 'above'} ${centres[i - 1]}`, centres[i], field, i);
  }
  return centres;
}

function parseCells(
  cells: readonly unknown[], field: string, columns: number, bins: number, shares: readonly BinShare[],
): Float32Array {
  const values = new Float32Array(columns * bins);
  for (let i = 0; i < cells.length; i++) {
    const cell = array(cells[i], field, i);
    const column = index(cell[0], columns, field, i, 0);
    const { first, weights } = shares[index(cell[1], shares.length, field, i, 1)];
    const value = nonNegative(cell[2], field, i, 2);
    for (let k = 0; k < weights.length; k++) {
      addTo(values, column * bins + first + k, value * weights[k], field, i, 2);
    }
  }
  return values;
}
