import type { Candle, Liquidation } from '../../market/types.js';
import type { SweptLevel } from './simulated-density.js';

/** Most positions are closed by their owners, or stopped out, before price reaches their level. */
const LIQUIDATED = 0.2;
/** Smaller prints are not worth showing. */
const SMALLEST_USD = 10_000;

/**
 * The liquidations implied by the levels that a bar swept: longs' where price fell to them, shorts' where it rose.
 * In the order in which price most likely reached them, spread evenly over the time in which it did.
 *
 * @param bar - a whole bar or the part of it seen so far
 * @param swept - by ascending price
 * @param from - start of the time in which these levels were swept, in seconds since the epoch
 * @param to - its end, which is not in it
 */
export function liquidationsOf(bar: Candle, swept: readonly SweptLevel[], from: number, to: number): Liquidation[] {
  const liquidated = swept.filter(({ usd }) => usd * LIQUIDATED >= SMALLEST_USD);
  const longs = liquidated.filter(({ price }) => price <= bar.open).reverse();
  const shorts = liquidated.filter(({ price }) => price > bar.open);
  // A bar that closed higher most likely went down first.
  const ordered = bar.close > bar.open ? [...longs, ...shorts] : [...shorts, ...longs];
  return ordered.map(({ price, usd }, i) => ({
    time: from + Math.floor((i / ordered.length) * (to - from)),
    side: price <= bar.open ? 'long' : 'short',
    price: Math.min(Math.max(price, bar.low), bar.high),
    usd: usd * LIQUIDATED,
  }));
}
