/** A level is never further from where it is expected than so many standard deviations. */
export const REACH = 3;

const SAMPLES_PER_SIGMA = 128;

/** The second integral of the normal density, cut off at {@link REACH}, sampled from `-REACH` to `REACH`. */
const INTEGRAL = integrate(integrate(density()));

/**
 * The share of a smeared range that lies below `x`: what is spread evenly over `[near, far]` and then blurred with a
 * normal distribution that is cut off after {@link REACH} standard deviations. It rises from 0 at
 * `near - REACH * sigma` to 1 at `far + REACH * sigma`.
 *
 * @param sigma - above 0
 * @param far - above `near`
 */
export function shareBelow(x: number, near: number, far: number, sigma: number): number {
  const precision = 1 / sigma;
  return (integral((x - near) * precision) - integral((x - far) * precision)) / ((far - near) * precision);
}

/** Convex by construction, so that {@link shareBelow} never falls but for rounding. */
function integral(u: number): number {
  if (u <= -REACH) return 0;
  if (u >= REACH) return u;
  const at = (u + REACH) * SAMPLES_PER_SIGMA;
  const i = Math.floor(at);
  return INTEGRAL[i] + (at - i) * (INTEGRAL[i + 1] - INTEGRAL[i]);
}

function density(): Float64Array {
  const values = Float64Array.from({ length: 2 * REACH * SAMPLES_PER_SIGMA + 1 }, (_, i) =>
    Math.exp(-0.5 * (i / SAMPLES_PER_SIGMA - REACH) ** 2),
  );
  const total = integrate(values).at(-1)!;
  return values.map((value) => value / total);
}

/** The running integral from the first sample, by the trapezoidal rule. */
function integrate(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  for (let i = 1; i < values.length; i++) {
    sums[i] = sums[i - 1] + (values[i - 1] + values[i]) / 2 / SAMPLES_PER_SIGMA;
  }
  return sums;
}
