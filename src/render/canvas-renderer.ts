import type { DensityLevel } from '../grid/levels-of-detail.js';
import type { HeatLook, HeatmapRenderer, HeatScene } from './heatmap-renderer.js';
import { CENTRE_NUDGE, chooseLevel, firstPixelFrom, type ColumnRun, type Projection } from './projection.js';
import { tint, tintTable, type TexelWindow, type TintTable } from './tint.js';

/** Texels tinted beyond the visible ones, as a part of them, so that most steps of a pan tint nothing. */
const MARGIN = 0.125;

/** What the picture was made from; while it fits, drawing is a few `drawImage` calls. */
interface Picture {
  level: DensityLevel;
  /** The level's state when it was tinted. */
  revision: number;
  columnCount: number;
  look: HeatLook;
  window: TexelWindow;
  /** Prices rise from the bottom row to the top one. */
  upright: boolean;
  image: ImageData;
}

/**
 * Draws with a plain 2D canvas: the visible texels are coloured once into a picture of one pixel a texel, which is
 * then stretched into place without smoothing.
 */
export class CanvasRenderer implements HeatmapRenderer {
  readonly kind = 'canvas2d';
  #canvas: HTMLCanvasElement | undefined;
  #picture: Picture | undefined;
  #table: { look: HeatLook; table: TintTable } | undefined;

  draw(context: CanvasRenderingContext2D, scene: HeatScene): boolean {
    const { projection, levels, look, prices } = scene;
    const choice = chooseLevel(projection, prices.count);
    const level = levels.level(choice.columnShift, choice.binShift);
    const visible = visibleTexels(projection, level);
    if (!visible || look.opacity <= 0) return true;
    this.#prepare(scene, level, visible);
    context.save();
    context.imageSmoothingEnabled = false;
    context.globalAlpha = look.opacity;
    for (const run of projection.runs) this.#drawRun(context, projection, run);
    context.restore();
    return true;
  }

  dispose(): void {
    // Safari keeps a canvas's memory until it is resized.
    if (this.#canvas) this.#canvas.width = this.#canvas.height = 0;
    this.#canvas = this.#picture = this.#table = undefined;
  }

  /** Makes the picture hold the visible texels in the scene's look, tinting only what is missing. */
  #prepare(scene: HeatScene, level: DensityLevel, visible: TexelWindow): void {
    const { look, projection, prices } = scene;
    const { bins } = projection;
    const upright = bins[0] >= bins[bins.length - 1];
    const old = this.#picture;
    const same =
      old !== undefined && old.level === level && old.look === look && old.upright === upright &&
      contains(old.window, visible);
    if (same && old.revision === level.revision) return;
    if (same && level.columnCount === old.columnCount) {
      // Only the last column can have changed.
      this.#paint(old, prices, Math.max(old.window.column0, level.columnCount - 1));
      old.revision = level.revision;
      return;
    }
    const window = widened(visible, level);
    const width = window.column1 - window.column0 + 2;
    const height = window.bin1 - window.bin0 + 2;
    const image = old?.image.width === width && old.image.height === height ? old.image : new ImageData(width, height);
    this.#picture = {
      level, look, window, upright, image, revision: level.revision, columnCount: level.columnCount,
    };
    this.#paint(this.#picture, prices, window.column0);
  }

  /** Tints the picture's columns from `column0` on. A margin of one empty texel keeps `drawImage` inside the picture. */
  #paint({ level, look, window, upright, image }: Picture, prices: HeatScene['prices'], column0: number): void {
    if (this.#table?.look !== look) this.#table = { look, table: tintTable(look) };
    const { width, height } = image;
    const pixels = new Uint32Array(image.data.buffer);
    const offset = (upright ? height - 2 : 1) * width + 1 + column0 - window.column0;
    tint(level, prices, this.#table.table, { ...window, column0 }, pixels, offset, upright ? -width : width);
    this.#canvas ??= document.createElement('canvas');
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    const left = column0 - window.column0;
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0, left, 0, width - left, height);
  }

  /** Stretches the picture into one run of columns, strip by strip between the projection's knots. */
  #drawRun(context: CanvasRenderingContext2D, { width, height, bins }: Projection, run: ColumnRun): void {
    const { level, window, upright } = this.#picture!;
    const columnScale = (run.column1 - run.column0) / (run.x1 - run.x0) / 2 ** level.columnShift;
    const columnAt = (x: number) => run.column0 / 2 ** level.columnShift + (x + CENTRE_NUDGE - run.x0) * columnScale;
    const left = Math.max(0, firstPixelFrom(run.x0));
    const right = Math.min(width, firstPixelFrom(run.x1));
    if (right <= left) return;
    const [sourceX, sourceWidth] = sourceSpan(columnAt(left) - window.column0 + 1, right - left, columnScale);

    const strip = height / (bins.length - 1);
    for (let knot = 0; knot + 1 < bins.length; knot++) {
      const binScale = (bins[knot + 1] - bins[knot]) / strip / 2 ** level.binShift;
      const binAt = (y: number) => bins[knot] / 2 ** level.binShift + (y + CENTRE_NUDGE - knot * strip) * binScale;
      // The rows of this strip whose centre lies on the picture.
      const yOf = (bin: number) => knot * strip + (bin - bins[knot] / 2 ** level.binShift) / binScale;
      const top = Math.max(firstPixelFrom(knot * strip), firstPixelFrom(yOf(upright ? window.bin1 : window.bin0)));
      const bottom = Math.min(
        firstPixelFrom((knot + 1) * strip),
        firstPixelFrom(yOf(upright ? window.bin0 : window.bin1)),
      );
      if (!(bottom > top)) continue;
      const first = upright ? window.bin1 + 1 - binAt(top) : binAt(top) - window.bin0 + 1;
      const [sourceY, sourceHeight] = sourceSpan(first, bottom - top, Math.abs(binScale));
      context.drawImage(
        this.#canvas!, sourceX, sourceY, sourceWidth, sourceHeight,
        left, top, right - left, bottom - top,
      );
    }
  }
}

/**
 * Where along the picture to take a number of pixels from, the first of which begins at `start`: a place and a length.
 * A texel is smaller than a pixel only where it is the whole grid. The one pixel that shows it is then taken from its
 * centre alone, or it would reach beyond the picture.
 */
function sourceSpan(start: number, pixels: number, texelsPerPixel: number): [number, number] {
  if (pixels > 1 || texelsPerPixel <= 1) return [start, pixels * texelsPerPixel];
  return [start + texelsPerPixel / 2 - 0.5, 1];
}

/** The texels of a level that the pane shows, or null when it shows none. */
function visibleTexels({ runs, bins }: Projection, level: DensityLevel): TexelWindow | null {
  if (runs.length === 0) return null;
  const columns = 2 ** level.columnShift;
  const rows = 2 ** level.binShift;
  // A pixel more on each side: runs reach beyond the pane by less than that, and centres are nudged.
  const window = {
    column0: Math.max(0, Math.floor(runs[0].column0 / columns)),
    column1: Math.min(level.columnCount, Math.floor(runs[runs.length - 1].column1 / columns) + 1),
    bin0: Math.max(0, Math.floor(Math.min(bins[0], bins[bins.length - 1]) / rows)),
    bin1: Math.min(level.binCount, Math.floor(Math.max(bins[0], bins[bins.length - 1]) / rows) + 1),
  };
  return window.column0 < window.column1 && window.bin0 < window.bin1 ? window : null;
}

function widened(window: TexelWindow, level: DensityLevel): TexelWindow {
  const columns = Math.ceil((window.column1 - window.column0) * MARGIN);
  const bins = Math.ceil((window.bin1 - window.bin0) * MARGIN);
  return {
    column0: Math.max(0, window.column0 - columns),
    column1: Math.min(level.columnCount, window.column1 + columns),
    bin0: Math.max(0, window.bin0 - bins),
    bin1: Math.min(level.binCount, window.bin1 + bins),
  };
}

function contains(outer: TexelWindow, inner: TexelWindow): boolean {
  return (
    outer.column0 <= inner.column0 && outer.column1 >= inner.column1 &&
    outer.bin0 <= inner.bin0 && outer.bin1 >= inner.bin1
  );
}
