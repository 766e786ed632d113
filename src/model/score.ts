import { DayBootstrap } from './day-bootstrap.js';
import type { Interval } from './statistics.js';
import { deviance, middleOf, Ranking, spearman } from './statistics.js';

/** A tenth of the periods: those with the smallest expectation first. */
export interface Decile {
  periods: number;
  /** USD per period and side, on average. */
  expected: number;
  /** USD per period and side, on average. */
  observed: number;
}

/** How well expected liquidations match those that happened. */
export interface Score {
  /** Share of the deviance that is gone, against knowing only each side's average: 1 is perfect, 0 is worthless. */
  devianceExplained: number;
  /** Rank correlation of expected and observed amounts: does more come where more is expected? */
  spearman: number;
  /** All that was expected divided by all that happened. */
  calibration: number;
  /** The 95 % interval of each of them, by drawing days again. */
  interval: { devianceExplained: Interval; spearman: Interval; calibration: Interval };
  /** How many liquidations happened, as far as they are known one by one; else sides of hours with any. */
  events: number;
  /** Expected and observed amounts, from the tenth of the periods with the smallest expectation to the largest. */
  reliability: Decile[];
}

/** What is scored: one entry for each period, or for each side of it. */
export interface Sample {
  times: Float64Array;
  /** USD, above 0. */
  expected: Float64Array;
  /** USD. */
  observed: Float64Array;
  /** USD that somebody would expect who knows only averages, above 0. */
  average: Float64Array;
  events: number;
}

/** A score, and the deviance explained in each draw. Equal seeds draw equal days, so draws can be compared. */
export interface Judgement {
  score: Score;
  devianceExplained: Float64Array;
}

const DECILES = 10;

/**
 * @param resamples - how many times days are drawn
 * @param seed - an integer
 */
export function judge(sample: Sample, resamples: number, seed: number): Judgement {
  const { expected, observed, average } = sample;
  const days = new DayBootstrap(sample.times, seed);
  const sums = {
    deviance: days.sums(expected.map((mean, i) => deviance(observed[i], mean))),
    averageDeviance: days.sums(average.map((mean, i) => deviance(observed[i], mean))),
    expected: days.sums(expected),
    observed: days.sums(observed),
  };
  const rankings = [new Ranking(expected), new Ranking(observed)] as const;

  const weights = new Uint16Array(expected.length);

  const measure = (counts: ArrayLike<number>): Measures => {
    for (let i = 0; i < weights.length; i++) weights[i] = counts[days.dayOf[i]];
    return {
      devianceExplained: 1 - dot(sums.deviance, counts) / dot(sums.averageDeviance, counts),
      spearman: spearman(...rankings, weights),
      calibration: dot(sums.expected, counts) / dot(sums.observed, counts),
    };
  };
  const draws = Array.from(days.draws(resamples), measure);
  const drawn = (name: keyof Measures): Float64Array => Float64Array.from(draws, (draw) => draw[name]);
  const devianceExplained = drawn('devianceExplained');
  return {
    score: {
      ...measure(new Array<number>(days.dayCount).fill(1)),
      interval: {
        devianceExplained: middleOf(devianceExplained),
        spearman: middleOf(drawn('spearman')),
        calibration: middleOf(drawn('calibration')),
      },
      events: sample.events,
      reliability: reliabilityOf(expected, observed),
    },
    devianceExplained,
  };
}

type Measures = Pick<Score, 'devianceExplained' | 'spearman' | 'calibration'>;

function reliabilityOf(expected: Float64Array, observed: Float64Array): Decile[] {
  const order = Array.from(expected, (_, i) => i).sort((a, b) => expected[a] - expected[b]);
  return Array.from({ length: DECILES }, (_, decile) => {
    const [from, to] = [decile, decile + 1].map((edge) => Math.round((edge * order.length) / DECILES));
    const members = order.slice(from, to);
    const mean = (values: Float64Array): number => members.reduce((sum, i) => sum + values[i], 0) / members.length;
    return { periods: members.length, expected: mean(expected), observed: mean(observed) };
  });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
