import { MARGIN_VENUES, checkTiers, marginTiers } from '../market/margin-tiers.js';
import type { MarginTier, MarginVenue } from '../market/margin-tiers.js';
import type { Side } from '../market/types.js';

/** How a contract pays: in quote currency for a quantity of coins, or in coins for an amount of quote currency. */
export type ContractKind = 'linear' | 'inverse';

/** A position with isolated margin. Every number is finite and above 0. */
export interface IsolatedPosition {
  side: Side;
  /** The price at which it was opened. */
  entry: number;
  /**
   * Notional divided by margin, both at the entry. A position whose margin was added to, taken from or rounded has
   * the leverage `notional / margin`, whatever was chosen when it was opened.
   */
  leverage: number;
  /**
   * The maintenance-margin rate, or the venue's table, in quote currency (a table stated in coins: its floors, caps
   * and deductions times `entry`). Left out: BTC's table of `venue`; for another coin pass `marginTiers(venue, coin)`.
   */
  maintenance?: readonly MarginTier[] | number;
  /**
   * Size at the entry in quote currency: quantity x `entry`, or an inverse contract's face value. Left out, the
   * position is small: the first tier's rate, no deduction.
   */
  notional?: number;
  /** `binance` when left out. */
  venue?: MarginVenue;
  /** `linear` when left out. */
  contract?: ContractKind;
  /**
   * The fee for closing, as a fraction, where the venue holds it back on top of the maintenance margin. Left out:
   * OKX 0.0005, elsewhere none.
   */
  feeRate?: number;
}

/** OKX's taker fee for regular users. */
const OKX_FEE_RATE = 0.0005;

/** A {@link MarginTier} with every amount as a share of the position's value at its entry, and the fee in the rate. */
type RelativeTier = Pick<MarginTier, 'floor' | 'cap' | 'rate' | 'deduction'>;

/**
 * The mark price at which a venue liquidates a position: the first one, going from the entry, at which the equity is
 * no more than the maintenance margin, whose tier is the one for the position's value *at that price*. With a
 * continuous table that is the one price at which the two are equal; where a table jumps past the equality it is the
 * tier's border.
 *
 * With s = +1 for a long and -1 for a short, q the quantity and A the face value, m the rate with the fee and c the
 * deduction: linear `(s q entry - margin - c) / (q (s - m))`, inverse `A (s + m) / (s A / entry + margin + c)` with
 * margin and c in coins. This is Binance's rule; Bybit's (with the maintenance margin on the mark value, as since
 * 2026-05-27), OKX's (with the fee) and Hyperliquid's come to the same. MEXC's own text is not known (unverified).
 *
 * @returns below `entry` for a long, above it for a short. 0 or `Infinity` for a position that no price liquidates:
 *   a linear long or an inverse short whose margin is its whole value.
 * @throws RangeError naming the field, for any number that is not finite and above 0, a wrong word, or a `leverage`
 *   that leaves no margin above the maintenance margin (1/leverage ≤ maintenance, fee and deduction included).
 */
export function liquidationPrice(position: IsolatedPosition): number {
  const { side, entry, leverage, venue = 'binance', contract = 'linear' } = position;
  checkWord('side', side, ['long', 'short']);
  checkWord('venue', venue, MARGIN_VENUES);
  checkWord('contract', contract, ['linear', 'inverse']);
  checkPositive('entry', entry);
  checkPositive('leverage', leverage);

  const linear = contract === 'linear';
  const gainsWithValue = (side === 'long') === linear;
  const value = valueAtLiquidation(gainsWithValue ? 1 : -1, leverage, relativeTiers(position, venue));
  return linear ? entry * value : entry / value;
}

/**
 * The position's value at its liquidation as a share of that at its entry. An inverse contract's value is in coins and
 * falls as the price rises, so an inverse long is to its value what a linear short is.
 *
 * @param direction 1 when the position gains as its value rises, -1 when it loses.
 */
function valueAtLiquidation(direction: 1 | -1, leverage: number, tiers: readonly RelativeTier[]): number {
  const margin = 1 / leverage;
  let index = tiers.findLastIndex((tier) => tier.floor <= 1);
  const maintenance = tiers[index].rate - tiers[index].deduction;
  if (margin <= maintenance) {
    throw new RangeError(`leverage: expected less than 1 / ${maintenance} (the maintenance margin), got ${leverage}`);
  }
  for (;;) {
    const { floor, cap, rate, deduction } = tiers[index];
    const value = Math.max(0, (direction - margin - deduction) / (direction - rate));
    const passed = direction > 0 ? value < floor : value >= cap;
    // A jump of the maintenance margin at the near border has the position liquidated right there.
    if (!passed) return direction > 0 ? Math.min(value, cap) : Math.max(value, floor);
    index -= direction;
  }
}

function relativeTiers(position: IsolatedPosition, venue: MarginVenue): RelativeTier[] {
  const { maintenance = marginTiers(venue, 'BTC'), notional, feeRate } = position;
  if (notional !== undefined) checkPositive('notional', notional);
  if (feeRate !== undefined) checkPositive('feeRate', feeRate);
  const fee = feeRate ?? (venue === 'okx' ? OKX_FEE_RATE : 0);

  if (typeof maintenance === 'number') {
    checkPositive('maintenance', maintenance);
    return [flatTier(withFee(maintenance, fee))];
  }
  checkTiers(maintenance, 'maintenance');
  if (notional === undefined) return [flatTier(withFee(maintenance[0].rate, fee))];
  return maintenance.map(({ floor, cap, rate, deduction }, index) => ({
    floor: floor / notional,
    cap: index === maintenance.length - 1 ? Infinity : cap / notional,
    rate: withFee(rate, fee),
    deduction: deduction / notional,
  }));
}

function flatTier(rate: number): RelativeTier {
  return { floor: 0, cap: Infinity, rate, deduction: 0 };
}

function withFee(rate: number, fee: number): number {
  if (rate + fee >= 1) throw new RangeError(`maintenance: expected less than 1, fee included, got ${rate + fee}`);
  return rate + fee;
}

function checkPositive(field: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(`${field}: expected a finite number above 0, got ${String(value)}`);
}

function checkWord(field: string, value: string, words: readonly string[]): void {
  if (!words.includes(value)) throw new RangeError(`${field}: expected one of ${words.join(', ')}, got "${value}"`);
}
