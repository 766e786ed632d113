import { describe, expect, it } from 'vitest';
import { marginTiers } from '../../../src/market/margin-tiers.js';
import { estimate } from '../../../src/model/estimate.js';
import { Estimator } from '../../../src/model/estimator.js';
import type { EstimatorState } from '../../../src/model/estimator.js';
import { PRESET_NAMES, PRESETS } from '../../../src/model/leverage-tier.js';
import { liquidationPrice } from '../../../src/model/liquidation-price.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import type { EstimatorOptions } from '../../../src/model/options.js';

const START = 1_760_000_400;
const DAY = 86_400;
const SIDES = ['long', 'short'] as const;

/** A bar that stays at 100, without volume or a change of open interest unless told otherwise. */
function bar(index: number, change: Partial<MarketBar> = {}): MarketBar {
  const openInterest = { open: 1_000, close: 1_000 };
  return { time: START + index * 900, open: 100, high: 100, low: 100, close: 100, volume: 0, openInterest, ...change };
}

const rising = { openInterest: { open: 1_000, close: 1_010 } };
const risen = { openInterest: { open: 1_010, close: 1_010 } };
const tenfold: EstimatorOptions = { tiers: [{ leverage: 10, weight: 0.5 }], exitRate: 0 };

describe('the opening of positions', () => {
  it('gives the tiers their share of a rise of open interest, and the rest to the reservoir', () => {
    const step = new Estimator(tenfold).step(bar(0, rising));
    for (const side of SIDES) {
      expect(step.opened[side]).toBe(10);
      expect(step.deposited[side]).toBeCloseTo(5, 12);
      expect(step.levels[side]).toBeCloseTo(5, 12);
      expect(step.reservoir[side]).toBeCloseTo(1_005, 12);
    }
  });

  it('follows the volume, measured against that of the last seven days', () => {
    const estimator = new Estimator({ turnover: 0.3 });
    for (let i = 0; i < 672; i++) estimator.step(bar(i, { volume: 50 }));
    expect(estimator.step(bar(672, { volume: 50 })).opened.long).toBeCloseTo((0.3 * 1_000) / 96, 9);
    const mean = (671 * 50 + 150) / 672;
    expect(estimator.step(bar(673, { volume: 150 })).opened.short).toBeCloseTo((0.3 * 1_000 * 150) / mean / 96, 9);
    for (let i = 674; i < 674 + 672; i++) estimator.step(bar(i, { volume: 1 }));
    expect(estimator.step(bar(2_000, { volume: 1 })).opened.long).toBeCloseTo((0.3 * 1_000) / 96, 9);
  });

  it('does not take a gap for a long bar', () => {
    const estimator = new Estimator();
    for (const i of [0, 1, 2, 50]) estimator.step(bar(i, { volume: 50 }));
    expect(estimator.step(bar(51, { volume: 50 })).opened.long).toBeCloseTo((0.3 * 1_000) / 96, 9);
  });

  it('makes good what was liquidated before it counts a fall of open interest', () => {
    const estimator = new Estimator({ ...tenfold, tiers: [{ leverage: 10, weight: 1 }] });
    estimator.step(bar(0, rising));
    const crash = bar(1, { low: 50, openInterest: { open: 1_010, close: 1_008 } });
    const { removed, opened } = estimator.step(crash);
    expect(removed).toEqual({ long: expect.closeTo(10, 9) as number, short: 0 });
    expect(opened.long).toBeCloseTo(10 / 2 - 2, 9);
  });

  it('counts as in the bar what the close has already crossed', () => {
    const fall = bar(0, { ...rising, high: 200, low: 99, open: 200, close: 99 });
    const { deposited, inBar } = new Estimator(tenfold).step(fall);
    expect(deposited.long + inBar.long).toBeCloseTo(5, 12);
    expect(inBar.long).toBeGreaterThan(3);
    // A short opened at 100 is liquidated near 110: of those opened below 99, none is crossed by the close.
    expect(inBar.short).toBe(0);
  });

  it('leans to the side of the takers by the tilt, and not at all by default', () => {
    const bought = { ...rising, volume: 100, takerBuyVolume: 75 };
    const even = new Estimator(tenfold).step(bar(0, bought)).deposited;
    expect(even.long).toBeCloseTo(even.short, 9);
    const tilted = new Estimator({ ...tenfold, tilt: 0.4 }).step(bar(0, bought)).deposited;
    expect(tilted.long / even.long).toBeCloseTo(1 + 0.4 * 0.5, 9);
    expect(tilted.short / even.short).toBeCloseTo(1 - 0.4 * 0.5, 9);
  });
});

describe('where levels lie', () => {
  const middle = (side: 'long' | 'short', given: EstimatorOptions): number => {
    const estimator = new Estimator(given);
    estimator.step(bar(0, rising));
    const { longs, shorts } = estimator.toJSON();
    const [{ from, masses }] = (side === 'long' ? longs : shorts).tiers;
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    const position = masses.reduce((sum, mass, i) => sum + mass * (from + i + 0.5), 0) / total;
    return Math.exp((side === 'long' ? -1 : 1) * position * 0.001);
  };

  it.each(['linear', 'inverse'] as const)('is at the liquidation price of %s contracts, nearer for more leverage', (contract) => {
    for (const side of SIDES) {
      const prices = [3, 5, 10, 20, 25, 50, 100].map((leverage) => {
        const price = middle(side, { tiers: [{ leverage, weight: 1 }], contract });
        const exact = liquidationPrice({ side, entry: 100, leverage, maintenance: 0.005, contract });
        expect(Math.abs(Math.log(price / exact))).toBeLessThan(0.0005);
        return Math.abs(Math.log(price / 100));
      });
      expect(prices).toEqual([...prices].sort((a, b) => b - a));
    }
  });

  it('follows a venue\'s own table', () => {
    const maintenance = marginTiers('bybit', 'ETH').map((tier) => ({ ...tier, rate: 0.02 }));
    const price = middle('long', { tiers: [{ leverage: 10, weight: 1 }], maintenance });
    expect(price).toBeCloseTo((100 * 0.9) / 0.98, 1);
  });

  it('cannot be told for a leverage that leaves no margin', () => {
    expect(() => new Estimator({ tiers: [{ leverage: 200, weight: 0.1 }] })).toThrow(/leverage/);
    expect(() => new Estimator({ tiers: [{ leverage: 20, weight: 0.1 }], maintenance: 0.05 })).toThrow(/leverage/);
    expect(() => new Estimator({ tiers: [{ leverage: 20, weight: 0.1 }], maintenance: 0.049 })).not.toThrow();
  });
});

describe('the closing of positions', () => {
  const loaded = (given: EstimatorOptions = {}): Estimator => {
    const estimator = new Estimator({ ...tenfold, ...given });
    estimator.step(bar(0, rising));
    return estimator;
  };

  it('takes a share of the levels each day, also over a gap', () => {
    const { exited, levels } = loaded({ exitRate: 0.02 }).step(bar(96 * 3, risen));
    expect(levels.long).toBeCloseTo(5 * Math.exp(-0.06), 12);
    expect(exited.long).toBeCloseTo(5 - 5 * Math.exp(-0.06), 12);
  });

  it('can be rarer on the side that loses', () => {
    const { levels } = loaded({ exitRate: 0.02, exitSkew: 0.5 }).step(bar(96, { ...risen, open: 101, high: 101 }));
    expect(levels.long).toBeCloseTo(5 * Math.exp(-0.01), 9);
    expect(levels.short).toBeCloseTo(5 * Math.exp(-0.02), 9);
  });

  it('takes a fall of open interest from the reservoir, or from all alike if so told', () => {
    const fall = bar(1, { openInterest: { open: 1_010, close: 505 } });
    expect(loaded().step(fall).levels.long).toBeCloseTo(5, 12);
    const { levels, exited, reservoir } = loaded({ closeMode: 'proportional' }).step(fall);
    expect(levels.long).toBeCloseTo(2.5, 12);
    expect(exited.long).toBeCloseTo(2.5, 12);
    expect(reservoir.long).toBeCloseTo(502.5, 12);
  });

  it('takes from the levels when the reservoir is empty', () => {
    const { levels, overflow, reservoir } = loaded().step(bar(1, { openInterest: { open: 1_010, close: 2 } }));
    expect(levels.long).toBeCloseTo(2, 12);
    expect(overflow.long).toBeCloseTo(3, 12);
    expect(reservoir.long).toBe(0);
  });
});

describe('what is consumed', () => {
  it('is the mass times the price of its level times the share reported, or the mass of inverse contracts', () => {
    const crash = bar(1, { ...risen, low: 50 });
    const worth = (given: EstimatorOptions): number => {
      const estimator = new Estimator({ ...tenfold, ...given });
      estimator.step(bar(0, rising));
      return estimator.step(crash).consumed.long;
    };
    const price = liquidationPrice({ side: 'long', entry: 100, leverage: 10, maintenance: 0.005 });
    expect(worth({}) / (5 * price)).toBeCloseTo(1, 3);
    expect(worth({ reportingShare: 0.5 })).toBeCloseTo(worth({}) / 2, 9);
    expect(worth({ contract: 'inverse' })).toBeCloseTo(5, 9);
  });

  it('is nothing that the same bar opened', () => {
    const { consumed } = new Estimator(tenfold).step(bar(0, { ...rising, low: 50 }));
    expect(consumed).toEqual({ long: 0, short: 0 });
  });
});

describe('bars that do not tell everything', () => {
  const silent = { openInterest: undefined };

  it('have the last open interest known, and are flagged', () => {
    const { steps, assumptions } = estimate([bar(0, rising), bar(1, silent), bar(2, risen)]);
    expect(steps.map(({ openInterest, held }) => [openInterest, held])).toEqual([[1_010, false], [1_010, true], [1_010, false]]);
    expect(assumptions).toMatchObject({ unit: 'usd', bars: 3, heldBars: 1 });
  });

  it.each([0, -1, NaN, Infinity])('tell nothing by an open interest of %s', (wrong) => {
    const { steps } = estimate([bar(0, rising), bar(1, { openInterest: { open: 1_010, close: wrong } })]);
    expect(steps[1]).toMatchObject({ openInterest: 1_010, held: true });
  });

  it('have an open interest of 1 when there never was any, and the estimate says that it is relative', () => {
    const { steps, assumptions } = estimate([bar(0, silent), bar(1, { ...silent, volume: 5 })]);
    expect(steps.map(({ openInterest }) => openInterest)).toEqual([1, 1]);
    expect(steps[1].levels.long + steps[1].reservoir.long).toBeCloseTo(1, 12);
    expect(assumptions).toMatchObject({ unit: 'relative', heldBars: 2, coldUntil: START + 30 * DAY });
  });

  it('can warm up with an open interest that was assumed', () => {
    const { steps, assumptions } = estimate([bar(0, silent), bar(1, silent)], { openInterest: 900 });
    expect(steps[1].openInterest).toBe(900);
    expect(assumptions.unit).toBe('usd');
  });

  it.each([NaN, -1, Infinity])('open nothing by a volume of %s, and do not change what is usual', (volume) => {
    const bars = [bar(0, { volume: 5 }), bar(1, { volume: 5 }), bar(2, { volume }), bar(3, { volume: 5 })];
    const { steps } = estimate(bars);
    expect(steps[2].opened.long).toBe(0);
    expect(steps[3].opened.long).toBeCloseTo((0.3 * 1_000) / 96, 9);
  });
});

describe('what is refused', () => {
  it.each([
    ['open', NaN],
    ['high', Infinity],
    ['low', 0],
    ['close', -1],
    ['low', 101],
    ['markLow', 0],
    ['markHigh', NaN],
    ['time', NaN],
  ] as const)('a bar with %s = %s, by name', (field, value) => {
    const estimator = new Estimator();
    estimator.step(bar(0));
    expect(() => estimator.step(bar(1, { [field]: value }))).toThrow(RangeError);
    expect(() => estimator.step(bar(1, { [field]: value }))).toThrow(`bars[1].${field}`);
  });

  it.each([
    [{ binWidth: 0 }, 'binWidth'],
    [{ buffer: -0.1 }, 'buffer'],
    [{ smear: NaN }, 'smear'],
    [{ exitRate: -1 }, 'exitRate'],
    [{ exitSkew: Infinity }, 'exitSkew'],
    [{ openInterestGain: -1 }, 'openInterestGain'],
    [{ turnover: NaN }, 'turnover'],
    [{ tilt: 1.1 }, 'tilt'],
    [{ reportingShare: 2 }, 'reportingShare'],
    [{ openInterest: 0 }, 'openInterest'],
    [{ tiers: [] }, 'tiers'],
    [{ tiers: [{ leverage: 1, weight: 0.1 }] }, 'tiers[0].leverage'],
    [{ tiers: [{ leverage: 5, weight: -0.1 }] }, 'tiers[0].weight'],
    [{ tiers: [{ leverage: 5, weight: 0.6 }, { leverage: 3, weight: 0.5 }] }, 'tiers'],
    [{ preset: 'mine' as 'default' }, 'preset'],
    [{ contract: 'quanto' as 'linear' }, 'contract'],
    [{ closeMode: 'never' as 'reservoir' }, 'closeMode'],
  ] satisfies [EstimatorOptions, string][])('the options %o, naming %s', (given, name) => {
    expect(() => new Estimator(given)).toThrow(RangeError);
    expect(() => new Estimator(given)).toThrow(name);
  });

  it('a column before the first bar, and a saved state of another version', () => {
    const prices = { scale: 'log', origin: 50, step: 0.01, count: 100 } as const;
    expect(() => new Estimator().column({ prices })).toThrow(RangeError);
    const state = { ...new Estimator().toJSON(), version: 2 } as unknown as EstimatorState;
    expect(() => Estimator.fromJSON(state)).toThrow('version');
  });
});

describe('options', () => {
  it('are by default what fits real liquidations', () => {
    const { tiers, ...others } = new Estimator().options;
    expect(others).toEqual({
      preset: 'default',
      contract: 'linear',
      maintenance: 0.005,
      binWidth: 0.001,
      buffer: 0.0005,
      smear: 0.2,
      exitRate: 0.02,
      exitSkew: 1,
      openInterestGain: 1,
      turnover: 0.3,
      tilt: 0,
      reportingShare: 1,
      closeMode: 'reservoir',
      openInterest: undefined,
    });
    const weights = [0.36, 0.08, 0.06, 0.09, 0.03, 0.18, 0.2].map((share) => expect.closeTo(0.02 * share, 12) as number);
    expect(tiers.map(({ leverage }) => leverage)).toEqual([100, 50, 25, 20, 10, 5, 3]);
    expect(tiers.map(({ weight }) => weight)).toEqual(weights);
  });

  it('of the presets differ in nothing but weights', () => {
    const resolved = PRESET_NAMES.map((preset) => new Estimator({ preset }).options);
    for (const { preset, tiers, ...others } of resolved) {
      expect({ ...resolved[0], ...others, preset: 'default', tiers: resolved[0].tiers }).toEqual(resolved[0]);
      expect(tiers).toEqual(PRESETS[preset!]);
    }
    const total = (tiers: typeof PRESETS.default): number => tiers.reduce((sum, { weight }) => sum + weight, 0);
    expect(total(PRESETS['all-leverage'])).toBeCloseTo(total(PRESETS.default), 12);
    expect(PRESETS['high-leverage']).toEqual(PRESETS.default.filter(({ leverage }) => leverage >= 20));
  });

  it('survive being saved, a table without an end too', () => {
    const maintenance = marginTiers('hyperliquid', 'BTC');
    const estimator = new Estimator({ maintenance, tiers: [{ leverage: 20, weight: 0.1 }], closeMode: 'proportional' });
    const restored = Estimator.fromJSON(JSON.parse(JSON.stringify(estimator)) as EstimatorState);
    expect(restored.options).toEqual(estimator.options);
    expect(Estimator.fromJSON(new Estimator().toJSON()).options.preset).toBe('default');
  });
});
