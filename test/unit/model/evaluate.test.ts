import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/model/estimate.js';
import { evaluate } from '../../../src/model/evaluate.js';
import { DAY, HOUR, happened, simulatedBars, START } from './evaluation-data.js';

const bars = simulatedBars(40);
const guess = estimate(bars);
/** Real liquidations scatter: up to four times what was expected, or a quarter. */
const scatter = (usd: number, i: number): number => usd * 4 ** Math.sin(i * 12.9898);
const liquidations = happened(guess, scatter);
const from = START + 10 * DAY;
const evaluation = evaluate(guess, liquidations, { from, resamples: 200 });

describe('the evaluation', () => {
  it('explains everything where what was expected happens, at whatever scale', () => {
    const { model } = evaluate(guess, happened(guess, (usd) => 0.37 * usd + 1_000), { from, resamples: 0 });
    for (const score of [model, model.long, model.short]) {
      expect(score.devianceExplained).toBeGreaterThan(0.999);
      expect(score.spearman).toBeGreaterThan(0.999);
      expect(score.calibration).toBeCloseTo(1, 2);
    }
  });

  it('finds the model better than every baseline where the model is right', () => {
    for (const baseline of Object.values(evaluation.baselines)) {
      expect(baseline.gain.devianceExplained).toBeGreaterThan(0);
      expect(baseline.gain.interval[0]).toBeLessThan(baseline.gain.devianceExplained);
      expect(baseline.gain.interval[1]).toBeGreaterThan(baseline.gain.devianceExplained);
    }
    expect(evaluation.baselines.B2.gain.interval[0]).toBeGreaterThan(0);
  });

  it('finds the average worth nothing, to either side', () => {
    const { B0 } = evaluation.baselines;
    expect(B0.devianceExplained).toBeLessThanOrEqual(0);
    expect(B0.long.spearman).toBeNaN();
    expect(evaluation.model.devianceExplained).toBeCloseTo(
      B0.devianceExplained + B0.gain.devianceExplained,
      9,
    );
  });

  it('finds no skill in liquidations that have nothing to do with the price', () => {
    const unrelated = happened(guess, (_, i) => 1_000 * (1 + Math.sin(i * 78.233)));
    const { model, baselines } = evaluate(guess, unrelated, { from, resamples: 500 });
    expect(model.devianceExplained).toBeLessThan(0.05);
    expect(Math.abs(model.spearman)).toBeLessThan(0.15);
    expect(baselines.B2.gain.interval[0]).toBeLessThanOrEqual(0);
  });

  it('fits the first half of the hours and judges the second', () => {
    expect(evaluation.fitted).toEqual({ from, to: START + 25 * DAY, periods: 360 });
    expect(evaluation.judged).toEqual({ from: START + 25 * DAY, to: START + 40 * DAY, periods: 360 });
    const split = START + 35 * DAY;
    const { fitted, judged } = evaluate(guess, liquidations, { from, to: split + DAY, split, resamples: 0 });
    expect([fitted.periods, judged.periods]).toEqual([600, 24]);
  });

  it('judges by nothing that the lines were not fitted without', () => {
    const split = START + 25 * DAY;
    const changed = liquidations.map((hour) => (hour.time < split ? hour : { ...hour, longUsd: 2 * hour.longUsd }));
    const { model } = evaluate(guess, changed, { from, resamples: 0 });
    expect(model.long.calibration).toBeCloseTo(evaluation.model.long.calibration / 2, 9);
    expect(model.short.calibration).toBe(evaluation.model.short.calibration);
  });

  it('counts sides of hours, or single liquidations, as events', () => {
    const judged = liquidations.filter(({ time }) => time >= START + 25 * DAY);
    expect(evaluation.model.long.events).toBe(judged.filter(({ longUsd }) => longUsd > 0).length);
    expect(evaluation.model.events).toBe(evaluation.model.long.events + evaluation.model.short.events);
  });

  it('is the same for single liquidations as for their sums by the hour', () => {
    const single = liquidations.flatMap(({ time, longUsd, shortUsd }) => [
      { time: time + 5, side: 'long' as const, price: 1, usd: longUsd / 2 },
      { time: time + HOUR - 1, side: 'long' as const, price: 1, usd: longUsd / 2 },
      { time: time + 1_800, side: 'short' as const, price: 1, usd: shortUsd },
    ]);
    const { model } = evaluate(guess, single, { from, resamples: 200 });
    expect(model.devianceExplained).toBeCloseTo(evaluation.model.devianceExplained, 9);
    expect(model.long.events).toBe(2 * evaluation.model.long.events);
  });

  it('says the same again, and for another seed only other intervals', () => {
    const again = evaluate(guess, liquidations, { from, resamples: 200 });
    expect(again).toEqual(evaluation);
    const other = evaluate(guess, liquidations, { from, resamples: 200, seed: 2 }).model;
    expect(other.devianceExplained).toBe(evaluation.model.devianceExplained);
    expect(other.interval).not.toEqual(evaluation.model.interval);
  });

  it('judges an estimate without open interest, whose amounts are only relative, as well', () => {
    const relative = estimate(bars.map((bar) => ({ ...bar, openInterest: undefined })));
    const { model } = evaluate(relative, happened(relative, (usd) => 1e9 * usd), { from, resamples: 0 });
    expect(model.devianceExplained).toBeGreaterThan(0.999);
  });

  it('refuses to judge by less than a day, and says which part is short', () => {
    const message = (what: string): RegExp => new RegExp(`at least 24 whole hours with liquidations ${what}, got`);
    expect(() => evaluate(guess, [])).toThrow(message('before the split'));
    expect(() => evaluate(guess, liquidations, { split: START + 40 * DAY - HOUR })).toThrow(message('after the split'));
  });
});
