import type { Candle } from '../../market/types.js';

/**
 * The price that parts longs from shorts in each column: the close of the candle that covers the column's start,
 * NaN where there is none. A candle lasts until the next one, but at most the commonest distance between candles;
 * the only one there is lasts for ever.
 *
 * @param times - ascending, as are the candles
 */
export function splitFromCandles(times: ArrayLike<number>, candles: readonly Candle[]): Float32Array {
  const duration = commonestDistance(candles);
  let i = -1;
  return Float32Array.from(times, (time) => {
    while (i + 1 < candles.length && candles[i + 1].time <= time) i++;
    if (i < 0) return NaN;
    return time - candles[i].time >= duration ? NaN : candles[i].close;
  });
}

function commonestDistance(candles: readonly Candle[]): number {
  const counts = new Map<number, number>();
  let commonest = NaN;
  for (let i = 1; i < candles.length; i++) {
    const distance = candles[i].time - candles[i - 1].time;
    const count = (counts.get(distance) ?? 0) + 1;
    counts.set(distance, count);
    const most = counts.get(commonest) ?? 0;
    if (count > most || (count === most && distance < commonest)) commonest = distance;
  }
  return commonest;
}
