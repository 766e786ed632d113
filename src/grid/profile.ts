import { ALL_DENSITY, binsOfSide, firstShortBin } from './density-filter.js';
import type { DensityFilter } from './density-filter.js';
import type { DensityGrid } from './density-grid.js';
import type { PriceAxis } from './price-axis.js';

/** The liquidation map of one moment: density by price, and what it adds up to on the way to each price. */
export interface Profile {
  readonly prices: PriceAxis;
  readonly bands: readonly string[];
  /** Laid out `[bin][band]`; what the filter hides is 0. */
  readonly values: Float32Array;
  /** By bin: all long density from the split down to this bin, inclusive; 0 above the split. */
  readonly cumulativeLong: Float64Array;
  /** By bin: all short density from the split up to this bin, inclusive; 0 below the split. */
  readonly cumulativeShort: Float64Array;
  /** The largest sum over bands of a bin. */
  readonly maximum: number;
  readonly totalLong: number;
  readonly totalShort: number;
}

/**
 * The profile of one column, as a copy. Where the column's split is unknown, the cumulative curves and totals are 0.
 *
 * @throws RangeError when the grid has no such column.
 */
export function profileOf(grid: DensityGrid, column: number, filter: DensityFilter = ALL_DENSITY): Profile {
  if (!(column in grid.times)) {
    throw new RangeError(`column: expected 0 to ${grid.columnCount - 1}, got ${column}`);
  }
  const { prices, bands, binCount, bandCount } = grid;
  const split = grid.split[column];
  const values = new Float32Array(binCount * bandCount);
  const sums = new Float64Array(binCount);
  const { from, to } = binsOfSide(prices, split, filter.side);
  for (let bin = from; bin < to; bin++) {
    sums[bin] = grid.value(column, bin, filter.bandMask);
    for (let band = 0; band < bandCount; band++) {
      if (filter.bandMask & (1 << band)) values[bin * bandCount + band] = grid.value(column, bin, 1 << band);
    }
  }

  const cumulativeLong = new Float64Array(binCount);
  const cumulativeShort = new Float64Array(binCount);
  let totalLong = 0;
  let totalShort = 0;
  // Both loops stay empty where the split, and so the first short bin, is NaN.
  const firstShort = firstShortBin(prices, split);
  for (let bin = firstShort - 1; bin >= 0; bin--) cumulativeLong[bin] = totalLong += sums[bin];
  for (let bin = firstShort; bin < binCount; bin++) cumulativeShort[bin] = totalShort += sums[bin];
  const maximum = sums.reduce((largest, sum) => Math.max(largest, sum), 0);
  return { prices, bands, values, cumulativeLong, cumulativeShort, maximum, totalLong, totalShort };
}
