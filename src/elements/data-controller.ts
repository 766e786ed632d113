import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { upsertCandle } from '../chart/bars.js';
import type { HeatmapData, HeatmapProvider, HeatmapQuery, HeatmapUpdate, SourceStatus } from '../sources/provider.js';
import { resolveProvider } from '../sources/resolve.js';
import { SourceError } from '../sources/source-error.js';
import { checkCandle, checkData } from './check-data.js';
import type { LiqErrorDetail } from './events.js';

/** How a tag is doing as a whole. */
export type LoadState = 'idle' | 'loading' | 'ready' | 'live' | 'stale' | 'error';

/** Where a tag's data comes from: `data` wins over `provider`, which wins over the query. */
export interface DataRequest {
  data?: HeatmapData | null;
  provider?: HeatmapProvider | null;
  query: HeatmapQuery;
}

/** What the tag does with what comes in. */
export interface DataReceiver {
  /** Shows a new picture. What it throws counts as a failed load. */
  loaded(data: HeatmapData): void | Promise<void>;
  /** Shows a change. Throws RangeError for a column that does not fit. */
  draw(update: HeatmapUpdate): void;
  /** A change has been drawn and taken in. */
  updated(update: HeatmapUpdate): void;
  failed(detail: LiqErrorDetail): void;
  sourcesChanged(sources: SourceStatus[]): void;
}

/**
 * Loads a tag's data, keeps the last good picture, and takes in live updates. One load at a time: a new one ends the
 * one before, and each that fails reports exactly once.
 */
export class DataController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #receiver: DataReceiver;
  #abort: AbortController | undefined;
  #loading = false;

  /** The last good picture. */
  current: HeatmapData | undefined;
  /** Why the newest load failed; undefined when it did not. */
  error: LiqErrorDetail | undefined;
  sources: SourceStatus[] = [];

  constructor(host: ReactiveControllerHost, receiver: DataReceiver) {
    this.#host = host;
    this.#receiver = receiver;
    host.addController(this);
  }

  /** Part of Lit's protocol; loading starts with {@link load}. */
  hostConnected(): void {}

  get state(): LoadState {
    if (this.#loading) return 'loading';
    if (this.error) return 'error';
    if (!this.current) return 'idle';
    if (this.sources.some(({ state }) => state === 'stale' || state === 'reconnecting')) return 'stale';
    return this.sources.some(({ state }) => state === 'live') ? 'live' : 'ready';
  }

  /**
   * Loads what is asked for, in place of what was loading. Never rejects.
   *
   * @returns whether a new picture is shown: false when the load failed or was overtaken.
   */
  async load(request: DataRequest): Promise<boolean> {
    const { data, provider, query } = request;
    this.stop();
    if (!data && !provider && !query.src && !query.symbol) return false;
    const abort = new AbortController();
    this.#abort = abort;
    this.#loading = true;
    this.#host.requestUpdate();
    try {
      const from = data ? undefined : (provider ?? (await resolveProvider(query)));
      const loaded = data ?? (await from?.load(query, abort.signal));
      if (abort.signal.aborted) return false;
      // Our own providers have checked every value already.
      const checked = checkData(loaded, blamed(request), from === undefined || from === provider);
      await this.#receiver.loaded(checked);
      if (abort.signal.aborted) return false;
      this.current = checked;
      this.error = undefined;
      this.#loading = false;
      this.#setSources([...checked.sources]);
      from?.subscribe?.(query, (update) => this.#take(update, abort.signal), abort.signal);
      return true;
    } catch (error) {
      if (!abort.signal.aborted) {
        this.#loading = false;
        this.#fail(error, blamed(request));
      }
      return false;
    }
  }

  /** Ends loading and live updates. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#loading = false;
  }

  #take(update: HeatmapUpdate, signal: AbortSignal): void {
    const { current } = this;
    if (signal.aborted || !current) return;
    try {
      if (update.candle) checkCandle(update.candle, 'candle', 'provider');
      this.#receiver.draw(update);
    } catch (error) {
      // A feed that sends nonsense would do so every second: it is ended, and the picture stays.
      this.stop();
      this.#fail(error, 'provider');
      return;
    }
    if (update.grid) current.grid = update.grid;
    if (update.candle) upsertCandle(current.candles, update.candle);
    if (update.liquidation) (current.liquidations ??= []).push(update.liquidation);
    const { source } = update;
    if (source) this.#setSources([...this.sources.filter(({ id }) => id !== source.id), source]);
    this.#receiver.updated(update);
  }

  #setSources(sources: SourceStatus[]): void {
    this.sources = sources;
    this.#receiver.sourcesChanged(sources);
    this.#host.requestUpdate();
  }

  #fail(error: unknown, source: string): void {
    const known = error instanceof SourceError ? error : undefined;
    this.error = {
      code: known?.code ?? 'provider',
      message: error instanceof Error ? error.message : String(error),
      source: known?.source ?? source,
      recoverable: known?.recoverable ?? false,
    };
    this.#receiver.failed(this.error);
    this.#host.requestUpdate();
  }
}

/** Whom to name for an error that names nobody. */
function blamed({ data, provider, query }: DataRequest): string {
  if (data) return 'data';
  return provider || query.src ? 'provider' : (query.symbol ?? '');
}
