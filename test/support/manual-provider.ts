import type { HeatmapData, HeatmapProvider, HeatmapQuery, HeatmapUpdate } from '../../src/sources/provider.js';

/** A `load` that waits for its answer. */
export interface PendingLoad {
  query: HeatmapQuery;
  signal: AbortSignal;
  resolve: (data: HeatmapData) => void;
  reject: (error: unknown) => void;
}

/** A provider whose every answer and live update a test gives by hand. */
export class ManualProvider implements HeatmapProvider {
  /** Every `load` so far, the newest last. */
  readonly loads: PendingLoad[] = [];
  #live: { update: (change: HeatmapUpdate) => void; signal: AbortSignal } | undefined;

  load(query: HeatmapQuery, signal: AbortSignal): Promise<HeatmapData> {
    return new Promise((resolve, reject) => this.loads.push({ query, signal, resolve, reject }));
  }

  subscribe(_query: HeatmapQuery, update: (change: HeatmapUpdate) => void, signal: AbortSignal): void {
    this.#live = { update, signal };
  }

  /** The newest `load`. */
  get last(): PendingLoad {
    const load = this.loads.at(-1);
    if (!load) throw new Error('nothing has been loaded');
    return load;
  }

  /** Whether live updates have begun and not ended. */
  get isLive(): boolean {
    return this.#live?.signal.aborted === false;
  }

  /** Sends a live update, as a provider does that has not noticed an abort. */
  send(update: HeatmapUpdate): void {
    if (!this.#live) throw new Error('nobody has subscribed');
    this.#live.update(update);
  }
}

/** A provider that answers every `load` with the picture that `make` gives, and counts them. */
export function instantProvider(make: () => HeatmapData): HeatmapProvider & { count: number } {
  const provider = {
    count: 0,
    load: () => {
      provider.count++;
      return Promise.resolve(make());
    },
  };
  return provider;
}
