import type { Side } from '../market/types.js';
import { baselineFlows } from './baselines.js';
import type { BaselineName } from './baselines.js';
import type { Estimate } from './estimate.js';
import type { LiquidationRecord } from './liquidation-totals.js';
import { flowOf, periodsOf, spanOf, sumByPeriod } from './periods.js';
import type { Flow, Periods, PeriodSpan } from './periods.js';
import { fitQuasiPoisson, meanFloor, meansOf } from './quasi-poisson.js';
import { judge } from './score.js';
import type { Judgement, Sample, Score } from './score.js';
import { middleOf } from './statistics.js';
import type { Interval } from './statistics.js';

/** How {@link evaluate} judges. */
export interface EvaluateOptions {
  /** Only what starts then or later counts, in seconds since the epoch: leave out the estimate's warm-up. */
  from?: number;
  /** Only what starts earlier counts, in seconds since the epoch. */
  to?: number;
  /**
   * Lines are fitted to what starts before it and judged by the rest, in seconds since the epoch; in the middle of the
   * hours when left out.
   */
  split?: number;
  /** How many times days are drawn again for the intervals; 2,000 when left out. With 0 the intervals are NaN. */
  resamples?: number;
  /** An integer that chooses the draws; 1 when left out. */
  seed?: number;
}

/** A score of both sides together, and of each. */
export type SideScores<S> = S & Record<Side, S>;

/** A baseline's score, and what the model gains over it. */
export interface BaselineScore extends Score {
  /** The deviance that the model explains minus what the baseline does, and its 95 % interval on the same draws. */
  gain: { devianceExplained: number; interval: Interval };
}

/** How well an estimate said what was liquidated, beside simpler ways to say it. */
export interface Evaluation {
  /** What the lines were fitted to. */
  fitted: PeriodSpan;
  /** What all were judged by. */
  judged: PeriodSpan;
  model: SideScores<Score>;
  baselines: Record<BaselineName, SideScores<BaselineScore>>;
}

/** No line is fitted to fewer periods, and none judged by fewer. */
const LEAST_PERIODS = 24;

/**
 * Compares what an estimate expected to be liquidated with what was, hour by hour and side by side.
 *
 * Nobody knows what share of liquidations venues report. So the model and each baseline get a line for each side, a
 * scale and an intercept not below 0, that fits best before the split; all are judged from it on.
 *
 * @param liquidations - of the estimate's market, or of more venues that trade its coin
 * @throws RangeError when bars and liquidations have fewer than 24 whole hours in common before the split or after
 *   it, and naming the liquidation whose time or amount is not a finite number >= 0.
 */
export function evaluate(
  { bars, steps, assumptions }: Pick<Estimate, 'bars' | 'steps' | 'assumptions'>,
  liquidations: LiquidationRecord,
  { from, to, split, resamples = 2_000, seed = 1 }: EvaluateOptions = {},
): Evaluation {
  const periods = periodsOf(Float64Array.from(bars, ({ time }) => time), liquidations, from, to);
  const middle = splitAt(periods, split);
  const judgeFlow = (flow: Flow): SideScores<Judgement> => {
    const expected = fitLines(flow, periods, middle);
    const judgeSides = (sides: Side[]): Judgement =>
      judge(sampleOf(expected, periods, middle, sides), resamples, seed);
    return { ...judgeSides(['long', 'short']), long: judgeSides(['long']), short: judgeSides(['short']) };
  };

  const model = judgeFlow(sumByPeriod(periods, flowOf(steps.length, (i, side) => steps[i].consumed[side])));
  const baselines = Object.entries(baselineFlows(bars, periods, assumptions.options)).map(
    ([name, flow]) => [name, compare(model, judgeFlow(flow))] as const,
  );
  return {
    fitted: spanOf(periods, 0, middle),
    judged: spanOf(periods, middle, periods.times.length),
    model: { ...model.score, long: model.long.score, short: model.short.score },
    baselines: Object.fromEntries(baselines) as Evaluation['baselines'],
  };
}

/** The index of the first period that is judged. */
function splitAt({ times }: Periods, split?: number): number {
  const middle = split === undefined ? times.length >> 1 : times.filter((time) => time < split).length;
  const check = (count: number, where: string): void => {
    if (count >= LEAST_PERIODS) return;
    throw new RangeError(`expected at least ${LEAST_PERIODS} whole hours with liquidations ${where}, got ${count}`);
  };
  check(middle, 'before the split');
  check(times.length - middle, 'after the split');
  return middle;
}

/** What a flow comes to from `middle` on, by the lines that fit best before. */
function fitLines(flow: Flow, { observed }: Periods, middle: number): Flow {
  const line = (side: Side): Float64Array => {
    const columns = [flow[side], new Float64Array(flow[side].length).fill(1)];
    const known = observed[side].subarray(0, middle);
    const { coefficients } = fitQuasiPoisson(columns.map((column) => column.subarray(0, middle)), known);
    return meansOf(columns, coefficients, meanFloor(known)).subarray(middle);
  };
  return { long: line('long'), short: line('short') };
}

/** The judged periods of one side, or of both, one behind the other. */
function sampleOf(expected: Flow, periods: Periods, middle: number, sides: readonly Side[]): Sample {
  const join = (of: (side: Side) => Float64Array): Float64Array =>
    Float64Array.from(sides.flatMap((side) => Array.from(of(side))));
  const observed = (side: Side): Float64Array => periods.observed[side].subarray(middle);
  return {
    times: join(() => periods.times.subarray(middle)),
    expected: join((side) => expected[side]),
    observed: join(observed),
    average: join((side) => averageOf(observed(side))),
    events: sum(join((side) => periods.events[side].subarray(middle))),
  };
}

/** The average of the values in place of each, above 0. */
function averageOf(values: Float64Array): Float64Array {
  return new Float64Array(values.length).fill(Math.max(sum(values) / values.length, meanFloor(values)));
}

function compare(model: SideScores<Judgement>, baseline: SideScores<Judgement>): SideScores<BaselineScore> {
  const scoreOf = (better: Judgement, worse: Judgement): BaselineScore => ({
    ...worse.score,
    gain: {
      devianceExplained: better.score.devianceExplained - worse.score.devianceExplained,
      interval: middleOf(better.devianceExplained.map((value, i) => value - worse.devianceExplained[i])),
    },
  });
  return {
    ...scoreOf(model, baseline),
    long: scoreOf(model.long, baseline.long),
    short: scoreOf(model.short, baseline.short),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
