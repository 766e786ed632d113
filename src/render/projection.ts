/** A stretch of the time axis on which every column has the same width. */
export interface ColumnRun {
  /** Left and right end in device pixels from the pane's left edge; fractions and places outside the pane are fine. */
  x0: number;
  x1: number;
  /** The (fractional) columns that lie at `x0` and `x1`; `column0 < column1`. */
  column0: number;
  column1: number;
}

/**
 * Where a grid's cells fall on a bitmap: the one description both renderers draw from. Along time it is linear in
 * pieces, the `runs`; along price linear between evenly spaced knots, which is exact where the chart's scale and
 * the grid's axis are of one kind and within a small part of a pixel where they are not.
 */
export interface Projection {
  /** The pane's size in device pixels. */
  width: number;
  height: number;
  /** Ascending and not overlapping; only those that touch the pane. */
  runs: readonly ColumnRun[];
  /** The (fractional) bins at `bins.length` evenly spaced heights, from the pane's top edge to its bottom edge. */
  bins: Float64Array;
}

/** The most knots a projection may have. */
export const MAX_BIN_KNOTS = 257;

/**
 * A pixel shows the cell under its centre. Centres are moved by this part of a pixel to the right and down, so that
 * a cell edge that falls exactly on a centre is decided alike by every renderer, whatever its rounding.
 */
export const CENTRE_NUDGE = 1 / 256;

/** The first pixel whose (nudged) centre lies at or after `edge`. */
export function firstPixelFrom(edge: number): number {
  return Math.ceil(edge - 0.5 - CENTRE_NUDGE);
}

/** How many times columns and bins are halved before a texel is at least one pixel wide and high. */
export interface LevelChoice {
  columnShift: number;
  binShift: number;
}

/**
 * Picks the finest level of detail of which no texel is smaller than a pixel, so that sampling one texel a pixel
 * skips none and the brightest cell is seen at every zoom.
 */
export function chooseLevel(projection: Projection, binCount: number): LevelChoice {
  let columnsPerPixel = 0;
  for (const run of projection.runs) {
    columnsPerPixel = Math.max(columnsPerPixel, (run.column1 - run.column0) / (run.x1 - run.x0));
  }
  return { columnShift: shiftFor(columnsPerPixel), binShift: shiftFor(densestBins(projection, binCount)) };
}

function densestBins({ bins, height }: Projection, binCount: number): number {
  const pixelsPerKnot = height / (bins.length - 1);
  let binsPerPixel = 0;
  for (let knot = 1; knot < bins.length; knot++) {
    const low = Math.min(bins[knot - 1], bins[knot]);
    const high = Math.max(bins[knot - 1], bins[knot]);
    if (high > 0 && low < binCount) binsPerPixel = Math.max(binsPerPixel, (high - low) / pixelsPerKnot);
  }
  return binsPerPixel;
}

function shiftFor(cellsPerPixel: number): number {
  // Rounding must not choose a coarser level where one cell is exactly one pixel.
  return Math.max(0, Math.ceil(Math.log2(cellsPerPixel) - 1e-6));
}
