import type { Candle } from '../market/types.js';

const SAMPLED = 200;
const MOST = 10;

/**
 * How many decimals an asset's prices are written with: as many as the newest candles use, but no more than six
 * significant digits of the last price need.
 */
export function priceDecimals(candles: readonly Candle[]): number {
  const newest = candles.slice(-SAMPLED);
  const last = newest[newest.length - 1];
  if (!last || last.close <= 0) return 2;
  const significant = Math.max(0, 5 - Math.floor(Math.log10(last.close)));
  let used = 0;
  for (const { open, close } of newest) used = Math.max(used, decimalsOf(open), decimalsOf(close));
  return Math.min(MOST, used, significant);
}

/** How many decimals a number is written with at least. */
export function decimalsOf(price: number): number {
  const [digits, exponent = '0'] = String(price).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
