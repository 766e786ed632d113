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
  const wrong = (path: string, expected: string, got: unknown) =>
    new SourceError('invalid-data', source, `${path}: expected ${expected}, got ${show(got)}`, { path });
  if (typeof data !== 'object' || data === null) throw wrong('data', 'an object', data);
  const { candles, grid, sources, liquidations } = data as Partial<HeatmapData>;
  // Told by shape: a page may have two copies of the class.
  if (typeof grid?.update !== 'function' || !(grid.values instanceof Float32Array)) {
    throw wrong('grid', 'a DensityGrid', grid);
  }
  if (grid.columnCount === 0) throw wrong('grid.times', 'at least one column', '[]');
  if (!Array.isArray(candles)) throw wrong('candles', 'an array', candles);
  candles.forEach((candle: Candle, i) => {
    for (const field of ['time', 'open', 'high', 'low', 'close'] as const) {
      if (!Number.isFinite(candle?.[field])) throw wrong(`candles[${i}].${field}`, 'a finite number', candle?.[field]);
    }
    if (i > 0 && candle.time <= candles[i - 1].time) {
      throw wrong(`candles[${i}].time`, `a time after ${candles[i - 1].time}`, candle.time);
    }
  });
  if (values) checkValues(grid, wrong);
  return { candles: [...candles], grid, liquidations, sources: Array.isArray(sources) ? sources : [] };
}

function checkValues({ values, binCount, bandCount }: DensityGrid, wrong: (...words: [string, string, unknown]) => Error) {
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= 0 && values[i] < Infinity) continue;
    const column = Math.floor(i / binCount / bandCount);
    throw wrong(`grid.values[${i}] (column ${column})`, 'a finite number ≥ 0', values[i]);
  }
}

function show(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}
