import type { ISeriesApi, ISeriesPrimitive, SeriesType, Time } from 'lightweight-charts';
import { bandMaskOf, type DensityFilter } from '../grid/density-filter.js';
import { ALL_BANDS, type DensityGrid } from '../grid/density-grid.js';
import type { IntensityCurve } from '../grid/intensity.js';
import { commonInterval } from '../market/common-interval.js';
import { palette, type PaletteName } from '../render/palettes.js';
import { type RendererMode, RendererSwitch } from '../render/renderer-switch.js';
import type { HeatmapProvider, HeatmapQuery } from '../sources/provider.js';
import { type BarAxis, HeatmapPrimitive, type HeatStyle } from './heatmap-primitive.js';

/** How an overlay looks; all as on `<liq-heatmap>`. */
export interface OverlayOptions {
  palette?: PaletteName;
  intensity?: IntensityCurve;
  /** Linear fractions of the visible maximum, 0…1. */
  threshold?: number;
  peak?: number;
  /** Band ids; all when left out or empty. */
  leverage?: readonly string[];
  side?: DensityFilter['side'];
  /** 0…1 */
  opacity?: number;
  renderer?: RendererMode;
}

/** What {@link attachHeatmap} needs. */
export interface AttachOptions extends OverlayOptions {
  provider: HeatmapProvider;
  /** Passed to the provider. */
  query?: Partial<HeatmapQuery>;
  /** Told of a load that failed, or of a live update that does not fit. By default errors reach the console. */
  onError?: (error: unknown) => void;
}

/** A heatmap on somebody else's chart. */
export interface HeatmapOverlay {
  /** Resolves when the first picture is there; rejects when it cannot be had. */
  readonly ready: Promise<void>;
  readonly grid: DensityGrid | undefined;
  /** Changes the look; what is left out stays. */
  applyOptions(options: OverlayOptions): void;
  /** Takes the heatmap away and leaves the chart as it was. */
  detach(): void;
}

/** Lays a heatmap behind a series of a chart that a page already has. The chart's candles and scales stay its own. */
export function attachHeatmap(series: ISeriesApi<SeriesType, Time>, options: AttachOptions): HeatmapOverlay {
  const { provider, query, onError = reportError } = options;
  let look: OverlayOptions = options;
  const axis = barAxisOf(series);
  const renderer = new RendererSwitch(
    () => undefined,
    () => heat.requestUpdate(),
  );
  const heat = new HeatmapPrimitive(renderer, styleOf(look, undefined), axis.current, () => undefined);
  const abort = new AbortController();
  const asked: HeatmapQuery = { interval: 'auto', lookback: '3d', ...query };

  const load = async () => {
    const { grid } = await provider.load(asked, abort.signal);
    if (abort.signal.aborted) return;
    heat.setGrid(grid);
    heat.setStyle(styleOf(look, grid));
    provider.subscribe?.(
      asked,
      ({ grid, column }) => {
        if (abort.signal.aborted) return;
        if (grid) heat.setGrid(grid);
        if (!column) return;
        try {
          heat.grid?.update(column);
          heat.requestUpdate();
        } catch (error) {
          onError(error);
        }
      },
      abort.signal,
    );
  };

  series.attachPrimitive(heat as ISeriesPrimitive<Time>);
  void renderer.setMode(look.renderer ?? 'auto');
  const ready = load();
  ready.catch((error: unknown) => {
    if (!abort.signal.aborted) onError(error);
  });

  return {
    ready,
    get grid() {
      return heat.grid;
    },
    applyOptions(changes) {
      look = { ...look, ...changes };
      heat.setStyle(styleOf(look, heat.grid));
      if (changes.renderer) void renderer.setMode(changes.renderer);
    },
    detach() {
      abort.abort();
      axis.dispose();
      series.detachPrimitive(heat as ISeriesPrimitive<Time>);
      renderer.dispose();
    },
  };
}

/** Errors nobody listens for go where the page's own uncaught ones go. */
function reportError(error: unknown): void {
  globalThis.reportError(error);
}

function styleOf(look: OverlayOptions, grid: DensityGrid | undefined): HeatStyle {
  return {
    palette: palette(look.palette ?? 'viridis'),
    curve: look.intensity ?? 'log',
    threshold: look.threshold ?? 0,
    peak: look.peak ?? 1,
    filter: {
      bandMask: grid ? bandMaskOf(grid.bands, look.leverage ?? []).mask : ALL_BANDS,
      side: look.side ?? 'both',
    },
    opacity: look.opacity ?? 1,
    background: '',
  };
}

/** Follows the bars of a series that somebody else fills. */
function barAxisOf(series: ISeriesApi<SeriesType, Time>): { current: () => BarAxis; dispose: () => void } {
  let axis: BarAxis = { times: [], interval: NaN, revision: 0 };
  let stale = true;
  const changed = () => {
    stale = true;
  };
  series.subscribeDataChanged(changed);
  return {
    current() {
      if (stale) {
        stale = false;
        const times = series.data().map(({ time }) => secondsOf(time));
        axis = { times, interval: commonInterval(times), revision: axis.revision + 1 };
      }
      return axis;
    },
    dispose: () => series.unsubscribeDataChanged(changed),
  };
}

function secondsOf(time: Time): number {
  if (typeof time === 'number') return time;
  if (typeof time === 'string') return Date.parse(time) / 1000;
  return Date.UTC(time.year, time.month - 1, time.day) / 1000;
}
