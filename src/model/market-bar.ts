/**
 * One closed bar of a market, as the estimate needs it. Prices are quote currency per base unit; volume and open
 * interest are contracts: base units for linear contracts, USD face value for inverse ones. Never USD for linear
 * ones, whose USD open interest moves with the price.
 */
export interface MarketBar {
  /** The bar's start in seconds since the epoch, UTC. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Traded in this bar. NaN where unknown: the bar then opens no positions on account of its volume. */
  volume: number;
  /** Open contracts, one side counted, at the bar's start and end. Where it is missing, the last known one is held. */
  openInterest?: { open: number; close: number };
  /** The part of `volume` in which the buyer was the taker. */
  takerBuyVolume?: number;
  /** The mark price's extremes, which decide liquidations where known; else those of the bar do. */
  markHigh?: number;
  markLow?: number;
}
