import type { MarketBar } from './market-bar.js';

const FIELDS = 11;

/**
 * Bars as plain numbers, `[bar][field]`, NaN for what a bar does not tell: a worker takes over one block of memory at
 * once, where it would copy thousands of objects one by one.
 */
export function packBars(bars: readonly MarketBar[]): Float64Array<ArrayBuffer> {
  const packed = new Float64Array(bars.length * FIELDS);
  bars.forEach((bar, i) => {
    const { time, open, high, low, close, volume, openInterest, takerBuyVolume, markHigh, markLow } = bar;
    const at = i * FIELDS;
    packed[at] = time;
    packed[at + 1] = open;
    packed[at + 2] = high;
    packed[at + 3] = low;
    packed[at + 4] = close;
    packed[at + 5] = volume;
    packed[at + 6] = openInterest?.open ?? NaN;
    packed[at + 7] = openInterest?.close ?? NaN;
    packed[at + 8] = takerBuyVolume ?? NaN;
    packed[at + 9] = markHigh ?? NaN;
    packed[at + 10] = markLow ?? NaN;
  });
  return packed;
}

/** The bars that {@link packBars} packed. */
export function unpackBars(packed: Float64Array): MarketBar[] {
  return Array.from({ length: packed.length / FIELDS }, (_, i) => {
    const [time, open, high, low, close, volume, opening, closing, ...others] = packed.subarray(
      i * FIELDS,
      (i + 1) * FIELDS,
    );
    const bar: MarketBar = { time, open, high, low, close, volume };
    if (!Number.isNaN(opening)) bar.openInterest = { open: opening, close: closing };
    const [takerBuyVolume, markHigh, markLow] = others;
    if (!Number.isNaN(takerBuyVolume)) bar.takerBuyVolume = takerBuyVolume;
    if (!Number.isNaN(markHigh)) bar.markHigh = markHigh;
    if (!Number.isNaN(markLow)) bar.markLow = markLow;
    return bar;
  });
}
