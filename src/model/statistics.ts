/** The two ends of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * How far an observation lies from its expected mean, by Poisson's deviance: 2 (y ln(y / mean) - y + mean), 0 where
 * they are equal.
 *
 * @param mean - above 0
 */
export function deviance(observed: number, mean: number): number {
  const surprise = observed > 0 ? observed * Math.log(observed / mean) : 0;
  return 2 * (surprise - observed + mean);
}

/** The value below which a share `p` of `values` lies, between neighbours in proportion; NaN for no values. */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  if (sorted.length === 0 || Number.isNaN(position)) return NaN;
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** The interval that holds the middle 95 % of `values`. */
export function middleOf(values: ArrayLike<number>): Interval {
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** Values put in order once, so that they can be ranked many times with other weights. */
export class Ranking {
  readonly #order: Uint32Array;
  /** Where in the order each run of equal values begins, and the end. */
  readonly #runs: Uint32Array;
  readonly #ranks: Float64Array;

  constructor(values: ArrayLike<number>) {
    const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
    const isNew = (i: number): boolean => i === 0 || values[order[i]] !== values[order[i - 1]];
    this.#order = order;
    this.#runs = Uint32Array.from([...order.keys()].filter(isNew).concat(order.length));
    this.#ranks = new Float64Array(order.length);
  }

  /**
   * The rank of each value, from 1, where value *i* stands there `weights[i]` times; equal values share their average
   * rank. The array is used again by the next call.
   */
  ranks(weights: ArrayLike<number>): Float64Array {
    const order = this.#order;
    let below = 0;
    for (let run = 0; run + 1 < this.#runs.length; run++) {
      const end = this.#runs[run + 1];
      let weight = 0;
      for (let i = this.#runs[run]; i < end; i++) weight += weights[order[i]];
      for (let i = this.#runs[run]; i < end; i++) this.#ranks[order[i]] = below + (weight + 1) / 2;
      below += weight;
    }
    return this.#ranks;
  }
}

/**
 * Spearman's rank correlation of two different rankings of equal length, where pair *i* counts `weights[i]` times;
 * NaN where one of them has only equal values.
 */
export function spearman(a: Ranking, b: Ranking, weights: ArrayLike<number>): number {
  const ranksA = a.ranks(weights);
  const ranksB = b.ranks(weights);
  let total = 0;
  for (let i = 0; i < ranksA.length; i++) total += weights[i];
  const mean = (total + 1) / 2;
  let varianceA = 0;
  let varianceB = 0;
  let covariance = 0;
  for (let i = 0; i < ranksA.length; i++) {
    const fromMeanA = ranksA[i] - mean;
    const fromMeanB = ranksB[i] - mean;
    varianceA += weights[i] * fromMeanA * fromMeanA;
    varianceB += weights[i] * fromMeanB * fromMeanB;
    covariance += weights[i] * fromMeanA * fromMeanB;
  }
  return covariance / Math.sqrt(varianceA * varianceB);
}
