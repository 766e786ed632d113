import type { RendererKind } from '../render/heatmap-renderer.js';
import type { SourceStatus } from '../sources/provider.js';

/** An event of a tag: it bubbles, crosses shadow roots, and its `detail` is plain data. */
abstract class LiqEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail) {
    super(type, { detail, bubbles: true, composed: true });
  }
}

/** A picture was loaded and painted. */
export class LiqLoadEvent extends LiqEvent<{ columns: number; bins: number; candles: number; sources: SourceStatus[] }> {
  constructor(detail: LiqLoadEvent['detail']) {
    super('liq-load', detail);
  }
}

/** A load failed; the last good picture stays. */
export interface LiqErrorDetail {
  code: string;
  /** For people; plain text. */
  message: string;
  source: string;
  /** Whether trying again may help. */
  recoverable: boolean;
}

export class LiqErrorEvent extends LiqEvent<LiqErrorDetail> {
  constructor(detail: LiqErrorDetail) {
    super('liq-error', detail);
  }
}

/** The state of a source changed. */
export class LiqStatusEvent extends LiqEvent<{ sources: SourceStatus[] }> {
  constructor(detail: LiqStatusEvent['detail']) {
    super('liq-status', detail);
  }
}

/** Live data came in: the start of the bar that changed, and its close where the update had a candle. */
export class LiqUpdateEvent extends LiqEvent<{ time: number; price: number | null }> {
  constructor(detail: LiqUpdateEvent['detail']) {
    super('liq-update', detail);
  }
}

/** Another part of the history is in view: times in seconds, and the chart's (fractional) bar numbers. */
export class LiqRangeChangeEvent extends LiqEvent<{
  from: number;
  to: number;
  logical: { from: number; to: number };
}> {
  constructor(detail: LiqRangeChangeEvent['detail']) {
    super('liq-range-change', detail);
  }
}

/** A renderer was chosen; `from` is null for the first choice of a tag. */
export class LiqRendererChangeEvent extends LiqEvent<{ from: RendererKind | null; to: RendererKind; reason: string }> {
  constructor(detail: LiqRendererChangeEvent['detail']) {
    super('liq-renderer-change', detail);
  }
}

declare global {
  interface HTMLElementEventMap {
    'liq-load': LiqLoadEvent;
    'liq-error': LiqErrorEvent;
    'liq-status': LiqStatusEvent;
    'liq-update': LiqUpdateEvent;
    'liq-range-change': LiqRangeChangeEvent;
    'liq-renderer-change': LiqRendererChangeEvent;
  }
}
