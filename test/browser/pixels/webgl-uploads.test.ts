import { expect } from 'chai';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import type { HeatScene } from '../../../src/render/heatmap-renderer.js';
import { palette } from '../../../src/render/palettes.js';
import type { Projection } from '../../../src/render/projection.js';
import { SharedContext } from '../../../src/render/webgl/shared-context.js';
import { WebglRenderer } from '../../../src/render/webgl/webgl-renderer.js';
import { type LookChanges, lookWith, paint, projectionOf, sceneOf } from '../../support/heat-scenes.js';

/** What reached the GPU: the size of each part of a texture, and the number of draw calls. */
interface Traffic {
  uploads: [width: number, height: number][];
  draws: number;
}

const COLUMNS = 100;
const BINS = 80;
const DRAWS = ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] as const;

let traffic: Traffic;

/** What `work` sends to the GPU. */
function trafficOf(work: () => void): Traffic {
  traffic = { uploads: [], draws: 0 };
  work();
  return traffic;
}

/** Calls `note` with the arguments of every call of a method of WebGL; returns how to stop that. */
function listen(method: string, note: (args: number[]) => void): () => void {
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: number[]) => unknown>;
  const original = prototype[method];
  prototype[method] = function (...args) {
    note(args);
    return original.apply(this, args);
  };
  return () => {
    prototype[method] = original;
  };
}

function gridOf(bands = 1): DensityGrid {
  return new DensityGrid({
    times: Array.from({ length: COLUMNS }, (_, i) => i * 60),
    prices: { scale: 'linear', origin: 100, step: 1, count: BINS },
    bands: ['10', '25', '50', '100'].slice(0, bands),
    values: Float32Array.from({ length: COLUMNS * BINS * bands }, (_, i) => (i * 37) % 101),
    split: Array.from({ length: COLUMNS }, (_, i) => 120 + (i % 30)),
  });
}

/** A live column, brighter at every call. */
function columnAt(grid: DensityGrid, time: number, split = 140) {
  return { time, split, values: new Float32Array(grid.binCount * grid.bandCount).fill((time % 89) + 1) };
}

function lastTime(grid: DensityGrid): number {
  return grid.times[grid.columnCount - 1];
}

/** A part of the grid, as wide as so many columns and as high as so many bins. */
function viewOf(grid: DensityGrid, column: number, columns: number, bin: number, bins: number): Projection {
  return projectionOf(grid, 200, 160, {
    runs: [{ x0: 0, x1: 200, column0: column, column1: column + columns }],
    bins: Float64Array.of(bin + bins, bin),
  });
}

describe('what WebGL uploads', () => {
  let renderer: WebglRenderer;
  let restore: (() => void)[];

  before(() => {
    traffic = { uploads: [], draws: 0 };
    restore = [
      listen('texImage2D', ([, , , width, height]) => traffic.uploads.push([width, height])),
      listen('texSubImage2D', ([, , , , width, height]) => traffic.uploads.push([width, height])),
      ...DRAWS.map((method) => listen(method, () => traffic.draws++)),
    ];
  });
  after(() => restore.forEach((stop) => stop()));
  beforeEach(async () => {
    renderer = new WebglRenderer(await SharedContext.acquire());
  });
  afterEach(() => renderer.dispose());

  /** Draws a scene for the first time, and gives what drawing it again in other ways sends. */
  function afterFirstFrame(scene: HeatScene, change: () => void): Traffic {
    paint(renderer, scene);
    return trafficOf(() => {
      change();
      paint(renderer, scene);
    });
  }

  it('is the level of detail, the sides and the palette for the first picture, in one draw call', () => {
    const grid = gridOf();
    const { uploads, draws } = trafficOf(() => paint(renderer, sceneOf(grid, projectionOf(grid, 200, 160))));
    expect(draws).to.equal(1);
    expect(uploads).to.deep.include([BINS, COLUMNS]);
    expect(uploads).to.deep.include([256, 2]);
    expect(uploads.filter(([width]) => width === 1).length, 'the sides').to.be.greaterThan(0);
  });

  it('is nothing while the picture is panned and zoomed at one level of detail, one draw call a frame', () => {
    const grid = gridOf(4);
    const scene = sceneOf(grid, projectionOf(grid, 200, 160));
    paint(renderer, scene);
    const views = [
      viewOf(grid, 3.5, 80, 4.2, 60),
      viewOf(grid, 60, 40, 70, 10),
      viewOf(grid, 20, 0.5, 30, 0.25),
      projectionOf(grid, 150, 90),
      projectionOf(grid, 200, 160, { bins: Float64Array.of(0, 40, 80) }),
    ];
    for (const projection of views) {
      const sent = trafficOf(() => paint(renderer, { ...scene, projection }));
      expect(sent).to.deep.equal({ uploads: [], draws: 1 });
    }
  });

  it('is one draw call for any number of runs', () => {
    const grid = gridOf();
    const runs = Array.from({ length: 12 }, (_, i) => {
      return { x0: i * 15, x1: i * 15 + 10, column0: i * 8, column1: i * 8 + 5 };
    });
    const scene = sceneOf(grid, projectionOf(grid, 200, 160, { runs }));
    paint(renderer, scene);
    expect(trafficOf(() => paint(renderer, scene))).to.deep.equal({ uploads: [], draws: 1 });
  });

  it('is another level once, and nothing on the way back', () => {
    const grid = gridOf();
    const near = projectionOf(grid, 200, 160);
    const far = projectionOf(grid, 40, 160);
    const scene = sceneOf(grid, near);
    expect(afterFirstFrame(scene, () => (scene.projection = far)).uploads).to.deep.include([BINS, Math.ceil(COLUMNS / 4)]);
    for (const projection of [near, far]) {
      expect(trafficOf(() => paint(renderer, { ...scene, projection })).uploads).to.deep.equal([]);
    }
  });

  const changes: Record<string, LookChanges> = {
    threshold: { scale: { threshold: 0.6 } },
    peak: { scale: { peak: 0.4 } },
    maximum: { scale: { maximum: 90 } },
    curve: { scale: { curve: 'log' } },
    side: { filter: { bandMask: 0b1111, side: 'short' } },
    bands: { filter: { bandMask: 0b0101, side: 'both' } },
    opacity: { opacity: 0.3 },
  };
  for (const [name, change] of Object.entries(changes)) {
    for (const bands of [1, 3, 4]) {
      it(`is nothing for another ${name} with ${bands} bands`, () => {
        const grid = gridOf(bands);
        const scale = { maximum: 100 * bands };
        const scene = sceneOf(grid, projectionOf(grid, 200, 160), lookWith({ scale }));
        const before = paint(renderer, scene);
        const look = lookWith({ ...change, scale: { ...scale, ...change.scale } });
        expect(afterFirstFrame(scene, () => (scene.look = look))).to.deep.equal({ uploads: [], draws: 1 });
        const differs = paint(renderer, scene).some((byte, at) => byte !== before[at]);
        expect(differs, 'the picture changes').to.equal(name !== 'bands' || bands > 1);
      });
    }
  }

  for (const name of ['inferno', 'diverging'] as const) {
    it(`is the palette alone for ${name}`, () => {
      const grid = gridOf();
      const scene = sceneOf(grid, projectionOf(grid, 200, 160));
      const { uploads } = afterFirstFrame(scene, () => (scene.look = lookWith({ palette: palette(name) })));
      expect(uploads).to.deep.equal([[256, 2]]);
    });
  }

  for (const [bands, texels] of [[1, 1], [2, 1], [3, 3], [4, 1]]) {
    it(`is one row for a newer state of the last column with ${bands} bands`, () => {
      const grid = gridOf(bands);
      const scene = sceneOf(grid, projectionOf(grid, 200, 160));
      const sent = afterFirstFrame(scene, () => grid.replaceLast(columnAt(grid, lastTime(grid))));
      expect(sent).to.deep.equal({ uploads: [[BINS * texels, 1]], draws: 1 });
    });
  }

  it('is one row of a coarser level as well', () => {
    const grid = gridOf();
    const scene = sceneOf(grid, projectionOf(grid, 30, 30));
    const sent = afterFirstFrame(scene, () => grid.replaceLast(columnAt(grid, lastTime(grid))));
    expect(sent).to.deep.equal({ uploads: [[Math.ceil(BINS / 4), 1]], draws: 1 });
  });

  it('is one row for many states of the last column between two frames', () => {
    const grid = gridOf();
    const scene = sceneOf(grid, projectionOf(grid, 200, 160));
    const { uploads } = afterFirstFrame(scene, () => {
      for (let i = 0; i < 5; i++) grid.replaceLast(columnAt(grid, lastTime(grid)));
    });
    expect(uploads).to.deep.equal([[BINS, 1]]);
  });

  it('is at most two rows for an appended column while there is room', () => {
    const grid = gridOf();
    // The first one makes the room.
    grid.append(columnAt(grid, lastTime(grid) + 60));
    const scene = sceneOf(grid, projectionOf(grid, 200, 160));
    paint(renderer, scene);
    for (let i = 0; i < 10; i++) {
      const { uploads } = afterFirstFrame(scene, () => grid.append(columnAt(grid, lastTime(grid) + 60)));
      expect(uploads).to.deep.equal([[BINS, 2]]);
    }
  });

  it('is a texel more where sides are shown and the split has moved', () => {
    const grid = gridOf();
    const scene = sceneOf(grid, projectionOf(grid, 200, 160), lookWith({ filter: { bandMask: 1, side: 'long' } }));
    const moved = afterFirstFrame(scene, () => grid.replaceLast(columnAt(grid, lastTime(grid), 160)));
    expect(moved.uploads).to.have.deep.members([[BINS, 1], [1, 1]]);
    const stayed = afterFirstFrame(scene, () => grid.replaceLast(columnAt(grid, lastTime(grid), 160)));
    expect(stayed.uploads).to.deep.equal([[BINS, 1]]);
  });

  it('is nothing when heatmaps of different sizes take turns', async () => {
    const other = new WebglRenderer(await SharedContext.acquire());
    const [a, b] = [gridOf(), gridOf(3)];
    const scenes = [sceneOf(a, projectionOf(a, 200, 160)), sceneOf(b, projectionOf(b, 320, 240))];
    const draw = () => {
      paint(renderer, scenes[0]);
      paint(other, scenes[1]);
    };
    draw();
    expect(trafficOf(draw)).to.deep.equal({ uploads: [], draws: 2 });
    other.dispose();
  });
});
