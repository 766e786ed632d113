/** The bar lengths a chart can have. */
export const INTERVALS = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d'] as const;

/** The times a chart can show. */
export const LOOKBACKS = ['12h', '24h', '48h', '3d', '7d', '14d', '30d', '90d', '180d', '1y'] as const;

/** One of {@link INTERVALS}. */
export type Interval = (typeof INTERVALS)[number];

/** One of {@link LOOKBACKS}. */
export type Lookback = (typeof LOOKBACKS)[number];

const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, y: 365 * 86_400 };

/** `auto` never shows fewer columns than this, where an interval short enough exists. */
const AUTO_COLUMNS = 600;

/**
 * The length of a bar in seconds.
 *
 * @throws RangeError when `text` is not one of {@link INTERVALS}.
 */
export function intervalSeconds(text: string): number {
  return secondsOf('interval', text, INTERVALS);
}

/**
 * The length of a lookback in seconds; a year is 365 days.
 *
 * @throws RangeError when `text` is not one of {@link LOOKBACKS}.
 */
export function lookbackSeconds(text: string): number {
  return secondsOf('lookback', text, LOOKBACKS);
}

/**
 * The bar length to use: `interval` itself, or for `auto` the longest one that divides `lookback` into at
 * least 600 columns.
 *
 * @throws RangeError when either text is not one of those allowed.
 */
export function resolveInterval(interval: string, lookback: string): Interval {
  const span = lookbackSeconds(lookback);
  if (interval !== 'auto') {
    check('interval', interval, INTERVALS, ['auto']);
    return interval;
  }
  return INTERVALS.findLast((candidate) => span / intervalSeconds(candidate) >= AUTO_COLUMNS) ?? INTERVALS[0];
}

function secondsOf(name: string, text: string, allowed: readonly string[]): number {
  check(name, text, allowed);
  return Number.parseInt(text, 10) * UNIT_SECONDS[text.slice(-1)];
}

function check<T extends string>(
  name: string,
  text: string,
  allowed: readonly T[],
  also: readonly string[] = [],
): asserts text is T {
  if ((allowed as readonly string[]).includes(text)) return;
  throw new RangeError(`${name}: expected one of ${[...also, ...allowed].join(', ')}, got "${text}"`);
}
