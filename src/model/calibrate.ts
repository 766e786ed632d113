import { consumedFlow } from './baselines.js';
import { DayBootstrap } from './day-bootstrap.js';
import type { LeverageTier } from './leverage-tier.js';
import type { LiquidationRecord } from './liquidation-totals.js';
import type { MarketBar } from './market-bar.js';
import { nnls } from './nnls.js';
import { resolveOptions } from './options.js';
import type { EstimatorOptions } from './options.js';
import { periodsOf, spanOf, sumByPeriod } from './periods.js';
import type { Flow, PeriodSpan } from './periods.js';
import { fitQuasiPoisson, gramOf, momentOf } from './quasi-poisson.js';
import { middleOf } from './statistics.js';
import type { Interval } from './statistics.js';
import { uniforms } from './uniforms.js';

/** How {@link calibrate} fits. */
export interface CalibrateOptions {
  /** The model whose weights are sought; those it has are the prior, as shares of each other. */
  estimator?: EstimatorOptions;
  /** Only liquidations from then on count, in seconds since the epoch; what bars come before it warm up. */
  from?: number;
  /** Only liquidations before it count, in seconds since the epoch. */
  to?: number;
  /**
   * How many times days are drawn again for the intervals; 2,000 when left out. With 0 the intervals are NaN and no
   * tier counts as identified.
   */
  resamples?: number;
  /** An integer that chooses the draws; 1 when left out. */
  seed?: number;
}

/** A leverage, and how many of the positions opened have it as far as liquidations tell. */
export interface CalibratedTier extends LeverageTier {
  /** The 95 % interval of the weight, by drawing days, and the prior within its own width, again and again. */
  interval: Interval;
  /** What was expected before looking at the data, give or take as much again. */
  prior: number;
  /** Whether the data at least halve the prior's variance. Where not, the weight is little more than the prior's. */
  identified: boolean;
}

/** Leverage weights that fit liquidations that happened. */
export interface Calibration {
  /** In the order of the estimator's tiers; they can be passed to it as they are. */
  tiers: CalibratedTier[];
  /** USD liquidated in each period and on each side that no tier explains. */
  intercept: number;
  /** What the weights were fitted to. */
  fitted: PeriodSpan;
  /** How many liquidations that were: single ones, or sides of hours with any. */
  events: number;
}

/** What least squares solves: one row and one column for each tier and the constant. */
interface Equations {
  gram: number[][];
  moment: number[];
}

/** Fewer liquidations than these say too little. */
const LEAST_EVENTS = 200;
/** So small that a tier's own liquidations do not change what is opened: amounts are in proportion to it. */
const UNIT_WEIGHT = 1e-6;

/**
 * Finds the leverage weights with which the estimator expects best what was liquidated.
 *
 * Each tier is run alone; then both sides of all hours are explained at once as a sum of the tiers and a constant,
 * none below 0, by least squares that are reweighted for a variance of mean^1.5. What the data do not tell stays near
 * the prior: the estimator's own weights, scaled as a whole to the data.
 *
 * @param bars - in order of time, all of one length
 * @throws RangeError for fewer than 200 liquidations that bars cover, and naming the bar, liquidation or option that
 *   is wrong.
 */
export function calibrate(
  bars: readonly MarketBar[],
  liquidations: LiquidationRecord,
  { estimator, from, to, resamples = 2_000, seed = 1 }: CalibrateOptions = {},
): Calibration {
  const options = resolveOptions(estimator);
  const periods = periodsOf(Float64Array.from(bars, ({ time }) => time), liquidations, from, to);
  const events = interleave(periods.events).reduce((sum, count) => sum + count, 0);
  if (events < LEAST_EVENTS) throw new RangeError(`expected at least ${LEAST_EVENTS} liquidations, got ${events}`);

  const columns = options.tiers.map(({ leverage }) => {
    const consumed = consumedFlow(bars, { ...options, tiers: [{ leverage, weight: UNIT_WEIGHT }] });
    return interleave(sumByPeriod(periods, consumed)).map((usd) => usd / UNIT_WEIGHT);
  });
  const observed = interleave(periods.observed);
  columns.push(observed.map(() => 1));

  const prior = [...priorOf(options.tiers, columns, observed), 0];
  const { coefficients, weights, precision } = fitQuasiPoisson(columns, observed, prior);
  const days = new DayBootstrap(periods.times, seed);
  const equations = equationsByDay(columns, observed, weights, days);
  // Other numbers than those that draw the days.
  const random = uniforms(~seed);
  const draws = Array.from(days.draws(resamples), (counts) => {
    // Gamma, as wide as its mean: the exponential distribution.
    const otherPrior = prior.map((mean) => -Math.log(random()) * mean);
    const { gram, moment } = addUp(equations, counts, otherPrior, precision);
    return nnls(gram, moment);
  });
  return {
    tiers: options.tiers.map(({ leverage }, tier) => {
      const drawn = draws.map((draw) => draw[tier]);
      return {
        leverage,
        weight: coefficients[tier],
        interval: middleOf(drawn),
        prior: prior[tier],
        // Without a prior there are only the data.
        identified: varianceOf(drawn) < (prior[tier] || Infinity) ** 2 / 2,
      };
    }),
    intercept: coefficients[options.tiers.length],
    fitted: spanOf(periods, 0, periods.times.length),
    events,
  };
}

/** The weights that the tiers have, all multiplied by the number that fits best. */
function priorOf(
  tiers: readonly LeverageTier[],
  columns: readonly Float64Array[],
  observed: Float64Array,
): number[] {
  const together = observed.map((_, i) =>
    tiers.reduce((sum, { weight }, tier) => sum + weight * columns[tier][i], 0),
  );
  const [scale] = fitQuasiPoisson([together, columns[tiers.length]], observed).coefficients;
  return tiers.map(({ weight }) => scale * weight);
}

/** The equations of least squares for each day by itself. */
function equationsByDay(
  columns: readonly Float64Array[],
  observed: Float64Array,
  weights: Float64Array,
  { dayOf, dayCount }: DayBootstrap,
): Equations[] {
  return Array.from({ length: dayCount }, (_, day) => {
    const from = 2 * dayOf.indexOf(day);
    const to = 2 * (dayOf.lastIndexOf(day) + 1);
    return { gram: gramOf(columns, weights, from, to), moment: momentOf(columns, observed, weights, from, to) };
  });
}

/** The equations of all days together, each counted as often as it was drawn, and of a prior. */
function addUp(
  days: readonly Equations[],
  counts: Uint16Array,
  prior: readonly number[],
  precision: readonly number[],
): Equations {
  const gram = precision.map((value, i) => precision.map((_, j) => (i === j ? value : 0)));
  const moment = precision.map((value, i) => value * prior[i]);
  days.forEach((day, index) => {
    for (let i = 0; i < moment.length; i++) {
      moment[i] += counts[index] * day.moment[i];
      for (let j = 0; j < moment.length; j++) gram[i][j] += counts[index] * day.gram[i][j];
    }
  });
  return { gram, moment };
}

/** Longs and shorts of each period side by side. */
function interleave({ long, short }: Flow): Float64Array {
  return Float64Array.from({ length: 2 * long.length }, (_, i) => (i % 2 === 0 ? long : short)[i >> 1]);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
