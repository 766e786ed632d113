import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/model/calibrate.js';
import type { Calibration } from '../../../src/model/calibrate.js';
import { estimate } from '../../../src/model/estimate.js';
import { evaluate } from '../../../src/model/evaluate.js';
import type { BaselineScore, Evaluation } from '../../../src/model/evaluate.js';
import { hasRealMarket, realMarket } from './evaluation-data.js';

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1_000;
const SPAN = { from: at('2026-01-01'), to: at('2026-04-11') };

if (!hasRealMarket) console.info('Skipped for want of real data: shared/data/market beside the project.');

describe.skipIf(!hasRealMarket)('on real liquidations of BTC, January to April 2026', () => {
  let evaluation: Evaluation;
  let december: Calibration;
  let honest: Evaluation;

  beforeAll(() => {
    const { bars, liquidations } = realMarket();
    const openInterest = bars.find((bar) => bar.openInterest)!.openInterest!.open;
    evaluation = evaluate(estimate(bars, { openInterest }), liquidations, SPAN);
    december = calibrate(bars, liquidations, { estimator: { openInterest }, to: SPAN.from });
    honest = evaluate(estimate(bars, { openInterest, tiers: december.tiers }), liquidations, SPAN);
  }, 120_000);

  it('the model explains as much as its prototype did', () => {
    console.info(figures(evaluation));
    expect(evaluation.judged.periods).toBe(1_188);
    expect(evaluation.model.devianceExplained).toBeGreaterThan(0.824);
    expect(evaluation.model.spearman).toBeGreaterThan(0.86);
    expect(Math.abs(Math.log(evaluation.model.calibration))).toBeLessThan(Math.log(1.15));
  });

  it('the model is better than every baseline, on other days too', () => {
    for (const { gain } of Object.values(evaluation.baselines)) expect(gain.interval[0]).toBeGreaterThan(0.04);
  });

  it('consumption carries most of the skill, and either side has it', () => {
    const { model, baselines } = evaluation;
    expect(baselines.B2.devianceExplained).toBeGreaterThan(0.74);
    expect(baselines.B3.devianceExplained).toBeLessThan(0.45);
    expect(Math.min(model.long.devianceExplained, model.short.devianceExplained)).toBeGreaterThan(0.8);
  });

  it('more happens in each tenth of which more was expected', () => {
    const { reliability } = evaluation.model;
    for (let i = 1; i < 10; i++) expect(reliability[i].observed).toBeGreaterThan(reliability[i - 1].observed);
  });

  it('weights that have seen December alone are better than every baseline from January on', () => {
    console.info(`With the weights of December alone\n${figures(honest)}`);
    expect(honest.model.devianceExplained).toBeGreaterThan(0.8);
    for (const { gain } of Object.values(honest.baselines)) expect(gain.interval[0]).toBeGreaterThan(0.04);
  });

  it('a month tells the high leverages and leaves the low ones to the prior', () => {
    const identified = december.tiers.filter((tier) => tier.identified).map(({ leverage }) => leverage);
    expect(identified).toEqual(expect.arrayContaining([100, 50]));
    expect(identified).not.toContain(5);
    expect(identified).not.toContain(3);
  });
});

function figures({ model, baselines }: Evaluation): string {
  const lines = Object.entries({ model, ...baselines }).map(([name, score]) =>
    [name, score.devianceExplained, score.spearman, score.calibration, gainOf(score)]
      .map((value) => (typeof value === 'number' ? value.toFixed(3) : value).padStart(8))
      .join(''),
  );
  return ['            DE     rho   ratio    gain', ...lines].join('\n');
}

function gainOf(score: object): number {
  return 'gain' in score ? (score as BaselineScore).gain.devianceExplained : 0;
}
