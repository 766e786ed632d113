import type { DensityGrid } from '../grid/density-grid.js';
import type { Candle } from '../market/types.js';
import type { HeatmapData } from '../sources/provider.js';
import { SourceError } from '../sources/source-error.js';

/**
 * Checks a picture from a page's own code before the chart sees it.
 *
 * @param source whom to name.
 * @param values whether the density itself is looked through, value by value.
 * @throws SourceError naming the field and index that is wrong.
 */
export function checkData(data: unknown, source: string, values: boolean): HeatmapData {
  if (typeof data !== 'object' || data === null) throw wrong(source, 'data', 'an object', data);
  const { candles, grid, sources, liquidations } = data as Partial<HeatmapData>;
  // Told by shape: a page may have two copies of the class.
  if (typeof grid?.update !== 'function' || !(grid.values instanceof Float32Array)) {
    throw wrong(source, 'grid', 'a DensityGrid', grid);
  }
  if (grid.columnCount === 0) throw wrong(source, 'grid.times', 'at least one column', '[]');
  if (!Array.isArray(candles)) throw wrong(source, 'candles', 'an array', candles);
  candles.forEach((candle: Candle, i) => {
    checkCandle(candle, `candles[${i}]`, source);
    if (i > 0 && candle.time <= candles[i - 1].time) {
      throw wrong(source, `candles[${i}].time`, `a time after ${candles[i - 1].time}`, candle.time);
    }
  });
  if (values) checkValues(grid, source);
  return { candles: [...candles], grid, liquidations, sources: Array.isArray(sources) ? sources : [] };
}

/**
 * Checks one candle from a page's own code.
 *
 * @param path what it is called in messages.
 * @throws SourceError naming the field that is no finite number.
 */
export function checkCandle(candle: Candle, path: string, source: string): void {
  for (const field of ['time', 'open', 'high', 'low', 'close'] as const) {
    if (!Number.isFinite(candle?.[field])) throw wrong(source, `${path}.${field}`, 'a finite number', candle?.[field]);
  }
}

function checkValues({ values, binCount, bandCount }: DensityGrid, source: string): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= 0 && values[i] < Infinity) continue;
    const column = Math.floor(i / binCount / bandCount);
    throw wrong(source, `grid.values[${i}] (column ${column})`, 'a finite number ≥ 0', values[i]);
  }
}

function wrong(source: string, path: string, expected: string, got: unknown): SourceError {
  return new SourceError('invalid-data', source, `${path}: expected ${expected}, got ${show(got)}`, { path });
}

function show(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}
