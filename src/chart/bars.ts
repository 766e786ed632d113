import type { Candle } from '../market/types.js';

/** A bar of the chart, or its empty place. */
export type Bar = Candle | { time: number };

/** Empty places are not filled beyond this many bars, or this many times the candles. */
const MAX_FILLED = 20_000;
const MAX_FILL_RATIO = 4;

/**
 * Candles with an empty bar in the place of each missing one, so that equal times are equally wide on the chart's
 * ordinal axis. Gaps too long to fill (more than `MAX_FILLED` bars and four times the candles in all) stay closed.
 */
export function withWhitespace(candles: readonly Candle[], interval: number): Bar[] {
  const last = candles[candles.length - 1];
  const span = last ? (last.time - candles[0].time) / interval : 0;
  if (!(interval > 0) || span > Math.max(MAX_FILLED, candles.length * MAX_FILL_RATIO)) return [...candles];
  return candles.flatMap((candle, i) => (i === 0 ? [candle] : [...missing(candles[i - 1].time, candle.time, interval), candle]));
}

/** The empty bars between two bars. A bar that starts less than half an interval before the next one is not missing. */
export function missing(after: number, before: number, interval: number): Bar[] {
  const bars: Bar[] = [];
  for (let time = after + interval; time < before - interval / 2; time += interval) bars.push({ time });
  return bars;
}

/** Puts a live candle where it belongs: in the place of the last one of the same time, or after it. Older ones are left out. */
export function upsertCandle(candles: Candle[], candle: Candle): boolean {
  const last = candles[candles.length - 1];
  if (last && candle.time < last.time) return false;
  if (last?.time === candle.time) candles[candles.length - 1] = candle;
  else candles.push(candle);
  return true;
}
