import { BINANCE, BYBIT, GENERIC, HYPERLIQUID, MEXC, OKX } from './margin-tables.js';
import type { CoinTables, TierRow } from './margin-tables.js';

/**
 * One step of a venue's maintenance-margin table. A position of `floor` ≤ notional < `cap` must hold
 * `notional * rate - deduction`.
 */
export interface MarginTier {
  /** In quote currency. */
  floor: number;
  /** In quote currency; `Infinity` where the table has no end. */
  cap: number;
  /** Maintenance margin as a fraction of the notional. */
  rate: number;
  /** In quote currency; where it makes the maintenance margin continuous at `floor`, no price is skipped. */
  deduction: number;
  /** The greatest leverage with which a position of this size can be opened. */
  maxLeverage: number;
}

const TABLES = { binance: BINANCE, bybit: BYBIT, okx: OKX, hyperliquid: HYPERLIQUID, mexc: MEXC } satisfies Record<
  string,
  CoinTables
>;

/** A venue whose margin rules are known. */
export type MarginVenue = keyof typeof TABLES;

/** Every {@link MarginVenue}. */
export const MARGIN_VENUES = Object.keys(TABLES) as readonly MarginVenue[];

/**
 * A venue's maintenance-margin table for linear perpetuals of `coin` (`BTC`; case does not matter), smallest
 * positions first. The tables' dates and sources stand beside them in `margin-tables.ts`; venues change them without
 * notice. A coin without a table gets a generic one, which puts liquidation rather too near than too far; where a venue
 * allows the coin less than 50x, as Hyperliquid does most coins, a rate of `1 / (2 * greatest leverage)` is nearer the
 * truth. The deductions are those that make the maintenance margin continuous, as the venues' own do.
 *
 * @returns an array of the caller's own.
 * @throws RangeError for an unknown venue.
 */
export function marginTiers(venue: MarginVenue, coin: string): MarginTier[] {
  if (!MARGIN_VENUES.includes(venue)) {
    throw new RangeError(`venue: expected one of ${MARGIN_VENUES.join(', ')}, got "${String(venue)}"`);
  }
  const tables: CoinTables = TABLES[venue];
  return withDeductions(tables[coin.toUpperCase()] ?? GENERIC);
}

/**
 * The tier of a position: the one with `floor` ≤ `notional` < `cap`, or the last one for a notional beyond the table.
 *
 * @param tiers as {@link checkTiers} wants them.
 */
export function tierAt(tiers: readonly MarginTier[], notional: number): MarginTier {
  return tiers.findLast((tier) => tier.floor <= notional) ?? tiers[0];
}

/**
 * Checks that the tiers start at 0 and follow each other without a gap, and that every number can be used: rates
 * above 0 and below 1, deductions from 0, caps above their floors, leverages above 0, all finite but the last cap.
 *
 * @param field what the message calls the tiers.
 * @throws RangeError naming the index and the field that is wrong.
 */
export function checkTiers(tiers: readonly MarginTier[], field = 'tiers'): void {
  if (tiers.length === 0) throw new RangeError(`${field}: expected at least one tier`);
  tiers.forEach(({ floor, cap, rate, deduction, maxLeverage }, index) => {
    const check = (name: keyof MarginTier, value: number, right: boolean, expected: string): void => {
      if (!right) throw new RangeError(`${field}[${index}].${name}: expected ${expected}, got ${value}`);
    };
    const start = index === 0 ? 0 : tiers[index - 1].cap;
    const end = index === tiers.length - 1 ? Infinity : Number.MAX_VALUE;
    check('floor', floor, floor === start, `${start}, where the tier before ends`);
    check('cap', cap, cap > floor && cap <= end, `a number above the floor, finite but in the last tier`);
    check('rate', rate, rate > 0 && rate < 1, 'a number above 0 and below 1');
    check('deduction', deduction, deduction >= 0 && deduction < Infinity, 'a finite number ≥ 0');
    check('maxLeverage', maxLeverage, maxLeverage > 0 && maxLeverage < Infinity, 'a finite number above 0');
  });
}

function withDeductions(rows: readonly TierRow[]): MarginTier[] {
  const tiers: MarginTier[] = [];
  for (const [cap, maxLeverage, rate] of rows) {
    const below = tiers.at(-1);
    const floor = below?.cap ?? 0;
    const deduction = below === undefined ? 0 : below.deduction + (floor * rate - floor * below.rate);
    tiers.push({ floor, cap, rate, deduction, maxLeverage });
  }
  return tiers;
}
