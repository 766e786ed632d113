import type { Side } from '../market/types.js';
import { ALL_DENSITY, filteredValue, sideOf } from './density-filter.js';
import type { DensityFilter } from './density-filter.js';
import type { DensityGrid, DensityUnit } from './density-grid.js';
import { binAt, centre, edge } from './price-axis.js';

/** What is known of one bin at one time. Plain JSON data. */
export interface Cell {
  /** The start of the column. */
  time: number;
  priceLow: number;
  priceHigh: number;
  /** The density that the filter shows here. */
  value: number;
  unit: DensityUnit;
  /** The value's share of the visible maximum, at most 1. */
  relative: number;
  /** Whose liquidations; null where the source tells neither candles nor sides. */
  side: Side | null;
  /** The value by leverage band, for the bands shown. */
  leverage: Record<string, number>;
  /** From the last price to the middle of the bin, as a signed fraction of the last price; null when that is unknown. */
  distance: number | null;
  /** The time from which there has been density here without a break; the column's own when there is none. */
  since: number;
}

/** What a cell is measured against. */
export interface CellContext {
  /** Unknown when left out. */
  lastPrice?: number | null;
  /** The visible maximum, in the grid's unit. */
  maximum: number;
  /** Everything when left out. */
  filter?: DensityFilter;
}

/** The cell that holds a time and a price; null outside the grid. */
export function cellAt(
  grid: DensityGrid,
  time: number,
  price: number,
  { lastPrice, maximum, filter = ALL_DENSITY }: CellContext,
): Cell | null {
  const column = grid.columnAt(time);
  const bin = binAt(grid.prices, price);
  if (column < 0 || bin < 0) return null;
  const value = filteredValue(grid, column, bin, filter);
  return {
    time: grid.times[column],
    priceLow: edge(grid.prices, bin),
    priceHigh: edge(grid.prices, bin + 1),
    value,
    unit: grid.unit,
    relative: shareOf(maximum, value),
    side: sideOf(grid.prices, bin, grid.split[column]),
    leverage: leverageOf(grid, column, bin, bin, filter),
    distance: distanceFrom(lastPrice, centre(grid.prices, bin)),
    since: standingSince(grid, column, bin, filter),
  };
}

/** A value's share of a maximum, 0 to 1; 0 when there is no maximum. */
export function shareOf(maximum: number, value: number): number {
  return maximum > 0 ? Math.min(1, value / maximum) : 0;
}

/** The way from the last price to `price` as a signed fraction of the last price; null when that is unknown. */
export function distanceFrom(lastPrice: number | null | undefined, price: number): number | null {
  if (lastPrice == null || !(lastPrice > 0)) return null;
  const distance = price / lastPrice - 1;
  return Number.isFinite(distance) ? distance : null;
}

/** The density of the bins `first…last` (inclusive) of a column, by the bands that `filter` shows. */
export function leverageOf(
  grid: DensityGrid,
  column: number,
  first: number,
  last: number,
  filter: DensityFilter,
): Record<string, number> {
  const entries = grid.bands.flatMap((name, band): [string, number][] => {
    const bandMask = filter.bandMask & (1 << band);
    if (bandMask === 0) return [];
    let sum = 0;
    for (let bin = first; bin <= last; bin++) sum += filteredValue(grid, column, bin, { ...filter, bandMask });
    return [[name, sum]];
  });
  return Object.fromEntries(entries);
}

/** The start of the unbroken run of columns, ending at `column`, in which the filter shows density in this bin. */
export function standingSince(grid: DensityGrid, column: number, bin: number, filter: DensityFilter): number {
  let first = column + 1;
  while (first > 0 && filteredValue(grid, first - 1, bin, filter) > 0) first--;
  return grid.times[Math.min(first, column)];
}
