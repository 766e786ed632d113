import type { DensityColumn, DensityGrid } from '../grid/density-grid.js';
import type { Candle, Liquidation } from '../market/types.js';
import type { EstimatorOptions } from '../model/options.js';

/** What an element asks of a provider. */
export interface HeatmapQuery {
  symbol?: string;
  src?: string;
  candlesSrc?: string;
  /** A bar length such as `5m`, or `auto`. */
  interval: string;
  /** The time shown, such as `3d`. */
  lookback: string;
  /** The moment to load up to, in seconds since the epoch; the present when left out. */
  now?: number;
  /** See the `proxy` attribute: `{url}` is replaced by the encoded address, else the address is appended. */
  proxy?: string;
  /** What the estimate assumes, where the provider makes one; the preset `high-leverage` when left out. */
  modelOptions?: EstimatorOptions;
}

/** How one of the sources behind a picture is doing. */
export interface SourceStatus {
  id: string;
  state: 'loading' | 'ready' | 'live' | 'stale' | 'reconnecting' | 'failed';
  /** A short sentence for people. */
  detail?: string;
  /** Since when it is in this state, in seconds since the epoch. */
  since?: number;
  /** True when the data is invented; shown as "simulated" on the chart. */
  simulated?: boolean;
  /** What the estimate assumes, in a word: the name of its preset, or `custom`. */
  model?: string;
}

/** A complete picture: the candles, the density behind them and where they came from. */
export interface HeatmapData {
  candles: Candle[];
  grid: DensityGrid;
  liquidations?: Liquidation[];
  sources: SourceStatus[];
}

/** One change to a picture. A candle or column with the time of the last one replaces it; a later one is appended. */
export interface HeatmapUpdate {
  /** A grid that shows the same density and reaches further back; it replaces the one shown, before `column` is taken in. */
  grid?: DensityGrid;
  candle?: Candle;
  column?: DensityColumn;
  liquidation?: Liquidation;
  source?: SourceStatus;
}

/** Where a heatmap's data comes from. Implement it to feed the element from anywhere. */
export interface HeatmapProvider {
  /**
   * Loads a complete picture.
   *
   * @throws whatever went wrong, best a {@link SourceError}; the element shows it and keeps the last good picture.
   */
  load(query: HeatmapQuery, signal: AbortSignal): Promise<HeatmapData>;
  /** Starts live updates after a `load`; they end when `signal` aborts. */
  subscribe?(query: HeatmapQuery, update: (change: HeatmapUpdate) => void, signal: AbortSignal): void;
}
