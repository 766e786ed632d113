import type { PriceAxis } from '../../grid/price-axis.js';

/** Where a value of one of a vendor's bins belongs: its share `weights[k]` in bin `first + k`. They sum to 1. */
export interface BinShare {
  readonly first: number;
  readonly weights: readonly number[];
}

/** A vendor's price bins as a uniform axis, and where each of them (in the vendor's order) goes on it. */
export interface PriceBins {
  readonly axis: PriceAxis;
  readonly shares: readonly BinShare[];
}

/** How far from regular an axis may be and still be taken as it is, in steps. */
const TOLERANCE = 0.01;
const MAX_BINS = 8192;
/** The height of a lone bin, whose neighbours do not tell, as a fraction of its price. */
const LONE_BIN = 0.001;
const WHOLE = [1];

/**
 * Makes a uniform axis of the centres of a vendor's bins. A regular row, linear or logarithmic, is taken as it is:
 * bin *i* is centred at `centres[i]`. Any other is resampled onto the finest linear axis that its edges (midway
 * between the centres) need, of at most 8192 bins; a value is shared out by overlap, so that totals stay the same.
 *
 * @param centres - at least one price > 0, strictly ascending or strictly descending
 */
export function priceBins(centres: readonly number[]): PriceBins {
  if (centres[0] > centres[centres.length - 1]) {
    const { axis, shares } = priceBins(centres.toReversed());
    return { axis, shares: shares.toReversed() };
  }
  const axis = regularAxis(centres);
  return axis ? { axis, shares: centres.map((_, first) => ({ first, weights: WHOLE })) } : resampled(centres);
}

function regularAxis(centres: readonly number[]): PriceAxis | null {
  const count = centres.length;
  if (count === 1) {
    const step = centres[0] * LONE_BIN;
    return { scale: 'linear', origin: centres[0] - step / 2, step, count };
  }
  const linear = regularStep(centres);
  if (linear) return { scale: 'linear', origin: centres[0] - linear / 2, step: linear, count };
  const log = regularStep(centres.map(Math.log));
  return log ? { scale: 'log', origin: centres[0] * Math.exp(-log / 2), step: log, count } : null;
}

/** The step of an ascending row, or null when it is not regular. */
function regularStep(row: readonly number[]): number | null {
  const step = (row[row.length - 1] - row[0]) / (row.length - 1);
  const regular = row.every((value, i) => Math.abs(value - (row[0] + i * step)) <= TOLERANCE * step);
  return regular ? step : null;
}

function resampled(centres: readonly number[]): PriceBins {
  const edges = edgesBetween(centres);
  const origin = edges[0];
  const span = edges[edges.length - 1] - origin;
  let narrowest = Infinity;
  for (let i = 0; i < centres.length; i++) narrowest = Math.min(narrowest, edges[i + 1] - edges[i]);
  const step = Math.max(narrowest, span / MAX_BINS);
  const count = Math.min(MAX_BINS, Math.ceil(span / step - 1e-9));
  const positions = edges.map((edge) => snapped((edge - origin) / step));
  const shares = centres.map((_, i) => share(positions[i], positions[i + 1], count));
  return { axis: { scale: 'linear', origin, step, count }, shares };
}

function edgesBetween(centres: readonly number[]): number[] {
  const n = centres.length;
  const inner = centres.slice(1).map((centre, i) => (centres[i] + centre) / 2);
  return [centres[0] - (inner[0] - centres[0]), ...inner, centres[n - 1] + (centres[n - 1] - inner[n - 2])];
}

/** Rounding must not leave a trace of a value in a bin that it only touches. */
function snapped(position: number): number {
  const nearest = Math.round(position);
  return Math.abs(position - nearest) < 1e-6 ? nearest : position;
}

/** Shares out the span from `low` to `high`, given in bins, among the bins it overlaps. */
function share(low: number, high: number, count: number): BinShare {
  const first = Math.min(Math.floor(low), count - 1);
  const last = Math.max(first, Math.min(Math.ceil(high), count) - 1);
  if (first === last) return { first, weights: WHOLE };
  const overlaps: number[] = [];
  let total = 0;
  for (let bin = first; bin <= last; bin++) {
    const overlap = Math.max(0, Math.min(high, bin + 1) - Math.max(low, bin));
    overlaps.push(overlap);
    total += overlap;
  }
  return { first, weights: overlaps.map((overlap) => overlap / total) };
}
