import type { DensityFilter } from './density-filter.js';
import { binsOfSide } from './density-filter.js';
import type { LevelsOfDetail } from './levels-of-detail.js';
import { edge } from './price-axis.js';
import type { PriceAxis } from './price-axis.js';

/** Looked at in at most this many blocks of columns, so that the answer costs the same for any history. */
const BLOCKS = 64;

/**
 * The price range of the bins that reach `floor` somewhere in the columns `[fromColumn, toColumn)`, or null when none
 * does. Neighbouring columns are looked at in blocks, so columns just outside the range can widen it.
 */
export function densityExtent(
  levels: LevelsOfDetail,
  prices: PriceAxis,
  filter: DensityFilter,
  fromColumn: number,
  toColumn: number,
  floor: number,
): { low: number; high: number } | null {
  const shift = Math.max(0, Math.ceil(Math.log2(Math.max(1, toColumn - fromColumn) / BLOCKS)));
  const { values, split, binCount, bandCount, columnCount } = levels.level(shift, 0);
  const last = Math.min(columnCount - 1, (toColumn - 1) >> shift);
  let lowest = Infinity;
  let highest = -Infinity;
  for (let column = Math.max(0, fromColumn >> shift); column <= last; column++) {
    const { from, to } = binsOfSide(prices, split[column], filter.side);
    for (let bin = from; bin < to; bin++) {
      let sum = 0;
      const cell = (column * binCount + bin) * bandCount;
      for (let band = 0; band < bandCount; band++) if (filter.bandMask & (1 << band)) sum += values[cell + band];
      if (sum < floor || sum === 0) continue;
      lowest = Math.min(lowest, bin);
      highest = Math.max(highest, bin);
    }
  }
  return lowest <= highest ? { low: edge(prices, lowest), high: edge(prices, highest + 1) } : null;
}
