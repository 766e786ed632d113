import { expect } from 'chai';
import fc from 'fast-check';
import { type DensityColumn, DensityGrid } from '../../../src/grid/density-grid.js';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { CanvasRenderer } from '../../../src/render/canvas-renderer.js';
import type { HeatLook, HeatmapRenderer } from '../../../src/render/heatmap-renderer.js';
import { palette, PALETTES } from '../../../src/render/palettes.js';
import type { ColumnRun, Projection } from '../../../src/render/projection.js';
import { SharedContext } from '../../../src/render/webgl/shared-context.js';
import { WebglRenderer } from '../../../src/render/webgl/webgl-renderer.js';
import { paint, sceneOf } from '../../support/heat-scenes.js';

/** The same scenes in every run: what a GPU rounds differently must not turn up by chance. */
const SEED = 20240607;

/**
 * The plain canvas looks colours up in a table and WebGL computes them in single precision, so they may be one step
 * of the palette apart; and single precision may put a pixel that lies on the edge of a texel into the next one.
 */
const ALIKE = 3;
const TOLERATED_SHARE = 0.001;

const BAND_NAMES = ['10', '25', '50', '100'];

function evenly(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 24;
  return fc.nat(steps).map((i) => min + ((max - min) * i) / steps);
}

/** Numbers from 0 to 1 that look random, the same ones for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Densities over nine magnitudes up to 1000, a third of them 0. */
function densities(length: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => (random() < 1 / 3 ? 0 : 1000 * 10 ** (-9 * random() ** 2)));
}

interface Shape {
  columns: number;
  bins: number;
  bands: number;
  scale: PriceAxis['scale'];
  seed: number;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  columns: fc.integer({ min: 1, max: 90 }),
  bins: fc.integer({ min: 1, max: 70 }),
  bands: fc.integer({ min: 1, max: 4 }),
  scale: fc.constantFrom('linear', 'log'),
  seed: fc.nat(),
});

function splitOf(random: number): number {
  return random < 0.1 ? NaN : 100 + 70 * random;
}

function gridOf({ columns, bins, bands, scale, seed }: Shape): DensityGrid {
  const random = randomFrom(seed + 1);
  return new DensityGrid({
    times: Array.from({ length: columns }, (_, i) => i * 60),
    prices: { scale, origin: 100, step: scale === 'linear' ? 1 : 0.01, count: bins },
    bands: BAND_NAMES.slice(0, bands),
    values: densities(columns * bins * bands, seed),
    split: Array.from({ length: columns }, () => splitOf(random())),
  });
}

/** Bins from the pane's bottom edge to its top edge, or the other way round; some of the grid is there. */
function binsOver(count: number, height: number): fc.Arbitrary<Float64Array> {
  const pieces = fc.array(evenly(0.5, 2), { minLength: 1, maxLength: 24 });
  return fc
    .record({ bin: evenly(0, 1), place: evenly(0, 1), zoom: evenly(-3, 5), pieces, inverted: fc.boolean() })
    .map(({ bin, place, zoom, pieces, inverted }) => {
      const shown = height / 2 ** zoom;
      const bins = [bin * count - place * shown];
      for (const piece of pieces) bins.push(bins[bins.length - 1] + (piece * shown) / pieces.length);
      return Float64Array.from(inverted ? bins : bins.reverse());
    });
}

/** Runs of columns side by side, some with a gap or another width, over a pane that they need not fill. */
function runsOver(count: number, width: number): fc.Arbitrary<ColumnRun[]> {
  const part = fc.record({
    share: evenly(0.1, 1),
    gap: fc.oneof(fc.constant(0), evenly(0, 30)),
    stretch: evenly(0.5, 2),
  });
  const parts = fc.array(part, { minLength: 1, maxLength: 4 });
  return fc
    .record({ first: evenly(0, 0.9), offset: evenly(-0.3, 0.3), zoom: evenly(-4, 4), parts })
    .map(({ first, offset, zoom, parts }) => {
      const runs: ColumnRun[] = [];
      let x = Math.max(-1, offset * width);
      let column = first * count;
      for (const { share, gap, stretch } of parts) {
        const pixelsPerColumn = stretch * 2 ** zoom;
        const x0 = x + gap;
        const column1 = Math.min(count, column + share * count, column + (width + 1 - x0) / pixelsPerColumn);
        if (column1 - column < 1e-3) break;
        runs.push({ x0, x1: x0 + (column1 - column) * pixelsPerColumn, column0: column, column1 });
        x = runs[runs.length - 1].x1;
        column = column1;
      }
      return runs;
    });
}

function projectionsOf({ columns, bins }: Shape): fc.Arbitrary<Projection> {
  return fc
    .record({ width: fc.integer({ min: 30, max: 260 }), height: fc.integer({ min: 20, max: 200 }) })
    .chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        runs: runsOver(columns, width),
        bins: binsOver(bins, height),
      }),
    );
}

const looks: fc.Arbitrary<HeatLook> = fc.record({
  palette: fc.constantFrom(...PALETTES).map(palette),
  scale: fc.record({
    curve: fc.constantFrom('log', 'sqrt', 'linear'),
    threshold: fc.oneof(fc.constant(0), evenly(0, 0.2)),
    peak: fc.oneof(fc.constantFrom(1, 0), evenly(0.001, 1)),
    maximum: evenly(-1, 2.5).map((power) => 10 ** power),
  }),
  filter: fc.record({
    bandMask: fc.oneof(fc.constant(15), fc.integer({ min: 1, max: 15 })),
    side: fc.constantFrom('both', 'both', 'long', 'short'),
  }),
  opacity: fc.oneof(fc.constant(1), evenly(0.1, 1)),
});

const scenes = shapes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), projection: projectionsOf(shape), look: looks }),
);

/** The share of pixels that differ visibly. */
function differing(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 4) {
    const off = Math.max(Math.abs(a[at] - b[at]), Math.abs(a[at + 1] - b[at + 1]), Math.abs(a[at + 2] - b[at + 2]));
    if (off > ALIKE) count++;
  }
  return count / (a.length / 4);
}

const RENDERERS: Record<string, () => Promise<HeatmapRenderer>> = {
  canvas2d: async () => new CanvasRenderer(),
  webgl: async () => new WebglRenderer(await SharedContext.acquire()),
};

describe('the plain canvas and WebGL', () => {
  it('draw the same picture of any scene', async function () {
    this.timeout(60_000);
    const [canvas, webgl] = [await RENDERERS.canvas2d(), await RENDERERS.webgl()];
    let shown = 0;
    fc.assert(
      fc.property(scenes, ({ shape, projection, look }) => {
        const scene = sceneOf(gridOf(shape), projection, look);
        const [a, b] = [paint(canvas, scene), paint(webgl, scene)];
        expect(differing(a, b)).to.be.at.most(TOLERATED_SHARE);
        if (new Set(new Uint32Array(a.buffer)).size > 1) shown++;
      }),
      { seed: SEED, numRuns: 150, endOnFailure: true },
    );
    expect(shown, 'scenes that show something').to.be.greaterThan(75);
    canvas.dispose();
    webgl.dispose();
  });
});

/** What happens to a grid on screen: live columns, and the reader's moves between them. */
type Step = { kind: 'replace' | 'append' | 'draw'; seed: number } | { kind: 'move'; projection: Projection };

/** Columns that may be appended, and looked at before they are there. */
const TO_COME = 40;

const lives = shapes
  .map((shape) => ({ ...shape, columns: Math.min(shape.columns, 50) }))
  .chain((shape) => {
    const projections = projectionsOf({ ...shape, columns: shape.columns + TO_COME });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { arbitrary: fc.record({ kind: fc.constantFrom('replace', 'append', 'draw'), seed: fc.nat() }), weight: 5 },
      { arbitrary: fc.record({ kind: fc.constant('move' as const), projection: projections }), weight: 1 },
    );
    return fc.record({
      shape: fc.constant(shape),
      projection: projections,
      look: looks,
      steps: fc.array(step, { minLength: 5, maxLength: TO_COME }),
    });
  });

function columnOf(grid: DensityGrid, time: number, seed: number): DensityColumn {
  return { time, split: splitOf(randomFrom(seed)()), values: densities(grid.binCount * grid.bandCount, seed) };
}

/** The projection as far as there are columns. */
function cut(projection: Projection, columns: number): Projection {
  const runs = projection.runs
    .filter((run) => run.column0 < columns)
    .map((run) => {
      const column1 = Math.min(run.column1, columns);
      const part = (column1 - run.column0) / (run.column1 - run.column0);
      return { ...run, column1, x1: run.x0 + (run.x1 - run.x0) * part };
    });
  return { ...projection, runs };
}

for (const [kind, make] of Object.entries(RENDERERS)) {
  describe(`a live picture with ${kind}`, () => {
    it('is exactly what a new renderer draws, after any updates and moves', async function () {
      this.timeout(60_000);
      await fc.assert(
        fc.asyncProperty(lives, async ({ shape, projection, look, steps }) => {
          const renderer = await make();
          const grid = gridOf(shape);
          const scene = sceneOf(grid, cut(projection, grid.columnCount), look);
          renderer.draw(new OffscreenCanvas(1, 1).getContext('2d') as unknown as CanvasRenderingContext2D, scene);
          let shownProjection = projection;
          for (const step of steps) {
            const last = grid.times[grid.columnCount - 1];
            if (step.kind === 'move') shownProjection = step.projection;
            else if (step.kind === 'replace') grid.replaceLast(columnOf(grid, last, step.seed));
            else if (step.kind === 'append') grid.append(columnOf(grid, last + 60, step.seed));
            else {
              scene.projection = cut(shownProjection, grid.columnCount);
              const fresh = await make();
              const drawn = paint(renderer, scene);
              const anew = paint(fresh, sceneOf(grid.slice(0), scene.projection, look));
              fresh.dispose();
              expect(drawn.findIndex((byte, at) => byte !== anew[at]), 'the first byte that differs').to.equal(-1);
            }
          }
          renderer.dispose();
        }),
        { seed: SEED, numRuns: 40, endOnFailure: true },
      );
    });
  });
}
