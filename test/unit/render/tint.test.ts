import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_DENSITY, sideOf } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { brightness, type IntensityScale } from '../../../src/grid/intensity.js';
import { type DensityLevel, LevelsOfDetail } from '../../../src/grid/levels-of-detail.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import type { HeatLook } from '../../../src/render/heatmap-renderer.js';
import { palette, PALETTES } from '../../../src/render/palettes.js';
import { tint, tintTable } from '../../../src/render/tint.js';
import { evenly, filters, grids } from '../grid/arbitraries.js';

const UNPAINTED = 0xdeadbeef;

function lookOf(scale: Partial<IntensityScale>, more: Partial<HeatLook> = {}): HeatLook {
  return {
    palette: palette('viridis'),
    scale: { curve: 'log', threshold: 0, peak: 1, maximum: 100, ...scale },
    filter: ALL_DENSITY,
    opacity: 1,
    ...more,
  };
}

/** A column of one band with these values. */
function columnOf(values: readonly number[]): DensityGrid {
  const prices = { scale: 'linear', origin: 100, step: 1, count: values.length } as const;
  return new DensityGrid({ times: [0], prices, values: Float32Array.from(values) });
}

/** The colours of a whole level, `[bin][column]`. */
function tinted(level: DensityLevel, prices: PriceAxis, look: HeatLook): Uint32Array {
  const pixels = new Uint32Array(level.columnCount * level.binCount).fill(UNPAINTED);
  const window = { column0: 0, column1: level.columnCount, bin0: 0, bin1: level.binCount };
  tint(level, prices, tintTable(look), window, pixels, 0, level.columnCount);
  return pixels;
}

function colours(grid: DensityGrid, look: HeatLook): number[] {
  return [...tinted(new LevelsOfDetail(grid).level(0, 0), grid.prices, look)];
}

/** The word of a colour of a ramp, as pictures hold it. */
function wordOf(ramp: Uint8Array, index: number): number {
  return new Uint32Array(ramp.slice(index * 4, index * 4 + 4).buffer)[0];
}

/** Makes sure that a word is the ramp's colour of a brightness, or the one before or after it. */
function expectShade(word: number, ramp: Uint8Array, shade: number): void {
  if (shade === 0) {
    expect(word).toBe(0);
    return;
  }
  const index = Math.round(shade * 255);
  const near = [index - 1, index, index + 1].filter((i) => i >= 0 && i < 256).map((i) => wordOf(ramp, i));
  expect(near).toContain(word);
}

/** Leaves a band's density as it is, or makes it 0 where the mask hides the band. */
function shownBand(mask: number): (density: number, band: number) => number {
  return (density, band) => (mask & (1 << band) ? density : 0);
}

const maxima = evenly(-3, 12).map((power) => 10 ** power);
const shares = evenly(0, 1);
const scales: fc.Arbitrary<IntensityScale> = fc.record({
  curve: fc.constantFrom('log', 'sqrt', 'linear'),
  threshold: fc.oneof(fc.constant(0), shares),
  peak: fc.oneof(fc.constantFrom(0, 1), evenly(0.001, 1)),
  maximum: maxima,
});
const palettes = fc.constantFrom(...PALETTES);

/** Whether rounding to single precision decides between shown and hidden. */
function onTheThreshold(value: number, { threshold, maximum }: IntensityScale): boolean {
  return Math.abs(value - threshold * maximum) <= 1e-6 * value;
}

describe('tint', () => {
  it('gives every value its brightness’ colour, at most one palette step off, over 24 octaves and more', () => {
    fc.assert(
      fc.property(scales, palettes, fc.array(evenly(-30, 2), { minLength: 1, maxLength: 40 }), (scale, name, powers) => {
        const { long } = palette(name);
        const values = powers.map((power) => Math.fround(scale.maximum * 2 ** power));
        const words = colours(columnOf(values), lookOf(scale, { palette: palette(name) }));
        values.forEach((value, bin) => {
          if (!onTheThreshold(value, scale)) expectShade(words[bin], long, brightness(scale, value));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('shows a value exactly from the threshold on', () => {
    const least = Math.fround(0.3337 * 100);
    const before = least * (1 - 2 ** -22);
    const words = colours(columnOf([before, least]), lookOf({ threshold: 0.3337 }));
    expect(words[0]).toBe(0);
    expect(words[1]).not.toBe(0);
  });

  it('paints nothing for zero, minus zero and hidden values', () => {
    expect(colours(columnOf([0, -0, 9.99]), lookOf({ threshold: 0.1 }))).toEqual([0, 0, 0]);
  });

  it.each([0, -5, NaN])('paints nothing under a maximum of %d', (maximum) => {
    expect(colours(columnOf([1, 100]), lookOf({ maximum }))).toEqual([0, 0]);
  });

  it('shows the smallest value there is as the faintest', () => {
    expect(colours(columnOf([1e-45]), lookOf({ maximum: 1e12 }))).toEqual([wordOf(palette('viridis').long, 1)]);
  });

  it('shows the bands, the side and the level that are asked for, in the colours of their side', () => {
    const shift = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(grids(), filters, scales, palettes, shift, shift, (grid, filter, scale, name, columnShift, binShift) => {
        const { long, short } = palette(name);
        const look = lookOf({ ...scale, maximum: scale.maximum % 20 }, { filter, palette: palette(name) });
        const level = new LevelsOfDetail(grid).level(columnShift, binShift);
        const prices = { ...grid.prices, step: grid.prices.step * 2 ** level.binShift, count: level.binCount };
        const words = tinted(level, grid.prices, look);
        for (let column = 0; column < level.columnCount; column++) {
          for (let bin = 0; bin < level.binCount; bin++) {
            const first = (column * level.binCount + bin) * grid.bandCount;
            const bands = level.values.subarray(first, first + grid.bandCount).map(shownBand(filter.bandMask));
            const value = bands.reduce((sum, density) => sum + density, 0);
            const side = sideOf(prices, bin, level.split[column]);
            const shown = filter.side === 'both' || filter.side === side;
            if (onTheThreshold(value, look.scale)) continue;
            const ramp = side === 'short' ? short : long;
            expectShade(words[bin * level.columnCount + column], ramp, shown ? brightness(look.scale, value) : 0);
          }
        }
      }),
    );
  });

  it('tells shorts from longs by colour only in a diverging palette, and takes an unknown split for longs', () => {
    const prices = { scale: 'linear', origin: 100, step: 1, count: 2 } as const;
    const values = Float32Array.of(100, 100, 100, 100);
    const grid = new DensityGrid({ times: [0, 1], prices, values, split: [101, NaN] });
    const { long, short } = palette('diverging');
    const diverging = colours(grid, lookOf({}, { palette: palette('diverging') }));
    expect(diverging).toEqual([wordOf(long, 255), wordOf(long, 255), wordOf(short, 255), wordOf(long, 255)]);
    const plain = wordOf(palette('viridis').long, 255);
    expect(colours(grid, lookOf({}))).toEqual([plain, plain, plain, plain]);
  });

  it.each(['long', 'short'] as const)('hides a column of unknown split when only %s is shown', (side) => {
    const grid = columnOf([100, 100]);
    expect(colours(grid, lookOf({}, { filter: { bandMask: 1, side } }))).toEqual([0, 0]);
  });

  it('paints the window, bins upwards or downwards, and nothing else', () => {
    const prices = { scale: 'linear', origin: 100, step: 1, count: 3 } as const;
    const values = Float32Array.from({ length: 12 }, (_, cell) => cell + 1);
    const grid = new DensityGrid({ times: [0, 1, 2, 3], prices, values });
    const level = new LevelsOfDetail(grid).level(0, 0);
    const table = tintTable(lookOf({ maximum: 12, curve: 'linear' }));
    const window = { column0: 1, column1: 3, bin0: 1, bin1: 3 };
    const all = tinted(level, prices, lookOf({ maximum: 12, curve: 'linear' }));
    const at = (column: number, bin: number) => all[bin * 4 + column];

    const down = new Uint32Array(16).fill(UNPAINTED);
    tint(level, prices, table, window, down, 5, 4);
    const row = (words: Uint32Array, y: number) => [...words.subarray(y * 4, y * 4 + 4)];
    expect(row(down, 1)).toEqual([UNPAINTED, at(1, 1), at(2, 1), UNPAINTED]);
    expect(row(down, 2)).toEqual([UNPAINTED, at(1, 2), at(2, 2), UNPAINTED]);
    expect(down.filter((word) => word !== UNPAINTED)).toHaveLength(4);

    const up = new Uint32Array(16).fill(UNPAINTED);
    tint(level, prices, table, window, up, 9, -4);
    expect([row(up, 1), row(up, 2)]).toEqual([row(down, 2), row(down, 1)]);
  });
});
