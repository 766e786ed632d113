import { nnls } from './nnls.js';

/** Variance grows as this power of the mean: liquidations come in bursts, more so than counts (power 1) do. */
const VARIANCE_POWER = 1.5;
/** Means below this share of the average weigh no more than it: a quiet hour is not known to the dollar. */
const MEAN_FLOOR = 1e-3;
const MAX_ROUNDS = 100;
const CONVERGED = 1e-10;

/** What {@link fitQuasiPoisson} found. */
export interface QuasiPoissonFit {
  /** One for each column, >= 0. */
  coefficients: number[];
  /** The weight of each observation in the last round: 1 / mean^1.5. */
  weights: Float64Array;
  /** What the prior adds to the diagonal of the equations and, times its mean, to their right side; 0 without one. */
  precision: number[];
}

/**
 * Fits `observed ~ sum of coefficient x column` with coefficients >= 0 and a variance proportional to mean^1.5, by
 * least squares reweighted until it settles. A prior pulls coefficients to what was expected where the data say
 * little.
 *
 * @param columns - each as long as `observed`
 * @param prior - what each coefficient was expected to be, give or take as much again; 0 where nothing was
 */
export function fitQuasiPoisson(
  columns: readonly ArrayLike<number>[],
  observed: ArrayLike<number>,
  prior?: readonly number[],
): QuasiPoissonFit {
  const floor = meanFloor(observed);
  const weights = new Float64Array(observed.length).fill(1);
  let coefficients = nnls(gramOf(columns, weights), momentOf(columns, observed, weights));
  let precision = columns.map(() => 0);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const means = meansOf(columns, coefficients, floor);
    means.forEach((mean, i) => (weights[i] = mean ** -VARIANCE_POWER));
    if (prior) precision = precisionOf(prior, dispersionOf(means, observed, weights, columns.length));

    const gram = gramOf(columns, weights);
    const moment = momentOf(columns, observed, weights);
    prior?.forEach((mean, i) => {
      gram[i][i] += precision[i];
      moment[i] += precision[i] * mean;
    });
    const next = nnls(gram, moment);
    const settled = next.every((value, i) => Math.abs(value - coefficients[i]) <= CONVERGED * value);
    coefficients = next;
    if (settled) break;
  }
  return { coefficients, weights, precision };
}

/**
 * The means that coefficients give, each at least `floor`.
 *
 * @param columns - of equal length, at least one
 */
export function meansOf(
  columns: readonly ArrayLike<number>[],
  coefficients: readonly number[],
  floor: number,
): Float64Array {
  return Float64Array.from(columns[0], (_, i) => {
    let mean = 0;
    for (let k = 0; k < columns.length; k++) mean += coefficients[k] * columns[k][i];
    return Math.max(mean, floor);
  });
}

/** The smallest mean that is told from 0: a thousandth of the average observation, 1 where nothing was observed. */
export function meanFloor(observed: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < observed.length; i++) sum += observed[i];
  return (MEAN_FLOOR * sum) / observed.length || 1;
}

/** AᵀWA of the columns `[from, to)` of observations. */
export function gramOf(
  columns: readonly ArrayLike<number>[],
  weights: ArrayLike<number>,
  from = 0,
  to = weights.length,
): number[][] {
  return columns.map((column) => momentOf(columns, column, weights, from, to));
}

/** AᵀWb of the observations `[from, to)`. */
export function momentOf(
  columns: readonly ArrayLike<number>[],
  observed: ArrayLike<number>,
  weights: ArrayLike<number>,
  from = 0,
  to = weights.length,
): number[] {
  return columns.map((column) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += weights[i] * column[i] * observed[i];
    return sum;
  });
}

/** How much more the observations scatter than mean^1.5. */
function dispersionOf(
  means: ArrayLike<number>,
  observed: ArrayLike<number>,
  weights: ArrayLike<number>,
  parameters: number,
): number {
  let sum = 0;
  for (let i = 0; i < observed.length; i++) sum += weights[i] * (observed[i] - means[i]) ** 2;
  return sum / Math.max(observed.length - parameters, 1);
}

function precisionOf(prior: readonly number[], dispersion: number): number[] {
  return prior.map((mean) => (mean > 0 ? dispersion / mean ** 2 : 0));
}
