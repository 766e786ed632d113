/**
 * A uniform division of prices into bins. Bin *i* covers `[edge(i), edge(i + 1))`, where `edge(i)` is
 * `origin + i * step` on a linear axis and `origin * exp(i * step)` on a logarithmic one (`origin` > 0).
 */
export interface PriceAxis {
  readonly scale: 'linear' | 'log';
  readonly origin: number;
  readonly step: number;
  readonly count: number;
}

/** Doubles carry 16 digits: below this share of the price, neighbouring edges could no longer be told apart. */
const SMALLEST_STEP = 1e-12;

/** The lower price of bin `i`, which is the upper price of bin `i - 1`. `i` may be fractional or outside the axis. */
export function edge(axis: PriceAxis, i: number): number {
  return axis.scale === 'linear' ? axis.origin + i * axis.step : axis.origin * Math.exp(i * axis.step);
}

/** The middle of bin `i`: halfway between its edges on a linear axis, their geometric mean on a logarithmic one. */
export function centre(axis: PriceAxis, i: number): number {
  return edge(axis, i + 0.5);
}

/**
 * Where `price` lies, in bins from the axis's origin: the inverse of {@link edge}, up to rounding. May be outside
 * `0…count`. NaN for a price that a logarithmic axis cannot hold (<= 0).
 */
export function position(axis: PriceAxis, price: number): number {
  if (axis.scale === 'linear') return (price - axis.origin) / axis.step;
  return price > 0 ? Math.log(price / axis.origin) / axis.step : NaN;
}

/** The bin that holds `price`, exactly as the edges say; -1 when none does. */
export function binAt(axis: PriceAxis, price: number): number {
  if (!(price >= edge(axis, 0) && price < edge(axis, axis.count))) return -1;
  let bin = Math.min(Math.max(Math.floor(position(axis, price)), 0), axis.count - 1);
  // Rounding can put the position one bin beside the edges' own verdict.
  while (price < edge(axis, bin)) bin--;
  while (price >= edge(axis, bin + 1)) bin++;
  return bin;
}

/** Whether two axes divide prices into the same bins. */
export function sameAxis(a: PriceAxis, b: PriceAxis): boolean {
  return a.scale === b.scale && a.origin === b.origin && a.step === b.step && a.count === b.count;
}

/**
 * Makes sure that an axis is one: known scale, finite origin (> 0 when logarithmic), a step > 0 that is large enough
 * to keep the edges apart, at least one bin and finite edges throughout.
 *
 * @throws RangeError naming the field that is wrong.
 */
export function checkAxis(axis: PriceAxis): void {
  const { scale, origin, step, count } = axis;
  if (scale !== 'linear' && scale !== 'log') throw wrong('scale', '"linear" or "log"', scale);
  if (!Number.isFinite(origin)) throw wrong('origin', 'a finite number', origin);
  if (scale === 'log' && origin <= 0) throw wrong('origin', 'a price > 0 on a log axis', origin);
  if (!(Number.isFinite(step) && step > 0)) throw wrong('step', 'a finite number > 0', step);
  if (!(Number.isSafeInteger(count) && count > 0)) throw wrong('count', 'a whole number > 0', count);

  const last = edge(axis, count);
  if (!Number.isFinite(last)) throw wrong('count', 'bins with finite prices', count);
  const largest = scale === 'linear' ? Math.max(Math.abs(origin), Math.abs(last)) : 1;
  if (step < largest * SMALLEST_STEP) throw wrong('step', 'a step that keeps the edges apart', step);
}

function wrong(field: string, expected: string, got: unknown): RangeError {
  return new RangeError(`prices.${field}: expected ${expected}, got ${String(got)}`);
}
