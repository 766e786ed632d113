import {
  CandlestickSeries, createChart, type DeepPartial, type IChartApi, type ISeriesApi, PriceScaleMode,
  type TimeChartOptions, type UTCTimestamp,
} from 'lightweight-charts';
import { commonInterval } from '../market/common-interval.js';
import type { Candle } from '../market/types.js';
import { type Bar, missing, withWhitespace } from './bars.js';
import type { BarAxis } from './heatmap-primitive.js';
import { decimalsOf, priceDecimals } from './price-decimals.js';

/** The chart's colours and letters, as the canvas takes them: `rgb()`, `rgba()` or hexadecimal. */
export interface ChartTheme {
  background: string;
  text: string;
  grid: string;
  border: string;
  crosshair: string;
  crosshairLabel: string;
  up: string;
  down: string;
  wickUp: string;
  wickDown: string;
  /** The last price's label; its line is drawn over the heat. */
  priceLine: string;
  fontFamily: string;
}

/** The time is a UTC timestamp throughout; the library's own type for it is branded. */
type SeriesBar = Bar & { time: UTCTimestamp };

/** A candlestick chart whose every interval has its place, traded or not. */
export class CandleChart {
  readonly chart: IChartApi;
  readonly series: ISeriesApi<'Candlestick'>;
  readonly #axis: { times: number[]; interval: number; revision: number } = { times: [], interval: NaN, revision: 0 };

  #overrides: DeepPartial<TimeChartOptions> = {};
  #locale: string | undefined;
  #decimals = 2;

  constructor(container: HTMLElement) {
    this.chart = createChart(container, {
      autoSize: true,
      // Our own attribution link stands in the element; the library's logo injects a style that strict policies block.
      layout: { attributionLogo: false },
      // Bars narrower than half a pixel are merged for drawing: nobody can see them apart.
      timeScale: { timeVisible: true, rightOffset: 2, enableConflation: true },
      rightPriceScale: { scaleMargins: { top: 0.06, bottom: 0.06 } },
      handleScroll: { vertTouchDrag: false },
    });
    this.series = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
  }

  /** The bars, empty ones included. */
  get axis(): BarAxis {
    return this.#axis;
  }

  /**
   * Shows other candles.
   *
   * @param interval bar length in seconds; taken from the candles when it is NaN.
   */
  setCandles(candles: readonly Candle[], interval: number): void {
    const common = commonInterval(candles.map((candle) => candle.time));
    this.#axis.interval = common || interval || 60;
    const bars = withWhitespace(candles, this.#axis.interval);
    this.#axis.times = bars.map((bar) => bar.time);
    this.#axis.revision++;
    this.series.setData(bars as SeriesBar[]);
    this.#setPriceFormat(priceDecimals(candles));
    // Low enough that the whole history fits into the narrowest pane.
    this.chart.timeScale().applyOptions({ minBarSpacing: Math.min(0.5, 100 / Math.max(1, bars.length)) });
  }

  /** Shows a live candle in the last one's place or after it, with empty bars between where some are missing. */
  updateCandle(candle: Candle): void {
    const { times, interval } = this.#axis;
    const last = times[times.length - 1];
    if (last !== undefined && candle.time < last) return;
    if (candle.time !== last) {
      const gap = last === undefined || candle.time - last > interval * 1000 ? [] : missing(last, candle.time, interval);
      for (const bar of gap) {
        this.series.update(bar as SeriesBar);
        times.push(bar.time);
      }
      times.push(candle.time);
      this.#axis.revision++;
    }
    this.series.update(candle as Candle & SeriesBar);
  }

  applyTheme(theme: ChartTheme): void {
    const line = { color: theme.crosshair, labelBackgroundColor: theme.crosshairLabel };
    this.#apply({
      layout: { background: { color: theme.background }, textColor: theme.text, fontFamily: theme.fontFamily },
      grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
      rightPriceScale: { borderColor: theme.border },
      timeScale: { borderColor: theme.border },
      crosshair: { vertLine: line, horzLine: line },
    });
    this.series.applyOptions({
      upColor: theme.up, downColor: theme.down, wickUpColor: theme.wickUp, wickDownColor: theme.wickDown,
      priceLineColor: theme.priceLine,
    });
  }

  /** Lays somebody else's options over the chart's own, from now on. */
  applyOptions(options: DeepPartial<TimeChartOptions>): void {
    this.#overrides = options;
    this.chart.applyOptions(options);
  }

  setPriceScale(scale: 'linear' | 'log'): void {
    this.series.priceScale().applyOptions({
      mode: scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
    });
  }

  /** Whether fingers, mouse and wheel move the chart. One finger up or down always scrolls the page. */
  setInteraction(enabled: boolean): void {
    this.#apply({
      handleScroll: { mouseWheel: enabled, pressedMouseMove: enabled, horzTouchDrag: enabled, vertTouchDrag: false },
      handleScale: enabled,
      kineticScroll: { touch: enabled, mouse: false },
    });
  }

  /** The language of numbers, as a BCP 47 tag; the page's when left out. */
  setLocale(locale: string | undefined): void {
    this.#locale = locale;
    this.#setPriceFormat(this.#decimals);
  }

  /** Shows the whole history, with the price axis fitted to it. */
  fitContent(): void {
    const timeScale = this.chart.timeScale();
    this.series.priceScale().applyOptions({ autoScale: true });
    timeScale.fitContent();
    // A chart that is not displayed has no width to fit into yet.
    timeScale.unsubscribeSizeChange(this.#fitLater);
    if (timeScale.width() === 0) timeScale.subscribeSizeChange(this.#fitLater);
  }

  dispose(): void {
    this.chart.remove();
  }

  readonly #fitLater = () => this.fitContent();

  #apply(options: DeepPartial<TimeChartOptions>): void {
    this.chart.applyOptions(options);
    this.chart.applyOptions(this.#overrides);
  }

  #setPriceFormat(decimals: number): void {
    this.#decimals = decimals;
    const formats = Array.from({ length: decimals + 1 }, (_, digits) => {
      const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      return new Intl.NumberFormat(this.#locale, exactly);
    });
    const tickDecimals = (values: readonly number[]) =>
      Math.min(decimals, Math.max(0, ...values.map((value) => decimalsOf(Number(value.toFixed(decimals))))));
    this.#apply({
      localization: {
        locale: this.#locale ?? navigator.language,
        priceFormatter: (value: number) => formats[decimals].format(value),
        // The axis has no more decimals than its labels need, and all of them as many.
        tickmarksPriceFormatter: (values: readonly number[]) => {
          const tick = formats[tickDecimals(values)];
          return values.map((value) => tick.format(value));
        },
      },
    });
    this.series.applyOptions({ priceFormat: { type: 'price', precision: decimals, minMove: 10 ** -decimals } });
  }
}
