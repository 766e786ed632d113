import type { Candle } from '../../market/types.js';
import { array, nonNegative, price, refuse, seconds } from './check.js';

/**
 * Reads rows of `[time, open, high, low, close, volume?]`: seconds, strictly ascending, prices > 0, high and low
 * around open and close.
 *
 * @param field - the rows' name for messages; empty when they are the whole payload
 * @throws FormatError
 */
export function parseCandles(rows: readonly unknown[], field: string): Candle[] {
  let last = -Infinity;
  return rows.map((value, i) => {
    const row = array(value, field, i);
    const time = seconds(row[0], field, i, 0);
    if (time <= last) refuse(`a time after ${last}`, time, field, i, 0);
    last = time;
    const open = price(row[1], field, i, 1);
    const high = price(row[2], field, i, 2);
    const low = price(row[3], field, i, 3);
    const close = price(row[4], field, i, 4);
    if (high < Math.max(open, close)) refuse('a high ≥ open and close', high, field, i, 2);
    if (low > Math.min(open, close)) refuse('a low ≤ open and close', low, field, i, 3);
    const candle: Candle = { time, open, high, low, close };
    if (row.length > 5) candle.volume = nonNegative(row[5], field, i, 5);
    return candle;
  });
}
