import type { AutoscaleInfo, IChartApi, ISeriesApi, ISeriesPrimitive, Time } from 'lightweight-charts';
import { densityExtent } from '../grid/density-extent.js';
import type { DensityColumn, DensityGrid } from '../grid/density-grid.js';
import type { Candle } from '../market/types.js';
import type { RendererKind } from '../render/heatmap-renderer.js';
import { type RendererChange, type RendererMode, RendererSwitch } from '../render/renderer-switch.js';
import { CandleChart, type ChartTheme } from './candle-chart.js';
import { logicalToTime } from './column-layout.js';
import { HeatmapPrimitive, type HeatStyle } from './heatmap-primitive.js';

/** The price axis shows bins down to this share of the maximum… */
const SHOWN_SHARE = 0.05;
/** …but not further than this from the candles. */
const FARTHEST = 0.2;

/** A visible time range: times in seconds, and the chart's (fractional) bar numbers. */
export interface VisibleRange {
  from: number;
  to: number;
  logical: { from: number; to: number };
}

/** What a {@link HeatmapChart} tells its owner. */
export interface HeatmapChartEvents {
  rangeChange: (range: VisibleRange) => void;
  rendererChange: (change: RendererChange) => void;
  maximumChange: (maximum: number) => void;
}

/** Candles with the density behind them: the chart, the primitive and the renderers under one lifetime. */
export class HeatmapChart {
  readonly #candles: CandleChart;
  readonly #heat: HeatmapPrimitive;
  readonly #renderer: RendererSwitch;

  constructor(container: HTMLElement, style: HeatStyle, events: HeatmapChartEvents) {
    this.#candles = new CandleChart(container);
    this.#renderer = new RendererSwitch(events.rendererChange, () => this.#heat.requestUpdate());
    this.#heat = new HeatmapPrimitive(this.#renderer, style, () => this.#candles.axis, events.maximumChange);
    const { chart, series } = this.#candles;
    series.attachPrimitive(this.#heat as ISeriesPrimitive<Time>);
    series.applyOptions({ autoscaleInfoProvider: (candles: () => AutoscaleInfo | null) => this.#autoscale(candles()) });
    chart.timeScale().subscribeVisibleLogicalRangeChange((logical) => {
      if (!logical) return;
      const { times, interval } = this.#candles.axis;
      events.rangeChange({
        from: logicalToTime(logical.from, times, interval),
        to: logicalToTime(logical.to, times, interval),
        logical: { from: logical.from, to: logical.to },
      });
    });
  }

  get chart(): IChartApi {
    return this.#candles.chart;
  }

  get series(): ISeriesApi<'Candlestick'> {
    return this.#candles.series;
  }

  get grid(): DensityGrid | undefined {
    return this.#heat.grid;
  }

  /** The visible maximum, where the colour scale ends. */
  get maximum(): number {
    return this.#heat.maximum;
  }

  get activeRenderer(): RendererKind {
    return this.#renderer.kind;
  }

  /** Shows another picture; the grid is drawn from where it lies and may be updated through {@link updateColumn}. */
  setData(candles: readonly Candle[], grid: DensityGrid): void {
    this.#candles.setCandles(candles, grid.interval);
    this.#heat.setGrid(grid);
  }

  /** Shows another grid behind the same candles. */
  setGrid(grid: DensityGrid): void {
    this.#heat.setGrid(grid);
  }

  updateCandle(candle: Candle): void {
    this.#candles.updateCandle(candle);
  }

  /** @throws RangeError for a column that does not fit the grid, which then stays as it was. */
  updateColumn(column: DensityColumn): void {
    this.#heat.grid?.update(column);
    this.#heat.requestUpdate();
  }

  setStyle(style: HeatStyle): void {
    this.#heat.setStyle(style);
  }

  applyTheme(theme: ChartTheme): void {
    this.#candles.applyTheme(theme);
  }

  applyOptions(options: Parameters<CandleChart['applyOptions']>[0]): void {
    this.#candles.applyOptions(options);
  }

  setPriceScale(scale: 'linear' | 'log'): void {
    this.#candles.setPriceScale(scale);
  }

  setLocale(locale: string | undefined): void {
    this.#candles.setLocale(locale);
  }

  setInteraction(enabled: boolean): void {
    this.#candles.setInteraction(enabled);
  }

  /** Resolves when the choice is made; never rejects. */
  setRenderer(mode: RendererMode): Promise<void> {
    return this.#renderer.setMode(mode);
  }

  fitContent(): void {
    this.#candles.fitContent();
  }

  /** The chart with the heat as a new canvas. */
  screenshot(): HTMLCanvasElement {
    return this.#candles.chart.takeScreenshot();
  }

  dispose(): void {
    this.#candles.dispose();
    this.#renderer.dispose();
  }

  /** Widens the candles' price range to the density worth seeing. */
  #autoscale(candles: AutoscaleInfo | null): AutoscaleInfo | null {
    const { grid, levels, style } = this.#heat;
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (!candles?.priceRange || !grid || !levels || !range) return candles;
    const { minValue, maxValue } = candles.priceRange;
    const { fromColumn, toColumn } = this.#heat.columnsWithin(range.from - 0.5, range.to + 0.5);
    const floor = SHOWN_SHARE * this.#heat.maximumWithin(range.from - 0.5, range.to + 0.5);
    const extent = densityExtent(levels, grid.prices, style.filter, fromColumn, toColumn, floor);
    if (!extent) return candles;
    return {
      ...candles,
      priceRange: {
        minValue: Math.min(minValue, Math.max(extent.low, minValue * (1 - FARTHEST))),
        maxValue: Math.max(maxValue, Math.min(extent.high, maxValue * (1 + FARTHEST))),
      },
    };
  }
}

