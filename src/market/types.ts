/**
 * One bar of the price chart. `time` is the bar's start in seconds since the epoch, UTC; prices are quote currency per
 * base unit.
 */
export interface Candle {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Traded in this bar, in base units. */
  volume?: number;
}

/** The side of a position. A long is liquidated below its entry price, a short above it. */
export type Side = 'long' | 'short';

/** One forced close as a venue reported it. */
export interface Liquidation {
  /** Seconds since the epoch, UTC. */
  time: number;
  /** The position that was closed. */
  side: Side;
  price: number;
  /** Notional in USD. */
  usd: number;
  venue?: string;
}
