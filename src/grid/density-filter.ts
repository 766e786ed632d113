import type { Side } from '../market/types.js';
import { ALL_BANDS } from './density-grid.js';
import type { DensityGrid } from './density-grid.js';
import { centre, position } from './price-axis.js';
import type { PriceAxis } from './price-axis.js';

/**
 * The part of a grid that is shown: the bands whose bits are set in `bandMask`, on one side of the split or on both.
 * Where a column's split is unknown, its cells belong to `both` only.
 */
export interface DensityFilter {
  readonly bandMask: number;
  readonly side: 'both' | Side;
}

/** The filter that shows everything. */
export const ALL_DENSITY: DensityFilter = { bandMask: ALL_BANDS, side: 'both' };

/**
 * The mask of the bands named by `ids`. No ids, the id `all` and ids of which none is known mean every band.
 *
 * @returns the mask, and the ids that name no band.
 */
export function bandMaskOf(bands: readonly string[], ids: readonly string[]): { mask: number; unknown: string[] } {
  const unknown = ids.filter((id) => id !== 'all' && !bands.includes(id));
  const all = (1 << bands.length) - 1;
  if (ids.includes('all')) return { mask: all, unknown };
  const mask = bands.reduce((bits, band, i) => (ids.includes(band) ? bits | (1 << i) : bits), 0);
  return { mask: mask || all, unknown };
}

/** Whose liquidations a bin holds: shorts when its centre is above `split`, else longs; null when `split` is NaN. */
export function sideOf(axis: PriceAxis, bin: number, split: number): Side | null {
  if (Number.isNaN(split)) return null;
  return centre(axis, bin) > split ? 'short' : 'long';
}

/** The lowest bin that {@link sideOf} gives to the shorts: 0 to `count`; NaN when `split` is NaN. */
export function firstShortBin(axis: PriceAxis, split: number): number {
  if (Number.isNaN(split)) return NaN;
  const guess = Math.ceil(position(axis, split) - 0.5) || 0;
  let bin = Math.min(Math.max(guess, 0), axis.count);
  while (bin > 0 && centre(axis, bin - 1) > split) bin--;
  while (bin < axis.count && centre(axis, bin) <= split) bin++;
  return bin;
}

/** The half-open range of bins that a side holds in a column with this split; empty where the side is unknown. */
export function binsOfSide(axis: PriceAxis, split: number, side: DensityFilter['side']): { from: number; to: number } {
  if (side === 'both') return { from: 0, to: axis.count };
  if (Number.isNaN(split)) return { from: 0, to: 0 };
  const first = firstShortBin(axis, split);
  return side === 'long' ? { from: 0, to: first } : { from: first, to: axis.count };
}

/** The density of one cell as far as `filter` shows it. The indexes must be inside the grid. */
export function filteredValue(grid: DensityGrid, column: number, bin: number, filter: DensityFilter): number {
  const shown = filter.side === 'both' || sideOf(grid.prices, bin, grid.split[column]) === filter.side;
  return shown ? grid.value(column, bin, filter.bandMask) : 0;
}
