import * as v from 'valibot';
import { DensityGrid, type DensityUnit } from '../../grid/density-grid.js';
import type { PriceAxis } from '../../grid/price-axis.js';
import type { Liquidation } from '../../market/types.js';
import { isObject } from '../is-object.js';
import { DEFAULT_LIMITS, type Limits } from '../limits.js';
import type { HeatmapData } from '../provider.js';
import { show } from '../plain-text.js';
import { parseCandles } from './candles.js';
import {
  addTo, array, checkSize, float32, FormatError, index, nonNegative, price, refuse, seconds, text, usableAxis,
} from './check.js';
import { splitFromCandles } from './split.js';

/** The project's own format, as `schema/liq-heatmap-1.schema.json` describes it. */
export interface LiqHeatmapJson {
  format: 'liq-heatmap/1';
  symbol?: string;
  unit: DensityUnit;
  prices: PriceAxis;
  bands: string[];
  /** Column starts in seconds. */
  times: number[];
  /** One price per column, null where unknown; left out, the candles' closes are taken. */
  split?: (number | null)[];
  /** `[time, open, high, low, close, volume?]` */
  candles: number[][];
  /** `[column, bin, value, band?]`; cells left out are zero, repeated ones add up. */
  cells: number[][];
  liquidations?: Liquidation[];
}

const FORMAT = 'liq-heatmap/1';
const COUNT = 'an integer ≥ 1';

const rows = v.custom<unknown[]>(Array.isArray, 'an array');
const finiteNumber = v.pipe(v.number('a finite number'), v.finite('a finite number'));
const bandNames = v.pipe(
  v.array(v.pipe(v.string('a text'), v.nonEmpty('a text that is not empty')), 'an array'),
  v.check((names) => names.length >= 1 && names.length <= 4, '1 to 4 names'),
  v.check((names) => new Set(names).size === names.length, 'names that differ'),
);
const envelope = v.object({
  symbol: v.optional(v.string('a text')),
  unit: v.optional(v.picklist(['usd', 'relative'], '"usd" or "relative"'), 'usd'),
  prices: v.object(
    {
      scale: v.picklist(['linear', 'log'], '"linear" or "log"'),
      origin: finiteNumber,
      step: v.pipe(finiteNumber, v.gtValue(0, 'a finite number > 0')),
      count: v.pipe(v.number(COUNT), v.safeInteger(COUNT), v.minValue(1, COUNT)),
    },
    'an object',
  ),
  bands: v.optional(bandNames, ['all']),
  times: rows,
  split: v.optional(rows),
  candles: v.optional(rows, []),
  cells: v.optional(rows, []),
  liquidations: v.optional(rows),
});

/**
 * Reads the project's own format. `sources` of the result is empty: only the caller knows where it came from.
 *
 * @param json - what `JSON.parse` gave
 * @throws FormatError naming the field, the index and the value that is wrong
 */
export function parseLiqJson(json: unknown, limits: Readonly<Limits> = DEFAULT_LIMITS): HeatmapData {
  checkFormat(json);
  const payload = parseEnvelope(json);
  const { bands, unit } = payload;
  const columns = payload.times.length;
  if (columns === 0) refuse('at least one column', payload.times, 'times');
  checkSize(columns, payload.prices.count, bands.length, limits.maxCells);
  const prices = usableAxis(payload.prices, 'prices');
  const times = parseTimes(payload.times);
  const candles = parseCandles(payload.candles, 'candles');
  const split = payload.split ? parseSplit(payload.split, columns) : splitFromCandles(times, candles);
  const values = parseCells(payload.cells, columns, prices.count, bands.length);
  const grid = new DensityGrid({ times, prices, bands, values, split, unit });
  const data: HeatmapData = { candles, grid, sources: [] };
  if (payload.liquidations) data.liquidations = payload.liquidations.map(parseLiquidation);
  return data;
}

function checkFormat(json: unknown): void {
  const format = isObject(json) ? json.format : undefined;
  if (format === FORMAT) return;
  const later = typeof format === 'string' && /^liq-heatmap\/\d+$/.test(format);
  const remark = later ? ', a version this release cannot read' : '';
  const problem = `expected "${FORMAT}", got ${show(format)}${remark}`;
  throw new FormatError('format', problem, 'unknown-format');
}

function parseEnvelope(json: unknown): v.InferOutput<typeof envelope> {
  const result = v.safeParse(envelope, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const keys = issue.path?.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)) ?? [];
  const path = keys.join('').replace(/^\./, '');
  if (issue.input === undefined) throw new FormatError(path, 'is missing');
  throw new FormatError(path, `expected ${issue.message}, got ${show(issue.input)}`);
}

function parseTimes(items: readonly unknown[]): Float64Array {
  let last = -Infinity;
  return Float64Array.from(items, (item, i) => {
    const time = seconds(item, 'times', i);
    if (time <= last) refuse(`a time after ${last}`, time, 'times', i);
    last = time;
    return time;
  });
}

function parseSplit(items: readonly unknown[], columns: number): Float32Array {
  if (items.length !== columns) {
    throw new FormatError('split', `expected one price for each of ${columns} columns, got ${items.length}`);
  }
  return Float32Array.from(items, (item, i) => (item === null ? NaN : float32(item, 'split', i)));
}

function parseCells(cells: readonly unknown[], columns: number, bins: number, bands: number): Float32Array {
  const values = new Float32Array(columns * bins * bands);
  for (let i = 0; i < cells.length; i++) {
    const cell = array(cells[i], 'cells', i);
    const column = index(cell[0], columns, 'cells', i, 0);
    const bin = index(cell[1], bins, 'cells', i, 1);
    const value = nonNegative(cell[2], 'cells', i, 2);
    const band = cell.length > 3 ? index(cell[3], bands, 'cells', i, 3) : 0;
    addTo(values, (column * bins + bin) * bands + band, value, 'cells', i, 2);
  }
  return values;
}

function parseLiquidation(item: unknown, i: number): Liquidation {
  if (!isObject(item)) return refuse('an object', item, 'liquidations', i);
  const { side } = item;
  if (side !== 'long' && side !== 'short') return refuse('"long" or "short"', side, 'liquidations', i, 'side');
  const liquidation: Liquidation = {
    time: seconds(item.time, 'liquidations', i, 'time'),
    side,
    price: price(item.price, 'liquidations', i, 'price'),
    usd: nonNegative(item.usd, 'liquidations', i, 'usd'),
  };
  if (item.venue !== undefined) liquidation.venue = text(item.venue, 'liquidations', i, 'venue');
  return liquidation;
}

/** Writes a picture in the project's own format: what {@link parseLiqJson} makes of it is equal to `data`. */
export function toLiqJson({ candles, grid, liquidations }: HeatmapData, symbol?: string): LiqHeatmapJson {
  const { scale, origin, step, count } = grid.prices;
  return {
    format: FORMAT,
    ...(symbol !== undefined && { symbol }),
    unit: grid.unit,
    prices: { scale, origin, step, count },
    bands: [...grid.bands],
    times: [...grid.times],
    split: Array.from(grid.split, (close) => (Number.isNaN(close) ? null : close)),
    candles: candles.map(({ time, open, high, low, close, volume }) =>
      volume === undefined ? [time, open, high, low, close] : [time, open, high, low, close, volume],
    ),
    cells: cellsOf(grid),
    ...(liquidations && { liquidations: liquidations.map((liquidation) => ({ ...liquidation })) }),
  };
}

function cellsOf(grid: DensityGrid): number[][] {
  const bands = grid.bands.length;
  const bins = grid.prices.count;
  const cells: number[][] = [];
  grid.values.forEach((value, at) => {
    if (!(value > 0)) return;
    const band = at % bands;
    const bin = Math.floor(at / bands) % bins;
    const column = Math.floor(at / (bands * bins));
    cells.push(band === 0 ? [column, bin, value] : [column, bin, value, band]);
  });
  return cells;
}
