import type { DensityFilter } from '../grid/density-filter.js';
import type { IntensityScale } from '../grid/intensity.js';
import type { LevelsOfDetail } from '../grid/levels-of-detail.js';
import type { PriceAxis } from '../grid/price-axis.js';
import type { Palette } from './palettes.js';
import type { Projection } from './projection.js';

/** The two ways to draw. */
export type RendererKind = 'webgl' | 'canvas2d';

/** How density becomes colour. Immutable: a changed look is a new object, so that renderers can compare by identity. */
export interface HeatLook {
  readonly palette: Palette;
  readonly scale: IntensityScale;
  readonly filter: DensityFilter;
  /** 0…1, on top of the palette's own transparency. */
  readonly opacity: number;
}

/** Everything one frame needs. */
export interface HeatScene {
  prices: PriceAxis;
  levels: LevelsOfDetail;
  projection: Projection;
  look: HeatLook;
}

/** Draws a density grid into a pane. Both implementations give the same picture. */
export interface HeatmapRenderer {
  readonly kind: RendererKind;
  /**
   * Draws the scene at the context's origin, one unit a device pixel.
   *
   * @returns false when it cannot draw now (a lost WebGL context) and has drawn nothing.
   */
  draw(context: CanvasRenderingContext2D, scene: HeatScene): boolean;
  dispose(): void;
}
