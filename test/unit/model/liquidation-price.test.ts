import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARGIN_VENUES, marginTiers, tierAt } from '../../../src/market/margin-tiers.js';
import type { MarginTier, MarginVenue } from '../../../src/market/margin-tiers.js';
import type { Side } from '../../../src/market/types.js';
import { liquidationPrice } from '../../../src/model/liquidation-price.js';
import type { ContractKind, IsolatedPosition } from '../../../src/model/liquidation-price.js';

const SIDES = ['long', 'short'] as const;

/** Prices as published or worked out by hand, to the cent. */
function expectCents(position: Omit<IsolatedPosition, 'side'>, long: number, short: number): void {
  expect(liquidationPrice({ ...position, side: 'long' })).toBeCloseTo(long, 2);
  expect(liquidationPrice({ ...position, side: 'short' })).toBeCloseTo(short, 2);
}

describe('liquidationPrice on linear contracts', () => {
  it.each([
    [100, 99_397.59, 100_597.61],
    [50, 98_393.57, 101_593.63],
    [25, 96_385.54, 103_585.66],
    [10, 90_361.45, 109_561.75],
    [5, 80_321.29, 119_521.91],
  ])('takes Binance and a small position when nothing else is said: %dx', (leverage, long, short) => {
    expectCents({ entry: 100_000, leverage }, long, short);
    expectCents({ entry: 100_000, leverage, notional: 100_000, venue: 'binance' }, long, short);
    expectCents({ entry: 100_000, leverage, maintenance: 0.004, venue: 'mexc' }, long, short);
  });

  it('takes the deduction of the tier of the notional', () => {
    expectCents({ entry: 100_000, leverage: 20, notional: 5_000_000 }, 95_717.17, 104_198.02);
  });

  it('takes the tier of the position as it is at the liquidation price, not at the entry', () => {
    // 3.1 million is in the 1 % tier, where it is liquidated in the 0.65 % one.
    const long = (3_100_000 - 310_000 - 1_500) / (31 * (1 - 0.0065));
    expect(long * 31).toBeLessThan(3_000_000);
    expect(liquidationPrice({ side: 'long', entry: 100_000, leverage: 10, notional: 3_100_000 })).toBeCloseTo(long, 6);
    // And 2.9 million in the 0.65 % tier, where it is liquidated in the 1 % one.
    const short = (2_900_000 + 290_000 + 12_000) / (29 * (1 + 0.01));
    expect(short * 29).toBeGreaterThan(3_000_000);
    expect(liquidationPrice({ side: 'short', entry: 100_000, leverage: 10, notional: 2_900_000 })).toBeCloseTo(short, 6);
  });

  it.each([
    ['short', 110, 0],
    ['long', 90, 3.6],
  ] as const)('liquidates a %s where its maintenance margin jumps past its equity, at %d', (side, border, deduction) => {
    const tiers = [
      { floor: 0, cap: border, rate: side === 'long' ? 0.05 : 0.01, deduction: 0, maxLeverage: 8 },
      { floor: border, cap: 1_000, rate: 0.05, deduction, maxLeverage: 8 },
    ];
    const position = { side, entry: 100, leverage: 8, notional: 100, maintenance: tiers };
    expect(liquidationPrice(position)).toBeCloseTo(border, 9);
  });

  it('gives the price of a Binance position of 3.6 million under the brackets of 2021', () => {
    const brackets = [
      { floor: 0, cap: 50_000, rate: 0.004, deduction: 0, maxLeverage: 125 },
      { floor: 50_000, cap: 250_000, rate: 0.005, deduction: 50, maxLeverage: 100 },
      { floor: 250_000, cap: 1_000_000, rate: 0.01, deduction: 1_300, maxLeverage: 50 },
      { floor: 1_000_000, cap: 5_000_000, rate: 0.025, deduction: 16_300, maxLeverage: 20 },
    ];
    const notional = 109.488 * 32_481.98;
    const position = { side: 'long', entry: 32_481.98, leverage: notional / 1_535_443.01, notional } as const;
    expect(liquidationPrice({ ...position, maintenance: brackets })).toBeCloseTo(18_778.73, 2);
  });

  it('takes the maintenance margin of Bybit on the mark value', () => {
    expectCents({ entry: 20_000, leverage: 50, notional: 20_000, venue: 'bybit' }, 19_698.49, 20_298.51);
  });

  it('adds the closing fee on OKX', () => {
    expectCents({ entry: 100_000, leverage: 10, notional: 100_000, venue: 'okx' }, 90_406.83, 109_507.22);
    expectCents({ entry: 100_000, leverage: 10, maintenance: 0.004, feeRate: 0.0005 }, 90_406.83, 109_507.22);
  });

  it('agrees with the 40x tier of Hyperliquid', () => {
    expectCents({ entry: 100_000, leverage: 20, notional: 100_000, venue: 'hyperliquid' }, 96_202.53, 103_703.7);
  });

  it('takes the deduction of Hyperliquid above 150 million', () => {
    // 200 million must hold 2.5 % less 1.875 million; at 20x its margin is 10 million.
    const long = (200_000_000 - 10_000_000 - 1_875_000) / (2_000 * 0.975);
    // The larger of the two tiers at either price.
    const short = (200_000_000 + 10_000_000 + 1_875_000) / (2_000 * 1.025);
    expectCents({ entry: 100_000, leverage: 20, notional: 200_000_000, venue: 'hyperliquid' }, long, short);
  });

  // Real positions on Hyperliquid when BTC's greatest leverage was 50: the margin is what the account showed, to six
  // digits, and not notional / leverage.
  it.each<[Side, number, number, number, number]>([
    ['long', 66_930, 0.0015, 20.043862, 54_108.51043771],
    ['long', 62_739, 0.00077, 24.137992, 31_708.03843631],
    ['short', 67_400, 0.00031, 20.887308, 133_443.97317151],
    ['short', 68_139, 0.00145, 19.72573, 80_933.61590987],
  ])('gives the price of a real %s at %d from its margin', (side, entry, quantity, margin, price) => {
    const notional = entry * quantity;
    const computed = liquidationPrice({
      side, entry, leverage: notional / margin, notional, maintenance: 1 / 100, venue: 'hyperliquid',
    });
    const lastDigitOfMargin = 1e-6 / quantity;
    expect(Math.abs(computed - price)).toBeLessThan(lastDigitOfMargin);
  });

  it('liquidates a long whose margin is its whole value at no price', () => {
    expect(liquidationPrice({ side: 'long', entry: 100, leverage: 1 })).toBe(0);
    expect(liquidationPrice({ side: 'long', entry: 100, leverage: 0.5, notional: 1_000 })).toBe(0);
  });
});

describe('liquidationPrice on inverse contracts', () => {
  it('gives the prices of 100 Binance contracts', () => {
    expectCents({ entry: 50_000, leverage: 10, notional: 10_000, contract: 'inverse' }, 45_636.36, 55_333.33);
  });

  it('gives the prices of 60,000 Bybit contracts, maintenance margin on the mark value', () => {
    const position = { entry: 50_000, leverage: 10, notional: 60_000, contract: 'inverse', venue: 'bybit' } as const;
    expectCents(position, 45_681.82, 55_277.78);
  });

  it('adds the closing fee on OKX', () => {
    const position = { entry: 50_000, leverage: 10, notional: 10_000, contract: 'inverse', venue: 'okx' } as const;
    expectCents(position, 45_659.09, 55_305.56);
  });

  it('takes a deduction stated in coins times the entry', () => {
    const inCoins = 0.01;
    const tiers = [
      { floor: 0, cap: 50_000, rate: 0.004, deduction: 0, maxLeverage: 100 },
      { floor: 50_000, cap: 1e9, rate: 0.005, deduction: inCoins * 50_000, maxLeverage: 50 },
    ];
    const margin = 1;
    expectCents(
      { entry: 50_000, leverage: 10, notional: 500_000, contract: 'inverse', maintenance: tiers },
      (500_000 * (0.005 + 1)) / (margin + inCoins + 10),
      (500_000 * (0.005 - 1)) / (margin + inCoins - 10),
    );
  });

  it('liquidates a short whose margin is its whole value at no price', () => {
    expect(liquidationPrice({ side: 'short', entry: 100, leverage: 1, contract: 'inverse' })).toBe(Infinity);
  });
});

describe('liquidationPrice says which field is wrong:', () => {
  const good = { side: 'long', entry: 100, leverage: 10, notional: 1_000 } as const;

  it.each(
    ['entry', 'leverage', 'maintenance', 'notional', 'feeRate'].flatMap((field) =>
      [NaN, Infinity, -Infinity, 0, -1].map((value) => [field, value] as const),
    ),
  )('%s is %d', (field, value) => {
    const wrong = { ...good, [field]: value };
    expect(() => liquidationPrice(wrong)).toThrow(RangeError);
    expect(() => liquidationPrice(wrong)).toThrow(`${field}: expected a finite number above 0, got ${value}`);
  });

  it.each([
    ['side', 'buy'],
    ['contract', 'quanto'],
    ['venue', 'ftx'],
  ])('%s is %s', (field, word) => {
    const wrong = { ...good, [field]: word };
    expect(() => liquidationPrice(wrong)).toThrow(RangeError);
    expect(() => liquidationPrice(wrong)).toThrow(new RegExp(`^${field}: expected one of .*, got "${word}"$`));
  });

  it('a number is a text', () => {
    expect(() => liquidationPrice({ ...good, entry: '100' as unknown as number })).toThrow(/^entry: .*, got 100$/);
  });

  it('a tier of the maintenance table', () => {
    const tiers = [{ floor: 0, cap: 100, rate: NaN, deduction: 0, maxLeverage: 10 }];
    expect(() => liquidationPrice({ ...good, maintenance: tiers })).toThrow(/^maintenance\[0\]\.rate: .*, got NaN$/);
    expect(() => liquidationPrice({ ...good, maintenance: [] })).toThrow(/^maintenance: /);
  });

  it('the rate and the fee take the whole value', () => {
    expect(() => liquidationPrice({ ...good, leverage: 0.5, maintenance: 1.5 })).toThrow(/^maintenance: .*less than 1/);
    expect(() => liquidationPrice({ ...good, leverage: 0.5, feeRate: 0.999 })).toThrow(/^maintenance: .*less than 1/);
  });

  it.each<[string, Omit<IsolatedPosition, 'side' | 'entry'>]>([
    ['equal to the maintenance margin', { leverage: 100, maintenance: 0.01 }],
    ['below it', { leverage: 101, maintenance: 0.01 }],
    ['below it because of the fee', { leverage: 99, maintenance: 0.01, feeRate: 0.0005 }],
    ['below that of the first tier', { leverage: 250 }],
    ['below that of a large position', { leverage: 100, notional: 50_000_000 }],
    ['below that of a position beyond the table', { leverage: 3, notional: 1e10 }],
  ])('the leverage leaves a margin %s', (_, position) => {
    for (const side of SIDES) {
      for (const contract of ['linear', 'inverse'] as const) {
        const wrong = { ...position, side, contract, entry: 100 };
        expect(() => liquidationPrice(wrong)).toThrow(RangeError);
        expect(() => liquidationPrice(wrong)).toThrow(/^leverage: expected less than 1 \/ /);
      }
    }
  });
});

const price = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
const side = fc.constantFrom<Side>(...SIDES);
const contract = fc.constantFrom<ContractKind>('linear', 'inverse');
const venue = fc.constantFrom<MarginVenue>(...MARGIN_VENUES);
const notional = fc.double({ min: 0, max: 21, noNaN: true }).map(Math.exp);

/** The maintenance margin of a position of this notional, by the table alone. */
const required = (tiers: readonly MarginTier[], value: number): number => {
  const tier = tierAt(tiers, value);
  return value * tier.rate - tier.deduction;
};

/** Margin left above the maintenance margin and the fee at `at`, in quote currency at the entry, from first principles. */
function spare(position: Required<Omit<IsolatedPosition, 'venue'>>, at: number): number {
  const { entry, leverage, notional: size } = position;
  const tiers = position.maintenance as readonly MarginTier[];
  const sign = position.side === 'long' ? 1 : -1;
  const value = position.contract === 'linear' ? (size * at) / entry : (size * entry) / at;
  const profit = position.contract === 'linear' ? sign * (value - size) : sign * (size - value);
  return size / leverage + profit - required(tiers, value) - value * position.feeRate;
}

/** A leverage above 1 that the position can have: a share of the way to where all margin is maintenance margin. */
const leverageFor = (tiers: readonly MarginTier[], size: number, share: number, fee: number): number => {
  const most = size / (required(tiers, size) + size * fee);
  return 1 + (most - 1) * share;
};

const position = fc
  .record({ side, contract, venue, entry: price, notional, share: fc.double({ min: 0.01, max: 0.99, noNaN: true }) })
  .map(({ share, venue: where, ...rest }) => {
    const maintenance = marginTiers(where, 'BTC');
    const feeRate = 0.0005;
    return { ...rest, maintenance, feeRate, leverage: leverageFor(maintenance, rest.notional, share, feeRate) };
  });

/** A table whose maintenance margin jumps up or down at its borders. */
const jumpyTiers = fc
  .array(
    fc.record({
      width: fc.double({ min: 10, max: 1_000, noNaN: true }),
      rate: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
      share: fc.double({ min: 0, max: 0.9, noNaN: true }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((steps) => {
    const tiers: MarginTier[] = [];
    for (const { width, rate, share } of steps) {
      const floor = tiers.at(-1)?.cap ?? 0;
      tiers.push({ floor, cap: floor + width, rate, deduction: share * rate * floor, maxLeverage: 1 });
    }
    return tiers;
  });

describe('liquidationPrice always', () => {
  it('lies below the entry of a long and above that of a short', () => {
    fc.assert(
      fc.property(position, (p) => {
        const at = liquidationPrice(p);
        expect(p.side === 'long' ? p.entry - at : at - p.entry).toBeGreaterThan(0);
        expect(at).toBeGreaterThan(0);
        expect(at).toBeLessThan(Infinity);
      }),
    );
  });

  it('leaves exactly the maintenance margin of its own value as equity', () => {
    fc.assert(
      fc.property(position, (p) => {
        const at = liquidationPrice(p);
        const value = p.contract === 'linear' ? (p.notional * at) / p.entry : (p.notional * p.entry) / at;
        expect(Math.abs(spare(p, at))).toBeLessThanOrEqual(1e-9 * (p.notional + value));
      }),
    );
  });

  it('comes nearer the entry as the leverage rises', () => {
    fc.assert(
      fc.property(position, fc.double({ min: 0.1, max: 0.99, noNaN: true }), (p, share) => {
        const distance = (leverage: number): number => Math.abs(liquidationPrice({ ...p, leverage }) - p.entry);
        const lower = 1 + (p.leverage - 1) * share;
        expect(distance(p.leverage)).toBeLessThan(distance(lower));
      }),
    );
  });

  it('comes nearer the entry as the position grows', () => {
    fc.assert(
      fc.property(position, fc.double({ min: 0.01, max: 1, noNaN: true }), (p, share) => {
        const distance = (size: number): number => Math.abs(liquidationPrice({ ...p, notional: size }) - p.entry);
        expect(distance(p.notional)).toBeLessThanOrEqual(distance(p.notional * share) * (1 + 1e-9));
      }),
    );
  });

  it('scales with the price', () => {
    fc.assert(
      fc.property(position, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (p, factor) => {
        const scaled = liquidationPrice({ ...p, entry: p.entry * factor });
        expect(scaled / (liquidationPrice(p) * factor)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not jump where the notional passes from tier to tier, at the entry or at the price', () => {
    fc.assert(
      fc.property(position, fc.nat(), fc.boolean(), (p, pick, atPrice) => {
        const borders = p.maintenance.slice(1).map((tier) => tier.floor);
        fc.pre(borders.length > 0);
        const border = borders[pick % borders.length];
        const leverage = Math.min(p.leverage, leverageFor(p.maintenance, border * 2, 0.5, p.feeRate));
        const ofSize = (size: number): number => liquidationPrice({ ...p, leverage, notional: size }) / p.entry;
        // Half of the cases put the border where the position is liquidated, not where it is opened.
        const size = atPrice ? border / ofSize(border) ** (p.contract === 'linear' ? 1 : -1) : border;
        expect(ofSize(size * (1 + 1e-9)) / ofSize(size * (1 - 1e-9))).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is the first price at which the equity is no more than the maintenance margin, whatever the table', () => {
    fc.assert(
      fc.property(
        jumpyTiers,
        side,
        contract,
        fc.double({ min: 1, max: 8_000, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (maintenance, whose, kind, size, share) => {
          const leverage = leverageFor(maintenance, size, share, 0.001);
          fc.pre(leverage > 1.01);
          const p = { side: whose, contract: kind, entry: 100, notional: size, leverage, maintenance, feeRate: 0.001 };
          const at = liquidationPrice(p);
          for (let step = 0; step < 50; step++) {
            expect(spare(p, 100 + ((at - 100) * step) / 50)).toBeGreaterThan(0);
          }
          const justPast = at * (at < 100 ? 1 - 1e-9 : 1 + 1e-9);
          expect(spare(p, justPast)).toBeLessThanOrEqual(1e-6 * size);
        },
      ),
      { numRuns: 500 },
    );
  });
});
