import type { DeepPartial, IChartApi, ISeriesApi, TimeChartOptions } from 'lightweight-charts';
import { html, isServer, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { HeatmapChart } from '../chart/heatmap-chart.js';
import type { HeatStyle } from '../chart/heatmap-primitive.js';
import { type Cell, cellAt } from '../grid/cell.js';
import type { DensityFilter } from '../grid/density-filter.js';
import type { DensityGrid } from '../grid/density-grid.js';
import type { IntensityCurve } from '../grid/intensity.js';
import type { EstimatorOptions } from '../model/options.js';
import type { RendererKind } from '../render/heatmap-renderer.js';
import { paletteColour, type PaletteName } from '../render/palettes.js';
import { RENDERER_MODES, type RendererMode } from '../render/renderer-switch.js';
import { type LiqHeatmapJson, toLiqJson } from '../sources/formats/liq-json.js';
import type { HeatmapData, HeatmapProvider, HeatmapUpdate, SourceStatus } from '../sources/provider.js';
import { DataController, type DataRequest, type LoadState } from './data-controller.js';
import {
  LiqErrorEvent, LiqLoadEvent, LiqRangeChangeEvent, LiqRendererChangeEvent, LiqStatusEvent, LiqUpdateEvent,
} from './events.js';
import { densityFilter, heatStyle, unknownBands } from './heat-style.js';
import { intensityLegend } from './intensity-legend.js';
import { styles } from './liq-heatmap.styles.js';
import { localeOf, oneOf, titleOf } from './options.js';
import { painted } from './painted.js';
import { DATA_PROPERTIES, STATES, STYLE_PROPERTIES } from './property-groups.js';
import { chartCover, chartHead, emptyHint, errorBanner } from './states.js';
import { readTheme, type Theme } from './theme.js';
import { watchPage } from './watch-page.js';

/**
 * A candlestick chart with the estimated liquidation density behind it.
 *
 * @tagname liq-heatmap
 * @summary Shows at which prices leveraged futures positions are likely to be force-closed.
 * @status experimental
 * @since 0.1.0
 *
 * @slot - Shown where nothing can be drawn: before the script runs, and when loading fails with nothing to show.
 * @slot error - Replaces the message of a failed load.
 *
 * @event {LiqLoadEvent} liq-load - A picture was loaded and painted.
 * @event {LiqErrorEvent} liq-error - A load failed; the last good picture stays.
 * @event {LiqStatusEvent} liq-status - The state of a source changed.
 * @event {LiqUpdateEvent} liq-update - Live data came in.
 * @event {LiqRangeChangeEvent} liq-range-change - Another part of the history is in view.
 * @event {LiqRendererChangeEvent} liq-renderer-change - A renderer was chosen, and why.
 *
 * @csspart base - The frame around everything.
 * @csspart chart - The chart.
 * @csspart legend - The colour scale.
 * @csspart status - What the data is: simulated, empty, loading.
 * @csspart attribution - The link to the chart library's makers.
 * @csspart error - The message of a failed load.
 *
 * @cssstate loading - Data is being loaded.
 * @cssstate ready - A picture is shown.
 * @cssstate live - The picture is updated as the market moves.
 * @cssstate stale - Live updates have stopped coming.
 * @cssstate error - The newest load failed.
 *
 * @cssproperty --liq-background - Behind the chart.
 * @cssproperty --liq-text-color - Axis labels and small print.
 * @cssproperty --liq-strong-text-color - Titles.
 * @cssproperty --liq-grid-color - Grid lines.
 * @cssproperty --liq-border-color - Frames and axes.
 * @cssproperty --liq-panel-color - Buttons, badges and messages.
 * @cssproperty --liq-crosshair-color - The crosshair.
 * @cssproperty --liq-crosshair-label-color - Behind the crosshair's labels.
 * @cssproperty --liq-up-color - Rising candles.
 * @cssproperty --liq-down-color - Falling candles.
 * @cssproperty --liq-wick-up-color - Wicks of rising candles; like their bodies by default.
 * @cssproperty --liq-wick-down-color - Wicks of falling candles; like their bodies by default.
 * @cssproperty --liq-price-line-color - The last price.
 * @cssproperty --liq-heat-background - Behind the heat, where there is no density; by default a shade darker than the palette's first colour.
 * @cssproperty --liq-heat-opacity - Of the heat, 0 to 1.
 * @cssproperty --liq-focus-color - Focus rings.
 * @cssproperty --liq-error-color - Error messages.
 * @cssproperty --liq-font-family - All letters.
 * @cssproperty --liq-radius - The frame's corners.
 */
export class LiqHeatmap extends LitElement {
  static override styles = styles;

  /** A market, a list of markets or a coin, such as `SIMULATED:BTCUSDT`. */
  @property({ useDefault: true }) symbol = '';
  /** Data from a file instead of an exchange. */
  @property({ useDefault: true }) src = '';
  /** Candles for a `src` that has none. */
  @property({ attribute: 'candles-src', useDefault: true }) candlesSrc = '';
  /** The time shown: `12h` to `1y`. */
  @property({ useDefault: true }) lookback = '3d';
  /** Bar length: `1m` to `1d`, or `auto`. */
  @property({ useDefault: true }) interval = 'auto';
  /** The leverage bands shown: `all`, or ids such as `25 50 100`. */
  @property({ useDefault: true }) leverage = 'all';
  /** Whose liquidations are shown. */
  @property({ useDefault: true }) side: DensityFilter['side'] = 'both';
  /** Cells below this share of the visible maximum are hidden, 0…1. */
  @property({ type: Number, useDefault: true }) threshold = 0;
  /** The share of the visible maximum at which the scale reaches its brightest, 0…1. */
  @property({ type: Number, useDefault: true }) peak = 1;
  /** The curve from density to brightness. */
  @property({ useDefault: true }) intensity: IntensityCurve = 'log';
  /** The colours, safe for colour-blind readers. */
  @property({ useDefault: true }) palette: PaletteName = 'viridis';
  @property({ attribute: 'price-scale', useDefault: true }) priceScale: 'linear' | 'log' = 'linear';
  /** What draws: the faster one, or the one named. */
  @property({ useDefault: true }) renderer: RendererMode = 'auto';
  /** `auto` follows the reader's system. */
  @property({ reflect: true, useDefault: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** `lazy` starts when the tag comes near the viewport. */
  @property({ useDefault: true }) loading: 'lazy' | 'eager' = 'lazy';
  /** No panning, zooming or focus. */
  @property({ type: Boolean }) static = false;
  @property({ type: Boolean, attribute: 'without-legend' }) withoutLegend = false;
  /** For servers that refuse browsers: `{url}` in it is replaced by the encoded address, else the address is appended. */
  @property({ useDefault: true }) proxy = '';
  /** BCP 47 tag for numbers; the page's by default. */
  @property({ useDefault: true }) locale = '';
  /** The title and accessible name; made from the symbol by default. */
  @property({ useDefault: true }) label = '';

  /** A picture to show; wins over `provider`, `src` and `symbol`. */
  @property({ attribute: false }) data: HeatmapData | null = null;
  /** Where to get pictures from; wins over `src` and `symbol`. */
  @property({ attribute: false }) provider: HeatmapProvider | null = null;
  /** What the estimate assumes where one is made; the preset `high-leverage` by default. */
  @property({ attribute: false }) modelOptions: EstimatorOptions | null = null;
  /** The chart library's own options, laid over the tag's. */
  @property({ attribute: false }) chartOptions: DeepPartial<TimeChartOptions> | null = null;

  @state() private maximum = 0;
  @query('.chart') private container!: HTMLElement;
  @query('.probe') private probe!: HTMLElement;

  readonly #data = new DataController(this, {
    loaded: (data) => this.#show(data),
    draw: (update) => this.#drawUpdate(update),
    updated: (update) => this.#announce(update),
    failed: (detail) => this.dispatchEvent(new LiqErrorEvent(detail)),
    sourcesChanged: (sources) => this.dispatchEvent(new LiqStatusEvent({ sources })),
  });
  readonly #internals = isServer ? undefined : this.attachInternals();
  #view: HeatmapChart | undefined;
  #theme: Theme | undefined;
  #rendererChosen: Promise<void> = Promise.resolve();
  #fitNext = true;
  /** Whether the grid has no density at all; looked at once a load, since it may take a look at every cell. */
  #empty = false;
  #watching: AbortController | undefined;

  /** The lightweight-charts chart; undefined until loading begins. */
  get chart(): IChartApi | undefined {
    return this.#view?.chart;
  }

  /** The candles' series; undefined until loading begins. */
  get series(): ISeriesApi<'Candlestick'> | undefined {
    return this.#view?.series;
  }

  /** The density shown. */
  get grid(): DensityGrid | undefined {
    return this.#view?.grid;
  }

  /** What draws now; null until loading begins. */
  get activeRenderer(): RendererKind | null {
    return this.#view?.activeRenderer ?? null;
  }

  get status(): { state: LoadState; sources: SourceStatus[] } {
    return { state: this.#data.state, sources: [...this.#data.sources] };
  }

  /** Loads the data again; resolves when that is done or has failed. Does nothing for a tag outside of a document. */
  async refresh(): Promise<void> {
    if (this.isConnected && !this.hasUpdated) await this.updateComplete;
    if (!this.isConnected) return;
    await (this.#view ? this.#load() : this.#begin());
  }

  /** Shows the whole history, with the price axis fitted to it. */
  fitContent(): void {
    this.#view?.fitContent();
  }

  /** What the map says of a time (seconds) and a price; null outside of it. */
  cellAt(time: number, price: number): Cell | null {
    if (!this.grid || !this.#view) return null;
    return cellAt(this.grid, time, price, {
      lastPrice: this.#data.current?.candles.at(-1)?.close,
      maximum: this.#view.maximum,
      filter: this.#filter(),
    });
  }

  /**
   * The chart as a picture.
   *
   * @throws Error when nothing has been drawn yet.
   */
  async toBlob({ type = 'image/png' }: { type?: string } = {}): Promise<Blob> {
    const canvas = this.#view?.screenshot();
    const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type)));
    if (!blob) throw new Error('liq-heatmap: nothing has been drawn yet');
    return blob;
  }

  /**
   * The data shown, in the project's own JSON format.
   *
   * @throws Error when there is none yet.
   */
  exportData(): LiqHeatmapJson {
    const { current } = this.#data;
    if (!current) throw new Error('liq-heatmap: no data has been loaded yet');
    return toLiqJson(current, this.symbol || undefined);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#watching) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A tag that is only moved is back by then, and keeps its chart.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.#view || !DATA_PROPERTIES.some((name) => changed.has(name))) return;
    this.#fitNext = true;
    void this.#load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const name of STATES) this.#internals?.states[this.#data.state === name ? 'add' : 'delete'](name);
    const view = this.#view;
    if (!view) {
      if (this.isConnected && (!this.#watching || changed.has('loading'))) this.#watch();
      return;
    }
    if (changed.has('theme') || changed.has('palette')) this.#applyTheme();
    if (STYLE_PROPERTIES.some((name) => changed.has(name))) view.setStyle(this.#style());
    if (changed.has('priceScale')) view.setPriceScale(oneOf(['linear', 'log'], this.priceScale));
    if (changed.has('renderer')) this.#chooseRenderer(view);
    if (changed.has('locale')) view.setLocale(localeOf(this.locale));
    if (changed.has('static')) view.setInteraction(!this.static);
    if (changed.has('chartOptions') && this.chartOptions) view.applyOptions(this.chartOptions);
  }

  protected override render(): TemplateResult {
    const { error, current, sources, state } = this.#data;
    const title = this.label || titleOf(this.symbol);
    const retry = () => void this.refresh();
    const legend =
      this.withoutLegend || !current
        ? nothing
        : intensityLegend({
            ...this.#style(), maximum: this.maximum, unit: current.grid.unit, locale: localeOf(this.locale),
          });
    return html`
      <div class="base" part="base">
        ${chartHead(title, sources, unknownBands(this.leverage, current?.grid.bands), legend)}
        <div class="stage">
          <div
            class="chart" part="chart" role=${this.static ? 'img' : 'application'} tabindex=${this.static ? nothing : '0'}
            aria-label="${title}: estimated liquidation heatmap" @wheel=${{ handleEvent: this.#keepWheel, capture: true }}
          ></div>
          <a
            class="attribution" part="attribution" href="https://www.tradingview.com/lightweight-charts/" target="_blank"
            rel="noopener noreferrer">Charts by TradingView</a>
          ${state === 'loading' && current ? html`<div class="progress" role="status" aria-label="Loading"></div>` : nothing}
          ${current && this.#empty ? emptyHint : nothing}
          ${current
            ? error && errorBanner(error, retry)
            : chartCover(state, error, retry)}
        </div>
        <span class="probe" hidden></span>
      </div>
    `;
  }

  #watch(): void {
    this.#watching?.abort();
    this.#watching = watchPage(this, {
      eager: this.loading === 'eager',
      near: () => {
        if (!this.#view && this.isConnected) void this.#begin();
      },
      restyled: () => this.#applyTheme(),
    });
  }

  #begin(): Promise<void> {
    this.#view = new HeatmapChart(this.container, this.#style(), {
      rangeChange: (range) => this.dispatchEvent(new LiqRangeChangeEvent(range)),
      rendererChange: (change) => this.dispatchEvent(new LiqRendererChangeEvent(change)),
      maximumChange: (maximum) => (this.maximum = maximum),
    });
    this.#view.setPriceScale(oneOf(['linear', 'log'], this.priceScale));
    this.#view.setInteraction(!this.static);
    this.#view.setLocale(localeOf(this.locale));
    this.#applyTheme();
    if (this.chartOptions) this.#view.applyOptions(this.chartOptions);
    this.#chooseRenderer(this.#view);
    const { current } = this.#data;
    this.#fitNext = true;
    if (current) this.#draw(current);
    return this.#load();
  }

  #end(): void {
    this.#watching?.abort();
    this.#data.stop();
    this.#view?.dispose();
    this.#view = this.#watching = undefined;
  }

  async #load(): Promise<void> {
    const { symbol, src, candlesSrc, lookback, interval, proxy, data, provider } = this;
    const modelOptions = this.modelOptions ?? undefined;
    const query = { symbol, src, candlesSrc, lookback, interval, proxy, modelOptions };
    const request: DataRequest = { data, provider, query };
    if (!(await this.#data.load(request))) return;
    // What covered the chart is gone when the event says that it can be seen.
    await this.updateComplete;
    const { grid, candles, sources } = this.#data.current!;
    this.dispatchEvent(
      new LiqLoadEvent({ columns: grid.columnCount, bins: grid.binCount, candles: candles.length, sources }),
    );
  }

  async #show(data: HeatmapData): Promise<void> {
    this.#draw(data);
    this.#fitNext = false;
    await this.#rendererChosen;
    await painted();
  }

  #draw({ candles, grid }: HeatmapData): void {
    this.#view?.setData(candles, grid);
    this.#empty = !grid.values.some((value) => value > 0);
    // Which bits a band has depends on the data.
    this.#view?.setStyle(this.#style());
    if (this.#fitNext) this.#view?.fitContent();
  }

  #drawUpdate({ grid, candle, column }: HeatmapUpdate): void {
    if (grid) this.#view?.setGrid(grid);
    if (column) this.#view?.updateColumn(column);
    if (this.#empty) this.#empty = ![grid, column].some((part) => part?.values.some((value) => value > 0));
    if (candle) this.#view?.updateCandle(candle);
  }

  #announce({ candle, column }: HeatmapUpdate): void {
    const time = candle?.time ?? column?.time;
    if (time !== undefined) this.dispatchEvent(new LiqUpdateEvent({ time, price: candle?.close ?? null }));
  }

  #chooseRenderer(view: HeatmapChart): void {
    const mode = oneOf(RENDERER_MODES, this.renderer);
    const chosen = view.setRenderer(mode);
    // Only a renderer asked for by name is waited for; else the plain canvas has already drawn.
    this.#rendererChosen = mode === 'auto' ? Promise.resolve() : chosen;
  }

  #applyTheme(): void {
    if (!this.#view) return;
    this.#theme = readTheme(this.probe, paletteColour(this.#style().palette.short, 0));
    this.#view.applyTheme(this.#theme);
    this.#view.setStyle(this.#style());
  }

  #style(): HeatStyle {
    return heatStyle(this, this.#filter(), this.#theme);
  }

  #filter(): DensityFilter {
    return densityFilter(this, this.grid?.bands ?? this.#data.current?.grid.bands);
  }

  /** Leaves the wheel to the page until the chart has the focus, or Ctrl or ⌘ is held. */
  readonly #keepWheel = (event: WheelEvent) => {
    const wanted = this.shadowRoot?.activeElement === this.container || event.ctrlKey || event.metaKey;
    if (!wanted) event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'liq-heatmap': LiqHeatmap;
  }
}
