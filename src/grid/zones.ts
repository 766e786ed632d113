import type { Side } from '../market/types.js';
import { distanceFrom, leverageOf, shareOf, standingSince } from './cell.js';
import { ALL_DENSITY, binsOfSide, filteredValue } from './density-filter.js';
import type { DensityFilter } from './density-filter.js';
import type { DensityGrid, DensityUnit } from './density-grid.js';
import { centre, edge } from './price-axis.js';

/** Neighbouring bright bins of one column. Plain JSON data. */
export interface Zone {
  priceLow: number;
  priceHigh: number;
  /** The middle of the brightest bin. */
  peakPrice: number;
  /** The density of all its bins. */
  value: number;
  unit: DensityUnit;
  /** The brightest bin's share of the visible maximum, at most 1. */
  relative: number;
  /** Whose liquidations; null where the source tells neither candles nor sides. */
  side: Side | null;
  /** From the last price to `peakPrice`, as a signed fraction of the last price; null when that is unknown. */
  distance: number | null;
  /** The time from which there has been density in the brightest bin without a break. */
  since: number;
  /** The value by leverage band, for the bands shown. */
  leverage: Record<string, number>;
}

/** Which zones to find, and what they are measured against. */
export interface ZoneQuery {
  /** The last one when left out. */
  column?: number;
  /** At most so many for each side; 3 when left out. */
  count?: number;
  /** Both when left out. */
  side?: DensityFilter['side'];
  /** Only zones whose peak is at most so far from the last price, where that is known. */
  withinPercent?: number;
  /** Unknown when left out. */
  lastPrice?: number | null;
  /** Everything when left out. */
  filter?: DensityFilter;
  /** The visible maximum, in the grid's unit; the column's own when left out. */
  maximum?: number;
}

/** A zone's peak has at least this share of the column's maximum. */
const LEAST_PEAK = 0.25;

/** A zone reaches down to this share of its peak. */
const LEAST_FLANK = 0.5;

/** Bins `low…high` (inclusive) around the brightest of them, `peak`. */
interface Cluster {
  low: number;
  high: number;
  peak: number;
}

/**
 * Clusters the bright bins of a column into zones that do not overlap and never cross the split. Every local peak of
 * at least a quarter of the column's maximum belongs to one; a zone reaches on both sides down to half its peak,
 * taking in lower peaks on the way, and ends at the valley before a higher one or where a higher one's zone begins.
 *
 * @returns the zones, largest value first; none for a column outside the grid.
 */
export function findZones(grid: DensityGrid, query: ZoneQuery = {}): Zone[] {
  const { column = grid.columnCount - 1, count = 3, side = 'both', filter = ALL_DENSITY, lastPrice } = query;
  if (!(column in grid.times)) return [];
  const heights = Float64Array.from({ length: grid.binCount }, (_, bin) => filteredValue(grid, column, bin, filter));
  const columnMaximum = heights.reduce((maximum, height) => Math.max(maximum, height), 0);
  const { withinPercent = Infinity, maximum = columnMaximum } = query;

  const zonesOfSide = (zoneSide: Side | null): Zone[] => {
    const { from, to } = binsOfSide(grid.prices, grid.split[column], zoneSide ?? 'both');
    return clustersOf(heights.subarray(0, to), from, columnMaximum * LEAST_PEAK)
      .map(({ low, high, peak }): Zone => {
        const peakPrice = centre(grid.prices, peak);
        return {
          priceLow: edge(grid.prices, low),
          priceHigh: edge(grid.prices, high + 1),
          peakPrice,
          value: heights.subarray(low, high + 1).reduce((sum, height) => sum + height, 0),
          unit: grid.unit,
          relative: shareOf(maximum, heights[peak]),
          side: zoneSide,
          distance: distanceFrom(lastPrice, peakPrice),
          since: standingSince(grid, column, peak, filter),
          leverage: leverageOf(grid, column, low, high, filter),
        };
      })
      .filter(({ distance }) => distance === null || Math.abs(distance) * 100 <= withinPercent)
      .sort(byValue)
      .slice(0, count);
  };

  return sidesOf(grid.split[column], side).flatMap(zonesOfSide).sort(byValue);
}

function sidesOf(split: number, side: DensityFilter['side']): (Side | null)[] {
  if (Number.isNaN(split)) return side === 'both' ? [null] : [];
  return side === 'both' ? ['long', 'short'] : [side];
}

function byValue(a: Zone, b: Zone): number {
  return b.value - a.value;
}

/** The clusters of the bins from `from` on whose peaks are at least `least` high. */
function clustersOf(heights: Float64Array, from: number, least: number): Cluster[] {
  const taken = new Uint8Array(heights.length);
  const clusters: Cluster[] = [];
  // Highest first, so that a cluster takes in the lower peaks on its flanks and never the other way round.
  for (const peak of peaksOf(heights, from).sort((a, b) => heights[b] - heights[a])) {
    if (taken[peak] || heights[peak] === 0 || heights[peak] < least) continue;
    const low = reach(heights, taken, peak, -1, from - 1);
    const high = reach(heights, taken, peak, 1, heights.length);
    taken.fill(1, low, high + 1);
    clusters.push({ low, high, peak });
  }
  return clusters;
}

/** The bins from `from` on that are higher than what surrounds them; of a plateau, its middle. */
function peaksOf(heights: Float64Array, from: number): number[] {
  const peaks: number[] = [];
  let start = from;
  for (let bin = from; bin < heights.length; bin++) {
    if (heights[bin] !== heights[start]) start = bin;
    const rises = start === from || heights[start - 1] < heights[start];
    const falls = bin + 1 === heights.length || heights[bin + 1] < heights[bin];
    if (rises && falls) peaks.push((start + bin) >> 1);
  }
  return peaks;
}

/** The last bin that a peak's cluster holds in one direction, before `end`. */
function reach(heights: Float64Array, taken: Uint8Array, peak: number, direction: 1 | -1, end: number): number {
  let valley = peak;
  for (let bin = peak + direction; bin !== end; bin += direction) {
    if (heights[bin] < heights[peak] * LEAST_FLANK) return bin - direction;
    if (taken[bin] || heights[bin] > heights[peak]) return valley;
    if (heights[bin] < heights[valley]) valley = bin;
  }
  return end - direction;
}
