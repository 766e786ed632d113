import { describe, expect, it } from 'vitest';
import { MARGIN_VENUES, checkTiers, marginTiers, tierAt } from '../../../src/market/margin-tiers.js';
import type { MarginTier, MarginVenue } from '../../../src/market/margin-tiers.js';

const COINS = ['BTC', 'ETH', 'DOGE'];
const EVERY_TABLE = MARGIN_VENUES.flatMap((venue) => COINS.map((coin) => [venue, coin] as const));

const required = (tier: MarginTier, notional: number): number => notional * tier.rate - tier.deduction;

const TIERS: readonly MarginTier[] = [
  { floor: 0, cap: 100, rate: 0.01, deduction: 0, maxLeverage: 50 },
  { floor: 100, cap: 400, rate: 0.02, deduction: 1, maxLeverage: 25 },
];

describe('marginTiers', () => {
  it.each(EVERY_TABLE)('has a sound table for %s %s', (venue, coin) => {
    expect(() => checkTiers(marginTiers(venue, coin))).not.toThrow();
  });

  it.each(EVERY_TABLE)('makes the maintenance margin of %s %s grow without a jump', (venue, coin) => {
    const tiers = marginTiers(venue, coin);
    for (let i = 1; i < tiers.length; i++) {
      expect(tiers[i].rate).toBeGreaterThan(tiers[i - 1].rate);
      const border = tiers[i].floor;
      expect(required(tiers[i], border) / required(tiers[i - 1], border)).toBeCloseTo(1, 12);
    }
  });

  it.each(EVERY_TABLE)('leaves the greatest leverage of each tier of %s %s room above the maintenance margin', (venue, coin) => {
    for (const tier of marginTiers(venue, coin)) expect(1 / tier.maxLeverage).toBeGreaterThan(tier.rate);
  });

  it.each([
    ['BTC', [0, 300, 1_500, 12_000, 132_000, 482_000, 2_982_000, 14_482_000, 26_482_000, 41_482_000, 121_482_000, 421_482_000]],
    ['ETH', [0, 50, 950, 11_450, 131_450, 381_450, 2_006_450, 9_506_450, 17_506_450, 27_506_450, 80_506_450, 280_506_450]],
  ])('comes to the deductions that Binance publishes for %s', (coin, published) => {
    const deductions = marginTiers('binance', coin).map((tier) => tier.deduction);
    expect(deductions).toHaveLength(published.length);
    deductions.forEach((deduction, i) => expect(deduction).toBeCloseTo(published[i], 6));
  });

  it.each<[MarginVenue, string, number, number]>([
    ['binance', 'BTC', 0.004, 150],
    ['binance', 'ETH', 0.004, 125],
    ['bybit', 'BTC', 0.005, 100],
    ['okx', 'BTC', 0.004, 100],
    ['okx', 'ETH', 0.004, 100],
    ['hyperliquid', 'BTC', 0.0125, 40],
    ['hyperliquid', 'ETH', 0.02, 25],
    ['mexc', 'BTC', 0.004, 200],
  ])('starts %s %s at a rate of %d and %dx', (venue, coin, rate, maxLeverage) => {
    expect(marginTiers(venue, coin)[0]).toMatchObject({ floor: 0, rate, maxLeverage, deduction: 0 });
  });

  it('halves the leverage of Hyperliquid BTC at 150 million', () => {
    const [small, large] = marginTiers('hyperliquid', 'BTC');
    expect(small.cap).toBe(150_000_000);
    expect(large).toMatchObject({ floor: 150_000_000, cap: Infinity, rate: 0.025, maxLeverage: 20 });
  });

  it('raises the rate of MEXC BTC by 0.4 % every 53 BTC', () => {
    const tiers = marginTiers('mexc', 'BTC');
    tiers.forEach((tier, i) => {
      expect(tier.cap).toBe(53 * 84_055 * (i + 1));
      expect(tier.rate).toBeCloseTo(0.004 * (i + 1), 12);
    });
  });

  it('ignores the case of the coin', () => {
    expect(marginTiers('binance', 'eth')).toEqual(marginTiers('binance', 'ETH'));
  });

  it('takes more maintenance margin from a coin without a table than from BTC, at every size', () => {
    for (const venue of MARGIN_VENUES.filter((name) => name !== 'hyperliquid')) {
      for (let notional = 1_000; notional < 1e10; notional *= 2) {
        const margin = (coin: string): number => required(tierAt(marginTiers(venue, coin), notional), notional);
        expect(margin('DOGE')).toBeGreaterThan(margin('BTC'));
      }
    }
  });

  it('treats a name that every object has as a coin without a table', () => {
    expect(marginTiers('okx', 'constructor')).toEqual(marginTiers('okx', 'DOGE'));
  });

  it('gives each caller an array of its own', () => {
    marginTiers('binance', 'BTC')[0].rate = 0.9;
    expect(marginTiers('binance', 'BTC')[0].rate).toBe(0.004);
  });

  it.each(['ftx', 'toString', 'BINANCE'])('rejects the venue %s and lists those it knows', (venue) => {
    expect(() => marginTiers(venue as MarginVenue, 'BTC')).toThrow(
      new RangeError(`venue: expected one of binance, bybit, okx, hyperliquid, mexc, got "${venue}"`),
    );
  });
});

describe('tierAt', () => {
  it.each([
    [0, 0],
    [99.99, 0],
    [100, 1],
    [399, 1],
    [400, 1],
    [1e9, 1],
  ])('puts a notional of %d into tier %d', (notional, index) => {
    expect(tierAt(TIERS, notional)).toBe(TIERS[index]);
  });
});

describe('checkTiers', () => {
  const changed = (index: number, change: Partial<MarginTier>): MarginTier[] =>
    TIERS.map((tier, i) => (i === index ? { ...tier, ...change } : tier));

  it('accepts a last tier without an end', () => {
    expect(() => checkTiers(changed(1, { cap: Infinity }))).not.toThrow();
  });

  it.each<[string, MarginTier[]]>([
    ['tiers: expected at least one tier', []],
    ['tiers[0].floor: expected 0', changed(0, { floor: 1 })],
    ['tiers[1].floor: expected 100', changed(1, { floor: 99 })],
    ['tiers[1].floor: expected 100', changed(1, { floor: NaN })],
    ['tiers[0].cap: expected a number above the floor', changed(0, { cap: 0 })],
    ['tiers[0].cap: expected a number above the floor', changed(0, { cap: Infinity })],
    ['tiers[1].cap: expected a number above the floor', changed(1, { cap: NaN })],
    ['tiers[0].rate: expected a number above 0', changed(0, { rate: 0 })],
    ['tiers[1].rate: expected a number above 0 and below 1', changed(1, { rate: 1 })],
    ['tiers[1].rate: expected a number above 0', changed(1, { rate: NaN })],
    ['tiers[1].deduction: expected a finite number ≥ 0, got -1', changed(1, { deduction: -1 })],
    ['tiers[1].deduction: expected a finite number', changed(1, { deduction: Infinity })],
    ['tiers[0].maxLeverage: expected a finite number above 0, got 0', changed(0, { maxLeverage: 0 })],
    ['tiers[0].maxLeverage: expected a finite number', changed(0, { maxLeverage: Infinity })],
  ])('says "%s"', (message, tiers) => {
    expect(() => checkTiers(tiers)).toThrow(RangeError);
    expect(() => checkTiers(tiers)).toThrow(message);
  });

  it('uses the name it is given', () => {
    expect(() => checkTiers([], 'maintenance')).toThrow('maintenance: expected at least one tier');
  });
});
