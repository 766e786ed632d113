import { ALL_DENSITY } from '../../grid/density-filter.js';
import { DensityGrid } from '../../grid/density-grid.js';
import { LevelsOfDetail } from '../../grid/levels-of-detail.js';
import { CanvasRenderer } from '../canvas-renderer.js';
import type { HeatmapRenderer, HeatScene } from '../heatmap-renderer.js';
import { palette } from '../palettes.js';
import type { SharedContext } from './shared-context.js';
import { WebglRenderer } from './webgl-renderer.js';

const WIDTH = 640;
const HEIGHT = 360;
const RUNS = 5;

/**
 * Draws one scene with both renderers and waits for the pixels.
 *
 * @returns how many milliseconds a frame WebGL gains over the plain canvas; negative when it loses.
 */
export async function measureAdvantage(context: SharedContext): Promise<number> {
  const scene = probeScene();
  const plain = new CanvasRenderer();
  // Holds the context of its own, since disposing gives it back.
  const webgl = new WebglRenderer(await context.retain());
  try {
    return (await medianTime(plain, scene)) - (await medianTime(webgl, scene));
  } finally {
    plain.dispose();
    webgl.dispose();
  }
}

async function medianTime(renderer: HeatmapRenderer, scene: HeatScene): Promise<number> {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  // Copied to a canvas made for reading, or the browser complains in the page's console.
  const reader = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context || !reader) return Infinity;
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    // Each run in a task of its own: the page must not feel the probe.
    await new Promise((resolve) => setTimeout(resolve));
    const start = performance.now();
    renderer.draw(context, scene);
    reader.drawImage(canvas, 0, 0);
    reader.getImageData(0, 0, 1, 1);
    // The first one also compiles and uploads.
    if (run > 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1];
}

function probeScene(): HeatScene {
  const columns = 256;
  const bins = 128;
  const values = Float32Array.from({ length: columns * bins }, (_, i) => (i * 7919) % 1000);
  const prices = { scale: 'linear', origin: 100, step: 1, count: bins } as const;
  const grid = new DensityGrid({ times: Array.from({ length: columns }, (_, i) => i * 60), prices, values });
  return {
    prices,
    levels: new LevelsOfDetail(grid),
    projection: {
      width: WIDTH, height: HEIGHT,
      runs: [{ x0: 0, x1: WIDTH, column0: 0, column1: columns }],
      bins: Float64Array.of(bins, 0),
    },
    look: {
      palette: palette('viridis'),
      scale: { curve: 'log', threshold: 0, peak: 1, maximum: 1000 },
      filter: ALL_DENSITY,
      opacity: 1,
    },
  };
}
