import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/model/calibrate.js';
import { estimate } from '../../../src/model/estimate.js';
import { DAY, happened, simulatedBars, START } from './evaluation-data.js';

const bars = simulatedBars(64);
const tiers = [
  { leverage: 100, weight: 0.004 },
  { leverage: 50, weight: 0.009 },
  { leverage: 25, weight: 0.002 },
  { leverage: 10, weight: 0.005 },
];
const even = { tiers: tiers.map(({ leverage }) => ({ leverage, weight: 0.01 })) };
const from = START + 10 * DAY;
const truth = estimate(bars, { tiers });
const scatter = (usd: number, i: number): number => usd * 3 ** Math.sin(i * 12.9898) + 50_000;

describe('the calibration', () => {
  it('recovers the weights with which liquidations were made, whatever it expected', () => {
    const found = calibrate(bars, happened(truth), { estimator: even, from, resamples: 50 });
    found.tiers.forEach(({ leverage, weight, identified }, i) => {
      expect(leverage).toBe(tiers[i].leverage);
      expect(weight / tiers[i].weight).toBeGreaterThan(0.97);
      expect(weight / tiers[i].weight).toBeLessThan(1.03);
      expect(identified).toBe(true);
    });
  });

  it('finds a tier that nobody uses to be next to nothing', () => {
    const estimator = { tiers: [...even.tiers, { leverage: 35, weight: 0.01 }] };
    const found = calibrate(bars, happened(truth), { estimator, from, resamples: 0 });
    expect(found.tiers[4].weight).toBeLessThan(0.0003);
  });

  it('has intervals that hold the truth where liquidations scatter, and keeps what no tier explains apart', () => {
    const found = calibrate(bars, happened(truth, scatter), { estimator: even, from, resamples: 500 });
    // The scatter is 3^sin, whose average is the Bessel function I0(ln 3).
    const average = 1.325;
    found.tiers.forEach(({ interval: [low, high] }, i) => {
      expect(low).toBeLessThan(average * tiers[i].weight);
      expect(high).toBeGreaterThan(average * tiers[i].weight);
    });
    expect(found.intercept).toBeGreaterThan(30_000);
    expect(found.intercept).toBeLessThan(70_000);
    expect(found.fitted).toEqual({ from, to: START + 64 * DAY, periods: 54 * 24 });
    expect(found.events).toBe(2 * 54 * 24);
  });

  it('leaves to the prior, and names, a tier whose levels were never reached', () => {
    const estimator = { smear: 0.01, tiers: [{ leverage: 100, weight: 0.01 }, { leverage: 1.5, weight: 0.02 }] };
    const { tiers: found } = calibrate(bars, happened(truth), { estimator, from, resamples: 500 });
    expect(found.map(({ identified }) => identified)).toEqual([true, false]);
    expect(found[1].weight).toBeCloseTo(found[1].prior, 9);
    expect(found[1].prior).toBeCloseTo(2 * found[0].prior, 9);
    // 95 % of an exponential distribution.
    expect(found[1].interval[0] / found[1].prior).toBeCloseTo(0.025, 1);
    expect(found[1].interval[1] / found[1].prior).toBeGreaterThan(3);
  });

  it('finds weights for the size of the liquidations, in proportion', () => {
    const half = happened(truth, (usd, i) => scatter(usd, i) / 2);
    const whole = calibrate(bars, happened(truth, scatter), { estimator: even, from, resamples: 0 });
    calibrate(bars, half, { estimator: even, from, resamples: 0 }).tiers.forEach(({ weight }, i) => {
      expect(weight).toBeCloseTo(whole.tiers[i].weight / 2, 8);
    });
  });

  it('gives tiers that the estimator takes as they are', () => {
    const found = calibrate(bars, happened(truth), { estimator: even, from, resamples: 0 });
    const [expected, got] = [truth, estimate(bars, { tiers: found.tiers })].map(({ steps }) =>
      steps.reduce((sum, { consumed }) => sum + consumed.long + consumed.short, 0),
    );
    expect(got / expected).toBeGreaterThan(0.97);
    expect(got / expected).toBeLessThan(1.03);
  });

  it('says the same again', () => {
    const once = (): unknown => calibrate(bars, happened(truth, scatter), { from, resamples: 20, seed: 3 });
    expect(once()).toEqual(once());
  });

  it('refuses to learn from fewer than 200 liquidations', () => {
    const few = happened(truth).slice(0, 99);
    expect(() => calibrate(bars, few)).toThrow(/^expected at least 200 liquidations, got 1\d\d$/);
  });
});
