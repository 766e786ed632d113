/** One number for longs, one for shorts. */
export interface Sides {
  long: number;
  short: number;
}

/**
 * The books of one bar. All are masses, in the contracts of the bars' open interest, except `consumed`. For each side,
 * up to rounding, `levels` is that of the step before + deposited - exited - removed - overflow, and
 * `levels + reservoir` is `openInterest`.
 */
export interface EstimateStep {
  /** The bar's start in seconds since the epoch, UTC. */
  time: number;
  /** Positions opened: `deposited`, `inBar` and what went into the reservoir. */
  opened: Sides;
  /** Of those opened, what now stands at liquidation levels. */
  deposited: Sides;
  /** Closed at will, from the levels. */
  exited: Sides;
  /** Liquidated: its levels were touched. */
  removed: Sides;
  /** Taken from the levels because they held more than the open interest. */
  overflow: Sides;
  /** Of those opened, what the bar's own close had already crossed. */
  inBar: Sides;
  /** What stands at liquidation levels after the bar. */
  levels: Sides;
  /** Open positions without an estimated level. */
  reservoir: Sides;
  /** The liquidations expected to be reported in this bar, in USD; relative as long as no open interest is known. */
  consumed: Sides;
  /** The bar's closing open interest. */
  openInterest: number;
  /** Whether the bar did not tell it: it is the last one known, or one assumed. */
  held: boolean;
}
