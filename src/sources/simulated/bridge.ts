import type { Random } from './random.js';

/** What a path has to respect: its ends, its extremes and its expected squared move. All prices are log prices. */
export interface Span {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly variance: number;
}

/** A way through a span: the price after each part, and each part's extremes. */
export interface Path {
  readonly ends: Float64Array;
  readonly highs: Float64Array;
  readonly lows: Float64Array;
}

const MAX_DRAWS = 8;
/** A path is good enough when its extremes miss the span's by less than this share of the expected move. */
const TOLERANCE = 0.25;

/**
 * The extremes that a Brownian path between two prices reaches. Each has its true distribution; a path that went far
 * to one side went little to the other, as the range of a true path varies little.
 */
export function bridgeExtremes(
  random: Random,
  from: number,
  to: number,
  variance: number,
): [low: number, high: number] {
  const chance = random.uniform();
  const reach = (probability: number) => Math.sqrt((to - from) ** 2 - 2 * variance * Math.log(probability));
  return [(from + to - reach(1 - chance)) / 2, (from + to + reach(chance)) / 2];
}

/**
 * A random path through a span: the best fitting of a few Brownian ones, with the span's extremes given to the parts
 * that come nearest. Every part lies within the span, and the extremes of the parts are exactly the span's.
 *
 * @param shares - each part's share of the span's variance; they sum to 1
 */
export function bridge(random: Random, span: Span, shares: Float64Array): Path {
  let best = draw(random, span, shares);
  let bestMisfit = misfit(best, span);
  for (let i = 1; i < MAX_DRAWS && bestMisfit > TOLERANCE * Math.sqrt(span.variance); i += 1) {
    const path = draw(random, span, shares);
    const pathMisfit = misfit(path, span);
    if (pathMisfit < bestMisfit) [best, bestMisfit] = [path, pathMisfit];
  }

  const { ends, highs, lows } = best;
  const top = highs.indexOf(Math.max(...highs));
  const bottom = lows.indexOf(Math.min(...lows));
  for (let i = 0; i < ends.length; i += 1) {
    const from = i === 0 ? span.open : ends[i - 1];
    highs[i] = i === top ? span.high : Math.max(reflect(highs[i], span), from, ends[i]);
    lows[i] = i === bottom ? span.low : Math.min(reflect(lows[i], span), from, ends[i]);
  }
  return best;
}

/** A path whose parts end within the span, but whose extremes may not lie there. */
function draw(random: Random, span: Span, shares: Float64Array): Path {
  const count = shares.length;
  const path = { ends: new Float64Array(count), highs: new Float64Array(count), lows: new Float64Array(count) };
  let price = span.open;
  let left = 1;
  for (let i = 0; i < count; i += 1) {
    const from = price;
    if (i === count - 1) {
      price = span.close;
    } else {
      const pull = shares[i] / left;
      const deviation = Math.sqrt(span.variance * shares[i] * (1 - pull));
      price = reflect(from + (span.close - from) * pull + deviation * random.normal(), span);
      left -= shares[i];
    }
    path.ends[i] = price;
    [path.lows[i], path.highs[i]] = bridgeExtremes(random, from, price, span.variance * shares[i]);
  }
  return path;
}

/** How far a path's extremes are from the span's. */
function misfit(path: Path, span: Span): number {
  return Math.abs(Math.max(...path.highs) - span.high) + Math.abs(Math.min(...path.lows) - span.low);
}

/** Brings a price that left the span back into it, as far inside as it was outside where there is room. */
function reflect(price: number, { low, high }: Span): number {
  if (price > high) return Math.max(2 * high - price, low);
  if (price < low) return Math.min(2 * low - price, high);
  return price;
}
