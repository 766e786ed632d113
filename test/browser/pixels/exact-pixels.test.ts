import { expect } from 'chai';
import type { DensityFilter } from '../../../src/grid/density-filter.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { type IntensityCurve, LOG_STRENGTH as K } from '../../../src/grid/intensity.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { CanvasRenderer } from '../../../src/render/canvas-renderer.js';
import type { HeatLook, HeatmapRenderer } from '../../../src/render/heatmap-renderer.js';
import { palette } from '../../../src/render/palettes.js';
import { CENTRE_NUDGE, type Projection } from '../../../src/render/projection.js';
import { SharedContext } from '../../../src/render/webgl/shared-context.js';
import { WebglRenderer } from '../../../src/render/webgl/webgl-renderer.js';
import { BACKGROUND, lookWith, paint, projectionOf, sceneOf } from '../../support/heat-scenes.js';

/** A scene, and the level of detail that it must be drawn from. */
interface Case {
  name: string;
  grid: DensityGrid;
  projection: Projection;
  look?: HeatLook;
  columnShift?: number;
  binShift?: number;
}

const CURVES: Record<IntensityCurve, { forth: (share: number) => number; back: (shade: number) => number }> = {
  log: { forth: (share) => Math.log(1 + K * share) / Math.log(1 + K), back: (shade) => ((1 + K) ** shade - 1) / K },
  sqrt: { forth: Math.sqrt, back: (shade) => shade ** 2 },
  linear: { forth: (share) => share, back: (shade) => shade },
};

/** A palette index for every cell: all over the palette, and 0, which is nothing, here and there. */
function indexOf(column: number, bin: number): number {
  return (column * 4 + bin) % 5 === 3 ? 0 : 1 + ((column * 83 + bin * 47 + 11) % 255);
}

interface GridOptions {
  bands?: number;
  curve?: IntensityCurve;
  /** Where the palette ends, as a share of 100. */
  peak?: number;
  split?: number[];
}

/** A grid whose cells have the densities of those indexes; of several bands, each has a part of the palette. */
function gridOf(
  columns: number,
  bins: number,
  { bands = 1, curve = 'linear', peak = 1, split }: GridOptions = {},
): DensityGrid {
  const prices: PriceAxis = { scale: 'linear', origin: 100, step: 1, count: bins };
  const values = new Float32Array(columns * bins * bands);
  for (let column = 0; column < columns; column++) {
    for (let bin = 0; bin < bins; bin++) {
      for (let band = 0; band < bands; band++) {
        const index = Math.floor(indexOf(column, bin + 3 * band) / bands);
        values[(column * bins + bin) * bands + band] = 100 * peak * CURVES[curve].back(index / 255);
      }
    }
  }
  const times = Array.from({ length: columns }, (_, i) => i * 60);
  return new DensityGrid({ times, prices, bands: ['10', '25', '50', '100'].slice(0, bands), values, split });
}

/** Where a pixel is looked at. */
const CENTRE = 0.5 + CENTRE_NUDGE;

/** The palette's colour under the middle of a pixel, by the definitions and cell by cell; null where nothing is shown. */
function colourAt({ grid, projection, look = lookWith(), columnShift = 0, binShift = 0 }: Case, x: number, y: number) {
  const run = projection.runs.find(({ x0, x1 }) => x0 <= x + CENTRE && x + CENTRE < x1);
  if (!run) return null;
  const column = run.column0 + ((x + CENTRE - run.x0) * (run.column1 - run.column0)) / (run.x1 - run.x0);
  const place = ((y + CENTRE) * (projection.bins.length - 1)) / projection.height;
  const [above, below] = projection.bins.subarray(Math.floor(place));
  const bin = above + (below - above) * (place % 1);
  if (column < 0 || column >= grid.columnCount || bin < 0 || bin >= grid.binCount) return null;

  const firstColumn = (column >> columnShift) << columnShift;
  const firstBin = (bin >> binShift) << binShift;
  const peaks = new Array<number>(grid.bandCount).fill(0);
  const splits: number[] = [];
  for (let c = firstColumn; c < Math.min(firstColumn + 2 ** columnShift, grid.columnCount); c++) {
    if (!Number.isNaN(grid.split[c])) splits.push(grid.split[c]);
    for (let b = firstBin; b < Math.min(firstBin + 2 ** binShift, grid.binCount); b++) {
      for (let band = 0; band < grid.bandCount; band++) peaks[band] = Math.max(peaks[band], grid.value(c, b, 1 << band));
    }
  }
  const split = splits.reduce((sum, price) => sum + price, 0) / splits.length;
  const middle = grid.prices.origin + grid.prices.step * (firstBin + 2 ** binShift / 2);
  const side = Number.isNaN(split) ? null : middle > split ? 'short' : 'long';
  const { filter, scale } = look;
  if (filter.side !== 'both' && filter.side !== side) return null;

  const value = peaks.reduce((sum, peak, band) => (filter.bandMask & (1 << band) ? sum + peak : sum), 0);
  if (value === 0 || value < scale.threshold * scale.maximum) return null;
  const shade = CURVES[scale.curve].forth(Math.min(1, value / (scale.peak * scale.maximum)));
  const index = Math.max(1, Math.round(shade * 255));
  return [...look.palette[side ?? 'long'].subarray(index * 4, index * 4 + 4)];
}

/** Draws and compares every pixel. */
function expectExact(renderer: HeatmapRenderer, one: Case): void {
  const look = one.look ?? lookWith();
  const { width, height } = one.projection;
  const drawn = paint(renderer, sceneOf(one.grid, one.projection, look));
  let shown = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(one, x, y);
      if (colour) shown++;
      const alpha = colour ? (colour[3] / 255) * look.opacity : 0;
      BACKGROUND.forEach((behind, channel) => {
        const expected = colour ? colour[channel] * alpha + behind * (1 - alpha) : behind;
        // Where there is no transparency there is no rounding.
        const tolerance = alpha === 0 || alpha === 1 ? 0 : ROUNDING;
        const got = drawn[(y * width + x) * 4 + channel];
        if (Math.abs(got - expected) > tolerance) {
          expect.fail(`channel ${channel} of pixel ${x}, ${y} is ${got} instead of ${expected.toFixed(2)}`);
        }
      });
    }
  }
  expect(shown, 'something is shown').to.be.greaterThan(0);
}

/** A colour is rounded when its transparency is multiplied in, and again when it is laid over the background. */
const ROUNDING = 1.5;

function filter(bandMask: number, side: DensityFilter['side'] = 'both'): DensityFilter {
  return { bandMask, side };
}

const four = gridOf(4, 4);
const uneven = gridOf(7, 5);
const many = gridOf(61, 45);
const sided = gridOf(4, 6, { split: [102, NaN, 104.6, 99] });
const sidedMany = gridOf(45, 61, {
  bands: 3,
  split: Array.from({ length: 45 }, (_, i) => (i % 7 === 2 ? NaN : 110 + i)),
});

/** The bins at evenly spaced heights of a linear chart that shows the prices of a logarithmic axis. */
const curved = Float64Array.from({ length: 17 }, (_, knot) => Math.log((150 - (110 * knot) / 16) / 50) / 0.25);

const CASES: Case[] = [
  { name: 'whole cells', grid: four, projection: projectionOf(four, 40, 32) },
  { name: 'one cell a pixel', grid: many, projection: projectionOf(many, 61, 45) },
  { name: 'cells whose edges lie on the middle of pixels', grid: four, projection: projectionOf(four, 38, 30) },
  { name: 'cells of uneven width and height', grid: uneven, projection: projectionOf(uneven, 37, 29) },
  {
    name: 'a pane that begins and ends within cells',
    grid: many,
    projection: projectionOf(many, 100, 80, {
      runs: [{ x0: -1, x1: 101, column0: 10.31, column1: 33.87 }],
      bins: Float64Array.of(30.7, 11.45),
    }),
  },
  {
    name: 'a pane within one cell',
    grid: four,
    projection: projectionOf(four, 30, 30, {
      runs: [{ x0: -1, x1: 31, column0: 1.2, column1: 1.7 }],
      bins: Float64Array.of(2.8, 2.1),
    }),
  },
  {
    name: 'a pane that reaches beyond the grid on all sides',
    grid: four,
    projection: projectionOf(four, 60, 50, {
      runs: [{ x0: 12.2, x1: 47.9, column0: 0, column1: 4 }],
      bins: Float64Array.of(7.3, -2.2),
    }),
  },
  {
    name: 'an inverted price axis',
    grid: four,
    projection: projectionOf(four, 40, 33, { bins: Float64Array.of(-0.4, 4.3) }),
  },
  { name: 'a curved price axis', grid: four, projection: projectionOf(four, 40, 96, { bins: curved }) },
  {
    name: 'a curved and inverted price axis',
    grid: four,
    projection: projectionOf(four, 40, 96, { bins: curved.slice().reverse() }),
  },
  {
    name: 'runs of different widths with gaps between',
    grid: many,
    projection: projectionOf(many, 120, 45, {
      runs: [
        { x0: 2.3, x1: 20.2, column0: 3, column1: 8 },
        { x0: 20.2, x1: 40.8, column0: 8, column1: 28 },
        { x0: 61.4, x1: 90, column0: 28, column1: 30 },
        { x0: 90.3, x1: 121, column0: 30, column1: 40.2 },
      ],
    }),
  },
  {
    name: 'many cells a pixel',
    grid: many,
    projection: projectionOf(many, 19, 13),
    columnShift: 2,
    binShift: 2,
  },
  {
    name: 'many columns a pixel, from within a cell',
    grid: many,
    projection: projectionOf(many, 9, 90, { runs: [{ x0: -1, x1: 10, column0: 3.7, column1: 58.3 }] }),
    columnShift: 3,
  },
  {
    name: 'the whole grid on a fifth of a pixel',
    grid: four,
    projection: projectionOf(four, 20, 20, {
      runs: [{ x0: 5.4, x1: 5.6, column0: 0, column1: 4 }],
      bins: Float64Array.of(232, -168),
    }),
    columnShift: 2,
    binShift: 2,
  },
  {
    name: 'the whole grid on one pixel’s width',
    grid: many,
    projection: projectionOf(many, 1, 90),
    columnShift: 6,
  },
  ...[
    [2, 0b01], [2, 0b10], [2, 0b11], [3, 0b001], [3, 0b010], [3, 0b100], [3, 0b101], [3, 0b111],
    [4, 0b0001], [4, 0b1000], [4, 0b0110], [4, 0b1111],
  ].map(([bands, mask]): Case => {
    const grid = gridOf(4, 4, { bands });
    const name = `bands ${mask.toString(2).padStart(bands, '0')} of ${bands}`;
    return { name, grid, projection: projectionOf(grid, 40, 32), look: lookWith({ filter: filter(mask) }) };
  }),
  ...(['both', 'long', 'short'] as const).flatMap((side): Case[] => [
    {
      name: `${side} of a grid with splits`,
      grid: sided,
      projection: projectionOf(sided, 40, 36),
      look: lookWith({ filter: filter(1, side) }),
    },
    {
      name: `${side} in two hues`,
      grid: sided,
      projection: projectionOf(sided, 40, 36),
      look: lookWith({ filter: filter(1, side), palette: palette('diverging') }),
    },
    {
      name: `${side} of three bands in two hues, many cells a pixel`,
      grid: sidedMany,
      projection: projectionOf(sidedMany, 29, 20),
      look: lookWith({ filter: filter(0b101, side), palette: palette('diverging') }),
      columnShift: 1,
      binShift: 2,
    },
  ]),
  ...(['log', 'sqrt', 'linear'] as const).flatMap((curve): Case[] => {
    const grid = gridOf(6, 6, { curve });
    const peaked = gridOf(6, 6, { curve, peak: 0.4 });
    return [
      { name: `the curve ${curve}`, grid, projection: projectionOf(grid, 42, 36), look: lookWith({ scale: { curve } }) },
      {
        name: `the curve ${curve} between a threshold and a peak`,
        grid: peaked,
        projection: projectionOf(peaked, 42, 36),
        look: lookWith({ scale: { curve, threshold: 0.0523, peak: 0.4 } }),
      },
      {
        name: `the curve ${curve} beyond its peak`,
        grid,
        projection: projectionOf(grid, 42, 36),
        look: lookWith({ scale: { curve, peak: 0.0001 } }),
      },
    ];
  }),
  {
    name: 'a threshold that is exactly a cell’s density',
    grid: gridOf(4, 4),
    projection: projectionOf(four, 40, 32),
    look: lookWith({ scale: { threshold: (1 + ((2 * 83 + 0 * 47 + 11) % 255)) / 255 } }),
  },
  { name: 'half opacity', grid: four, projection: projectionOf(four, 40, 32), look: lookWith({ opacity: 0.5 }) },
  {
    name: 'another palette',
    grid: four,
    projection: projectionOf(four, 40, 32),
    look: lookWith({ palette: palette('magma') }),
  },
];

const RENDERERS: Record<string, () => Promise<HeatmapRenderer>> = {
  canvas2d: async () => new CanvasRenderer(),
  webgl: async () => new WebglRenderer(await SharedContext.acquire()),
};

for (const [kind, make] of Object.entries(RENDERERS)) {
  describe(`every pixel with ${kind}`, () => {
    let renderer: HeatmapRenderer;
    before(async () => {
      renderer = await make();
    });
    after(() => renderer.dispose());

    for (const one of CASES) it(`has its cell’s colour: ${one.name}`, () => expectExact(renderer, one));

    for (const [name, changes] of Object.entries({
      'no opacity': { opacity: 0 },
      'no maximum': { scale: { maximum: 0 } },
      'no bands': { filter: filter(0) },
    })) {
      it(`is the background with ${name}`, () => {
        const drawn = paint(renderer, sceneOf(four, projectionOf(four, 20, 20), lookWith(changes)));
        expect(drawn.every((byte, at) => byte === [...BACKGROUND, 255][at % 4])).to.equal(true);
      });
    }
  });
}
