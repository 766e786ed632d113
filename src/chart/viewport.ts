import type { IChartApiBase, ISeriesApi, Logical, SeriesType } from 'lightweight-charts';
import { position, type PriceAxis } from '../grid/price-axis.js';
import { type ColumnRun, MAX_BIN_KNOTS, type Projection } from '../render/projection.js';
import type { LogicalRun } from './column-layout.js';

/** The size of a pane's bitmap and how many of its pixels make one of the page's. */
export interface Bitmap {
  width: number;
  height: number;
  horizontalRatio: number;
  verticalRatio: number;
}

/** Device pixels between knots where the mapping of prices is curved; it errs by a few thousandths of a pixel then. */
const KNOT_SPACING = 4;
/** Less than this part of a pixel off a straight line counts as straight. */
const STRAIGHT = 1 / 64;
/** A price below this share of a logarithmic grid's lowest one counts as that share of it. */
const FAR_BELOW = 1e-3;

/**
 * Reads off the chart where a grid's cells fall just now. Asked on the chart's own paint call, it holds for exactly
 * the candles painted with it.
 *
 * @returns null while the chart has no bars or no price range.
 */
export function project(
  chart: IChartApiBase<unknown>,
  series: ISeriesApi<SeriesType, unknown>,
  layout: readonly LogicalRun[],
  prices: PriceAxis,
  bitmap: Bitmap,
): Projection | null {
  const timeScale = chart.timeScale();
  const x0 = timeScale.logicalToCoordinate(0 as Logical);
  const x1 = timeScale.logicalToCoordinate(1 as Logical);
  if (x0 === null || x1 === null || x1 <= x0) return null;
  // A linear chart shows prices down to zero and below, which a logarithmic grid does not have.
  const lowest = prices.scale === 'log' ? prices.origin * FAR_BELOW : -Infinity;
  const binAt = (y: number) => {
    const price = series.coordinateToPrice(y / bitmap.verticalRatio);
    return price === null ? NaN : position(prices, Math.max(price, lowest));
  };
  const bins = sampleBins(binAt, bitmap.height);
  if (Number.isNaN(bins[0])) return null;
  const origin = x0 * bitmap.horizontalRatio;
  const spacing = (x1 - x0) * bitmap.horizontalRatio;
  return { width: bitmap.width, height: bitmap.height, runs: visibleRuns(layout, origin, spacing, bitmap.width), bins };
}

function sampleBins(binAt: (y: number) => number, height: number): Float64Array {
  const top = binAt(0);
  const bottom = binAt(height);
  const perPixel = Math.abs(bottom - top) / height;
  const straight = [0.25, 0.5, 0.75].every(
    (part) => Math.abs(binAt(height * part) - (top + (bottom - top) * part)) <= STRAIGHT * perPixel,
  );
  if (straight) return Float64Array.of(top, bottom);
  const pieces = Math.min(MAX_BIN_KNOTS - 1, Math.ceil(height / KNOT_SPACING));
  return Float64Array.from({ length: pieces + 1 }, (_, knot) => binAt((height * knot) / pieces));
}

/** Runs that touch the pane, cut one pixel outside of it. */
function visibleRuns(layout: readonly LogicalRun[], origin: number, spacing: number, width: number): ColumnRun[] {
  const from = (-1 - origin) / spacing;
  const to = (width + 1 - origin) / spacing;
  const runs: ColumnRun[] = [];
  for (let i = firstEndingAfter(layout, from); i < layout.length && layout[i].logical0 < to; i++) {
    const { column0, column1, logical0, logical1 } = layout[i];
    const columns = (column1 - column0) / (logical1 - logical0);
    const start = Math.max(from, logical0);
    const end = Math.min(to, logical1);
    runs.push({
      x0: origin + start * spacing,
      x1: origin + end * spacing,
      column0: column0 + (start - logical0) * columns,
      column1: column0 + (end - logical0) * columns,
    });
  }
  return runs;
}

function firstEndingAfter(layout: readonly LogicalRun[], logical: number): number {
  let low = 0;
  let high = layout.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (layout[middle].logical1 <= logical) low = middle + 1;
    else high = middle;
  }
  return low;
}
