import { describe, expect, it } from 'vitest';
import { BASELINES, baselineFlows, consumedFlow } from '../../../src/model/baselines.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import { resolveOptions } from '../../../src/model/options.js';
import { periodsOf } from '../../../src/model/periods.js';
import type { Flow } from '../../../src/model/periods.js';
import { flatBar, HOUR, simulatedBars, START } from './evaluation-data.js';

const options = resolveOptions();

function flowsOf(bars: readonly MarketBar[]): ReturnType<typeof baselineFlows> {
  const hours = bars.length / 4;
  const liquidations = Array.from({ length: hours }, (_, i) => ({ time: START + i * HOUR, longUsd: 1, shortUsd: 1 }));
  return baselineFlows(bars, periodsOf(bars.map(({ time }) => time), liquidations), options);
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const expectSame = (a: Flow, b: Flow): void => {
  for (const side of ['long', 'short'] as const) {
    a[side].forEach((value, i) => expect(value).toBeCloseTo(b[side][i], 6));
  }
};

/** Hours at 100 with trade between 99 and 101, and bars in which price dips to 97 and comes back. */
function dipping(hours: number, dips: readonly number[]): MarketBar[] {
  return Array.from({ length: 4 * hours }, (_, i) =>
    flatBar(i, 100, { high: 101, low: i % 4 === 1 && dips.includes(i >> 2) ? 97 : 99 }),
  );
}

describe('the baselines', () => {
  const bars = simulatedBars(10);
  const flows = flowsOf(bars);

  it('have one flow for each name, with a finite amount >= 0 for each hour and side', () => {
    expect(Object.keys(flows)).toEqual(Object.keys(BASELINES));
    for (const flow of Object.values(flows)) {
      for (const side of ['long', 'short'] as const) {
        expect(flow[side]).toHaveLength(240);
        expect(flow[side].every((usd) => Number.isFinite(usd) && usd >= 0)).toBe(true);
      }
    }
  });

  it('B0 knows nothing but the average, which is the intercept', () => {
    expect(total(flows.B0.long) + total(flows.B0.short)).toBe(0);
  });

  it('B1 has no memory: other bars before do not change an hour', () => {
    const others = bars.map((bar, i) => (i < 480 ? flatBar(i, 100) : bar));
    expectSame(
      { long: flowsOf(others).B1.long.slice(120), short: flowsOf(others).B1.short.slice(120) },
      { long: flows.B1.long.slice(120), short: flows.B1.short.slice(120) },
    );
    expect(total(flows.B1.long)).toBeGreaterThan(0);
  });

  it('B1 expects more of a side the further price goes against it', () => {
    const reaching = [99.9, 99, 98, 95, 90, 60].map((low) => {
      const day = Array.from({ length: 4 }, (_, i) => flatBar(i, 100, i === 2 ? { low } : {}));
      return flowsOf(day).B1;
    });
    for (let i = 1; i < reaching.length; i++) {
      expect(reaching[i].long[0]).toBeGreaterThan(reaching[i - 1].long[0]);
      expect(reaching[i].short[0]).toBe(reaching[0].short[0]);
    }
  });

  it('B2 depends on neither volume nor open interest', () => {
    const others = bars.map((bar, i) => ({
      ...bar,
      volume: i % 3,
      openInterest: { open: 5 + (i % 7), close: 5 + ((i + 1) % 7) },
    }));
    expectSame(flowsOf(others).B2, flows.B2);
  });

  it('B2 expects nothing where price has just been, B3 as much as ever', () => {
    const { B2, B3 } = flowsOf(dipping(60, [48, 49]));
    expect(B2.long[49]).toBeLessThan(0.1 * B2.long[48]);
    expect(B3.long[49]).toBeGreaterThan(0.9 * B3.long[48]);
  });

  it('B4 expects nothing where open interest never rises', () => {
    const falling = dipping(60, [48]).map((bar, i) => ({
      ...bar,
      openInterest: { open: 1_000 - i, close: 999 - i },
    }));
    const { B3, B4 } = flowsOf(falling);
    expect(total(B4.long)).toBe(0);
    expect(B3.long[48]).toBeGreaterThan(0);
    expect(total(flows.B4.long)).toBeGreaterThan(0);
  });

  it('B5 is B2 times the volume of each bar', () => {
    const steady = bars.map((bar) => ({ ...bar, volume: 3 }));
    const { B2, B5 } = flowsOf(steady);
    expectSame(B5, { long: B2.long.map((usd) => 3 * usd), short: B2.short.map((usd) => 3 * usd) });
    const silent = flowsOf(bars.map((bar) => ({ ...bar, volume: NaN })));
    expect(total(silent.B5.long)).toBe(0);
  });
});

describe('what the estimator expects', () => {
  it('grows in proportion to small weights, tier by tier', () => {
    const bars = simulatedBars(10);
    const of = (weights: number[]): Flow =>
      consumedFlow(bars, { tiers: [100, 25].map((leverage, i) => ({ leverage, weight: weights[i] })) });
    const [first, second, both] = [of([1e-6, 0]), of([0, 1e-6]), of([3e-6, 2e-6])];
    expect(total(both.long)).toBeCloseTo(3 * total(first.long) + 2 * total(second.long), 0);
    expect(total(both.long)).toBeGreaterThan(1);
  });
});
