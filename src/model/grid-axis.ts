import type { PriceAxis } from '../grid/price-axis.js';

/** The width of a bin, in log price: 10 bp. */
const STEP = 0.001;
/** A grid of more cells than this gets wider bins: 128 MB of values. */
const MOST_CELLS = 32_000_000;

/**
 * Bins for a range of prices, 10 bp wide, or as many times wider as a grid of so many columns needs to stay within its
 * memory. Edges are whole multiples of the width, so that they line up with those of other estimates.
 *
 * @param cellsPerBin - columns x bands
 * @throws RangeError when the range holds no price.
 */
export function axisCovering({ low, high }: { low: number; high: number }, cellsPerBin = 1): PriceAxis {
  if (!(low > 0 && low <= high)) throw new RangeError('prices: expected an axis, as there is no bar to choose one from');
  const bins = Math.log(high / low) / STEP + 2;
  const step = STEP * Math.max(1, Math.ceil((bins * cellsPerBin) / MOST_CELLS));
  const first = Math.floor(Math.log(low) / step);
  const count = Math.floor(Math.log(high) / step) + 1 - first;
  return { scale: 'log', origin: Math.exp(first * step), step, count };
}
