/** Small scenes for the renderers alone, without a chart. */
import { ALL_DENSITY } from '../../src/grid/density-filter.js';
import type { DensityGrid } from '../../src/grid/density-grid.js';
import { LevelsOfDetail } from '../../src/grid/levels-of-detail.js';
import type { HeatLook, HeatScene } from '../../src/render/heatmap-renderer.js';
import { palette } from '../../src/render/palettes.js';
import type { Projection } from '../../src/render/projection.js';

/** What differs from the look of {@link lookWith}. */
export type LookChanges = Partial<Omit<HeatLook, 'scale'>> & { scale?: Partial<HeatLook['scale']> };

/** A look that shows everything up to a density of 100 in viridis, but for `changes`. */
export function lookWith({ scale, ...changes }: LookChanges = {}): HeatLook {
  return {
    palette: palette('viridis'),
    filter: ALL_DENSITY,
    opacity: 1,
    ...changes,
    scale: { curve: 'linear', threshold: 0, peak: 1, maximum: 100, ...scale },
  };
}

/** The whole grid on a pane of this size, but for `changes`. */
export function projectionOf(
  grid: DensityGrid,
  width: number,
  height: number,
  changes: Partial<Projection> = {},
): Projection {
  return {
    width, height,
    runs: [{ x0: 0, x1: width, column0: 0, column1: grid.columnCount }],
    bins: Float64Array.of(grid.binCount, 0),
    ...changes,
  };
}

export function sceneOf(grid: DensityGrid, projection: Projection, look = lookWith()): HeatScene {
  return { prices: grid.prices, levels: new LevelsOfDetail(grid), projection, look };
}

/** What a pane shows, on top of {@link BACKGROUND}: RGBA bytes. */
export function paint(
  renderer: { draw: (context: CanvasRenderingContext2D, scene: HeatScene) => unknown },
  scene: HeatScene,
): Uint8ClampedArray {
  const { width, height } = scene.projection;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = `rgb(${BACKGROUND.join(' ')})`;
  context.fillRect(0, 0, width, height);
  renderer.draw(context, scene);
  return context.getImageData(0, 0, width, height).data;
}

/** Opaque and dark, as under most heatmaps, so that transparency is compared as it is seen. */
export const BACKGROUND = [19, 23, 34] as const;
