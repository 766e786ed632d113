import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayBootstrap } from '../../../src/model/day-bootstrap.js';
import { judge } from '../../../src/model/score.js';
import type { Sample } from '../../../src/model/score.js';
import { deviance, middleOf } from '../../../src/model/statistics.js';
import { HOUR, START } from './evaluation-data.js';

/** Hours of which each fourth is eventful; `of` says what was expected. */
function sample(days: number, of: (observed: number, i: number) => number): Sample {
  const observed = Float64Array.from({ length: days * 24 }, (_, i) => 1 + ((i * 7919) % 101) ** (i % 4 === 0 ? 2 : 1));
  const average = observed.reduce((sum, value) => sum + value) / observed.length;
  return {
    times: Float64Array.from(observed, (_, i) => START + i * HOUR),
    expected: observed.map(of),
    observed,
    average: observed.map(() => average),
    events: 17,
  };
}

const noisy = sample(12, (usd, i) => usd * (1 + 0.8 * Math.sin(i * 12.9898)));

describe('a score', () => {
  it('is perfect for who knows everything', () => {
    const { score } = judge(sample(10, (usd) => usd), 50, 1);
    expect(score.devianceExplained).toBeCloseTo(1, 12);
    expect(score.spearman).toBeCloseTo(1, 12);
    expect(score.calibration).toBe(1);
    expect(score.events).toBe(17);
    expect(score.interval.calibration).toEqual([1, 1]);
    for (const { expected, observed } of score.reliability) expect(expected).toBe(observed);
  });

  it('is worth nothing for who knows only the average', () => {
    const average = noisy.average[0];
    const { score } = judge(sample(12, () => average), 50, 1);
    expect(score.devianceExplained).toBe(0);
    expect(score.spearman).toBeNaN();
    expect(score.calibration).toBeCloseTo(1, 12);
  });

  it('is the share of the deviance that is gone', () => {
    let left = 0;
    let whole = 0;
    noisy.observed.forEach((usd, i) => {
      left += deviance(usd, noisy.expected[i]);
      whole += deviance(usd, noisy.average[i]);
    });
    expect(judge(noisy, 0, 1).score.devianceExplained).toBeCloseTo(1 - left / whole, 12);
  });

  it('counts the days of each draw as if they were written out', () => {
    const resamples = 20;
    const { score, devianceExplained } = judge(noisy, resamples, 5);
    const draws = Array.from(new DayBootstrap(noisy.times, 5).draws(resamples), (counts) => {
      const picked = [...counts].flatMap((count, day) => new Array<number>(count).fill(day));
      const hours = picked.flatMap((day) => Array.from({ length: 24 }, (_, i) => 24 * day + i));
      const pick = (values: Float64Array): Float64Array => Float64Array.from(hours, (i) => values[i]);
      const written = { ...noisy, times: pick(noisy.times), expected: pick(noisy.expected) };
      return judge({ ...written, observed: pick(noisy.observed), average: pick(noisy.average) }, 0, 1).score;
    });
    draws.forEach((draw, i) => expect(devianceExplained[i]).toBeCloseTo(draw.devianceExplained, 9));
    for (const name of ['devianceExplained', 'spearman', 'calibration'] as const) {
      const [low, high] = middleOf(draws.map((draw) => draw[name]));
      expect(score.interval[name][0]).toBeCloseTo(low, 9);
      expect(score.interval[name][1]).toBeCloseTo(high, 9);
    }
  });

  it('shows what happened by tenths of what was expected', () => {
    const { reliability } = judge(noisy, 0, 1).score;
    expect(reliability).toHaveLength(10);
    expect(reliability.reduce((sum, { periods }) => sum + periods, 0)).toBe(noisy.observed.length);
    const total = reliability.reduce((sum, { periods, observed }) => sum + periods * observed, 0);
    expect(total).toBeCloseTo(noisy.observed.reduce((sum, usd) => sum + usd), 6);
    for (let i = 1; i < 10; i++) expect(reliability[i].expected).toBeGreaterThan(reliability[i - 1].expected);
    const largest = [...noisy.expected.keys()].sort((a, b) => noisy.expected[b] - noisy.expected[a]).slice(0, 29);
    expect(reliability[9].observed).toBeCloseTo(largest.reduce((sum, i) => sum + noisy.observed[i], 0) / 29, 9);
  });

  it('does not depend on the unit of the amounts', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (unit) => {
        const scaled = (values: Float64Array): Float64Array => values.map((value) => value * unit);
        const { expected, observed, average } = noisy;
        const other = { ...noisy, expected: scaled(expected), observed: scaled(observed), average: scaled(average) };
        const [a, b] = [noisy, other].map((each) => judge(each, 0, 1).score);
        expect(b.devianceExplained).toBeCloseTo(a.devianceExplained, 9);
        expect(b.spearman).toBeCloseTo(a.spearman, 9);
        expect(b.calibration).toBeCloseTo(a.calibration, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('has narrower intervals the more days there are', () => {
    const width = (days: number): number => {
      const daily = sample(days, (usd, i) => usd * (1 + 0.8 * Math.sin(Math.floor(i / 24))));
      const { interval } = judge(daily, 400, 1).score;
      return interval.calibration[1] - interval.calibration[0];
    };
    expect(width(160)).toBeLessThan(0.5 * width(20));
  });

  it('has no intervals without draws', () => {
    expect(judge(noisy, 0, 1).score.interval.spearman).toEqual([NaN, NaN]);
  });
});
