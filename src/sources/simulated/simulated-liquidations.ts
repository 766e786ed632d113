import type { Liquidation } from '../../market/types.js';
import { Random, seedOf, seedOfText } from './random.js';
import type { SimulatedBar } from './simulated-market.js';

/** With it, some 0.8 % of the open interest is liquidated in a usual day. */
const RATE = 0.4;
/** A move twice as far liquidates three times as much. */
const STEEPNESS = 1.5;
/** Smaller prints are not worth showing. */
const SMALLEST_USD = 10_000;
const MOST_PRINTS = 6;

const seed = seedOfText('liquidations');

/**
 * The liquidations of a closed bar: longs' on its way down from the open, shorts' on its way up, the more the further
 * it went. The same at every call, in order of time.
 *
 * @param interval - bar length in seconds
 */
export function liquidationsOf(bar: SimulatedBar, interval: number): Liquidation[] {
  const random = new Random(seedOf(seed, interval, bar.time));
  const prints: Liquidation[] = [];
  for (const side of ['long', 'short'] as const) {
    const extreme = side === 'long' ? bar.low : bar.high;
    const excursion = Math.abs(extreme - bar.open) / bar.open;
    let left = RATE * excursion ** STEEPNESS * bar.openInterest.open * bar.open * (0.3 + 1.4 * random.uniform());
    for (let i = 0; i < MOST_PRINTS && left >= SMALLEST_USD; i++) {
      const usd = i === MOST_PRINTS - 1 ? left : left * (0.3 + 0.5 * random.uniform());
      left -= usd;
      if (usd < SMALLEST_USD) break;
      const price = bar.open + (extreme - bar.open) * random.uniform();
      prints.push({ time: bar.time + Math.floor(random.uniform() * interval), side, price, usd });
    }
  }
  return prints.sort((a, b) => a.time - b.time);
}
