import type { DensityFilter } from '../grid/density-filter.js';
import { firstShortBin } from '../grid/density-filter.js';
import { brightness } from '../grid/intensity.js';
import type { DensityLevel } from '../grid/levels-of-detail.js';
import type { PriceAxis } from '../grid/price-axis.js';
import type { HeatLook } from './heatmap-renderer.js';
import { PALETTE_SIZE } from './palettes.js';

/** Bits of a float's mantissa that the table leaves out: it keeps 10, finer than one of 256 colours needs. */
const DROPPED_BITS = 13;
/** How many powers of two below the brightest value are told apart; fainter ones take the faintest colour. */
const OCTAVES = 24;
const STEPS_PER_OCTAVE = 1 << (23 - DROPPED_BITS);

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/**
 * The colours of densities, looked up by a float's own leading bits, so that tinting a cell costs no logarithm.
 * Entries are RGBA bytes seen as one 32-bit word, whatever the machine's byte order.
 */
export interface TintTable {
  readonly filter: DensityFilter;
  readonly long: Uint32Array;
  readonly short: Uint32Array;
  /** What to take from a value's shifted bits to find its entry. */
  readonly base: number;
  /** The bits of the smallest value that is shown. Floats above zero are in the order of their bits. */
  readonly least: number;
}

/** Builds the table of a look: some 25,000 entries, whatever the grid's size. */
export function tintTable({ palette, scale, filter }: HeatLook): TintTable {
  // A threshold lies anywhere between two entries, so it is compared with apart.
  scratch[0] = scale.threshold * scale.maximum;
  const least = Math.max(1, scratchBits[0]);
  const unhidden = { ...scale, threshold: 0 };
  scratch[0] = scale.maximum;
  const base = (scratchBits[0] >>> DROPPED_BITS) - OCTAVES * STEPS_PER_OCTAVE;
  const long = new Uint32Array((OCTAVES + 1) * STEPS_PER_OCTAVE + 1);
  const short = palette.short === palette.long ? long : new Uint32Array(long.length);
  const longColours = new Uint32Array(palette.long.buffer);
  const shortColours = new Uint32Array(palette.short.buffer);
  for (let entry = 0; entry < long.length; entry++) {
    // The middle of the range of values that share the entry.
    scratchBits[0] = Math.max(1, ((entry + base) << DROPPED_BITS) + (1 << (DROPPED_BITS - 1)));
    const shade = brightness(unhidden, scratch[0]);
    if (shade === 0) continue;
    const colour = Math.round(shade * (PALETTE_SIZE - 1));
    long[entry] = longColours[colour];
    short[entry] = shortColours[colour];
  }
  return { filter, long, short, base, least };
}

/** The texels of a level that a picture holds, half open. */
export interface TexelWindow {
  column0: number;
  column1: number;
  bin0: number;
  bin1: number;
}

/**
 * Colours a window of a level into a picture whose rows are bins.
 *
 * @param pixels one word a texel; `stride` words from one row to the next; `offset` is the window's lowest bin and
 * first column, `rowStep` leads to the next bin (negative where prices rise upwards).
 */
export function tint(
  level: DensityLevel,
  prices: PriceAxis,
  table: TintTable,
  window: TexelWindow,
  pixels: Uint32Array,
  offset: number,
  rowStep: number,
): void {
  const { values, binCount, bandCount } = level;
  const { bandMask, side } = table.filter;
  const allBands = (bandMask & ((1 << bandCount) - 1)) === (1 << bandCount) - 1;
  // Signed, so that minus zero is not taken for more than anything else.
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const last = table.long.length - 1;
  const levelPrices = { ...prices, step: prices.step * 2 ** level.binShift, count: binCount };
  for (let column = window.column0; column < window.column1; column++) {
    const shorts = firstShortBin(levelPrices, level.split[column]);
    // With an unknown split the comparison is false throughout: shown as longs, and under neither single side.
    const from = side === 'short' ? Math.max(window.bin0, shorts) : window.bin0;
    const to = side === 'long' ? Math.min(window.bin1, shorts) : window.bin1;
    const start = column * binCount;
    const place = offset + column - window.column0;
    for (let bin = window.bin0; bin < window.bin1; bin++) {
      let word = 0;
      if (bin >= from && bin < to) {
        const at = (start + bin) * bandCount;
        if (bandCount === 1 && allBands) word = bits[at];
        else {
          let sum = 0;
          for (let band = 0; band < bandCount; band++) if (bandMask & (1 << band)) sum += values[at + band];
          scratch[0] = sum;
          word = scratchBits[0];
        }
      }
      const entry = Math.min(last, Math.max(0, (word >>> DROPPED_BITS) - table.base));
      pixels[place + (bin - window.bin0) * rowStep] =
        word < table.least ? 0 : (bin >= shorts ? table.short : table.long)[entry];
    }
  }
}
