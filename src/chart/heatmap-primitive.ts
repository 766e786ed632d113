import type {
  IChartApiBase, IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesPrimitive, PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import { ColumnSummaries } from '../grid/column-summaries.js';
import type { DensityFilter } from '../grid/density-filter.js';
import type { DensityGrid } from '../grid/density-grid.js';
import type { IntensityCurve } from '../grid/intensity.js';
import { LevelsOfDetail } from '../grid/levels-of-detail.js';
import type { HeatLook } from '../render/heatmap-renderer.js';
import type { Palette } from '../render/palettes.js';
import type { RendererSwitch } from '../render/renderer-switch.js';
import { layOutColumns, type LogicalRun } from './column-layout.js';
import { project } from './viewport.js';

type DrawTarget = Parameters<NonNullable<IPrimitivePaneRenderer['drawBackground']>>[0];

/** How the density is shown, before the visible maximum is known. */
export interface HeatStyle {
  palette: Palette;
  curve: IntensityCurve;
  /** Linear fractions of the visible maximum, 0…1. */
  threshold: number;
  peak: number;
  filter: DensityFilter;
  /** 0…1 */
  opacity: number;
  /** Painted behind the heat; a CSS colour, or empty for none. */
  background: string;
}

/** The chart's bars, on whose ordinal axis columns are laid. */
export interface BarAxis {
  /** Starts in seconds, ascending. */
  times: ArrayLike<number>;
  /** Seconds. */
  interval: number;
  /** Moves when `times` changes. */
  revision: number;
}

/**
 * Paints a density grid behind a series, above the grid lines, on the chart's own paint call: whatever moves the
 * candles moves the heat in the same frame, and the chart's screenshots contain it.
 */
export class HeatmapPrimitive implements ISeriesPrimitive<unknown> {
  readonly #renderer: RendererSwitch;
  readonly #bars: () => BarAxis;
  readonly #onMaximum: (maximum: number) => void;
  readonly #views: readonly IPrimitivePaneView[];
  #attached: SeriesAttachedParameter<unknown> | undefined;
  #grid: DensityGrid | undefined;
  #levels: LevelsOfDetail | undefined;
  #summaries: ColumnSummaries | undefined;
  #style: HeatStyle;
  #look: HeatLook | undefined;
  #layout: { runs: LogicalRun[]; columns: number; bars: number } = { runs: [], columns: -1, bars: -1 };
  #maximum = 0;

  /**
   * @param bars asked for at each paint.
   * @param onMaximum told when the visible maximum, where the colour scale ends, has changed.
   */
  constructor(renderer: RendererSwitch, style: HeatStyle, bars: () => BarAxis, onMaximum: (maximum: number) => void) {
    this.#renderer = renderer;
    this.#style = style;
    this.#bars = bars;
    this.#onMaximum = onMaximum;
    const paint: IPrimitivePaneRenderer = { draw: () => undefined, drawBackground: (target) => this.#paint(target) };
    const fill: IPrimitivePaneRenderer = { draw: (target) => this.#fill(target) };
    this.#views = [
      { zOrder: (): PrimitivePaneViewZOrder => 'bottom', renderer: () => fill },
      { zOrder: (): PrimitivePaneViewZOrder => 'normal', renderer: () => paint },
    ];
  }

  attached(parameters: SeriesAttachedParameter<unknown>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** Shows another grid, or none. */
  setGrid(grid: DensityGrid | undefined): void {
    this.#grid = grid;
    this.#levels = grid && new LevelsOfDetail(grid);
    this.#summaries = grid && new ColumnSummaries(grid);
    this.#layout.columns = -1;
    this.#look = undefined;
    this.requestUpdate();
  }

  setStyle(style: HeatStyle): void {
    this.#style = style;
    this.#look = undefined;
    this.requestUpdate();
  }

  /** Asks the chart to paint again, after the grid's content changed. */
  requestUpdate(): void {
    this.#attached?.requestUpdate();
  }

  get grid(): DensityGrid | undefined {
    return this.#grid;
  }

  get levels(): LevelsOfDetail | undefined {
    return this.#levels;
  }

  get style(): HeatStyle {
    return this.#style;
  }

  /** The largest shown value in the visible time range, of the last paint. */
  get maximum(): number {
    return this.#maximum;
  }

  /** The largest shown value in a range of (fractional) bars. */
  maximumWithin(from: number, to: number): number {
    const { fromColumn, toColumn } = this.columnsWithin(from, to);
    return this.#summaries?.maximum(this.#style.filter, fromColumn, toColumn) ?? 0;
  }

  /** The columns that touch a range of (fractional) bars, half open. */
  columnsWithin(from: number, to: number): { fromColumn: number; toColumn: number } {
    let fromColumn = Infinity;
    let toColumn = 0;
    for (const run of this.#runs()) {
      if (run.logical1 <= from || run.logical0 >= to) continue;
      const columns = (run.column1 - run.column0) / (run.logical1 - run.logical0);
      fromColumn = Math.min(fromColumn, run.column0 + Math.floor(Math.max(0, from - run.logical0) * columns));
      toColumn = Math.max(toColumn, run.column1 - Math.floor(Math.max(0, run.logical1 - to) * columns));
    }
    return { fromColumn: Math.min(fromColumn, toColumn), toColumn };
  }

  #runs(): LogicalRun[] {
    const grid = this.#grid;
    const bars = this.#bars();
    if (grid && (this.#layout.columns !== grid.columnCount || this.#layout.bars !== bars.revision)) {
      // A single column or bar has no interval of its own.
      const columnInterval = grid.interval || bars.interval;
      const barInterval = bars.interval || grid.interval;
      this.#layout = {
        runs: layOutColumns(grid.times, columnInterval, bars.times, barInterval),
        columns: grid.columnCount,
        bars: bars.revision,
      };
    }
    return grid ? this.#layout.runs : [];
  }

  #fill(target: DrawTarget): void {
    if (!this.#style.background || !this.#grid) return;
    target.useBitmapCoordinateSpace(({ context, bitmapSize }) => {
      context.fillStyle = this.#style.background;
      context.fillRect(0, 0, bitmapSize.width, bitmapSize.height);
    });
  }

  #paint(target: DrawTarget): void {
    const attached = this.#attached;
    const grid = this.#grid;
    const levels = this.#levels;
    if (!attached || !grid || !levels) return;
    this.#measure(attached.chart);
    const look = this.#currentLook();
    target.useBitmapCoordinateSpace(({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const projection = project(
        attached.chart,
        attached.series,
        this.#runs(),
        grid.prices,
        {
          width: bitmapSize.width, height: bitmapSize.height,
          horizontalRatio: horizontalPixelRatio, verticalRatio: verticalPixelRatio,
        },
      );
      if (projection) this.#renderer.draw(context, { prices: grid.prices, levels, projection, look });
    });
  }

  #measure(chart: IChartApiBase<unknown>): void {
    const range = chart.timeScale().getVisibleLogicalRange();
    // The range names whole bars at its ends by their centres; their slots reach half a bar further.
    const maximum = range ? this.maximumWithin(range.from - 0.5, range.to + 0.5) : 0;
    if (maximum === this.#maximum) return;
    this.#maximum = maximum;
    this.#look = undefined;
    this.#onMaximum(maximum);
  }

  #currentLook(): HeatLook {
    const { palette, curve, threshold, peak, filter, opacity } = this.#style;
    this.#look ??= { palette, filter, opacity, scale: { curve, threshold, peak, maximum: this.#maximum } };
    return this.#look;
  }
}
