import { Random, seedOf } from './random.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths, in seconds, of the stretches at each depth of the tree. Each divides the one before it. */
export const SPANS: readonly number[] = [
  64 * DAY, 32 * DAY, 16 * DAY, 8 * DAY, 4 * DAY, 2 * DAY, DAY, 12 * HOUR, 6 * HOUR, 2 * HOUR, HOUR,
  30 * MINUTE, 15 * MINUTE, 5 * MINUTE, MINUTE, 15, 5, 1,
];

/**
 * All that is known of a market over one span of time. Prices and open interest are natural logarithms,
 * so that every step is relative.
 */
export interface Stretch {
  /** Index into {@link SPANS}. */
  readonly depth: number;
  /** Seconds since the epoch, a multiple of the span. */
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Expected squared move of the log price. */
  readonly variance: number;
  /** Traded, in base units. */
  readonly volume: number;
  readonly interestOpen: number;
  readonly interestClose: number;
}

/** A way through a stretch: the price after each part, and each part's extremes. */
interface Path {
  readonly ends: Float64Array;
  readonly highs: Float64Array;
  readonly lows: Float64Array;
  /** How far the path's extremes are from the stretch's own. */
  readonly misfit: number;
}

/** Spread of the logarithm of how unevenly activity divides between parts: what makes volatility cluster. */
const ACTIVITY_SPREAD = 0.35;
/** How often, and how much, one part is far busier than the others: what makes tails fat. */
const STORM_CHANCE = 0.03;
const STORM_FACTOR = 6;
/** The same for the opening of positions, which comes in bursts. */
const OPENING_SPREAD = 0.9;
/** Activity's share in volume: trades grow more slowly than squared moves. */
const VOLUME_EXPONENT = 0.7;
/** How much open interest builds up in calm and is flushed in storms, per unit of volatility. */
const FLUSH = 1.5;
const MAX_DRAWS = 8;

/** Trading activity over the week, mean about 1: busiest when Europe and America overlap, quiet at weekends. */
function season(time: number): number {
  const day = Math.floor(time / DAY);
  const hour = (time - day * DAY) / HOUR;
  const isWeekend = (day + 4) % 7 % 6 === 0;
  return (1 + 0.5 * Math.cos(((hour - 15) / 12) * Math.PI)) * (isWeekend ? 0.6 : 1);
}

/** Scales weights, in place, so that they sum to 1. */
function normalise(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * The extremes that a Brownian path between two prices reaches: each has its true distribution, and a path that went
 * far to one side went little to the other, as the range of a true path varies little.
 */
export function bridgeExtremes(random: Random, from: number, to: number, variance: number): [low: number, high: number] {
  const chance = random.uniform();
  const reach = (probability: number) => Math.sqrt((to - from) ** 2 - 2 * variance * Math.log(probability));
  return [(from + to - reach(1 - chance)) / 2, (from + to + reach(chance)) / 2];
}

/** Brings a value that left a range back into it, as far inside as it was outside where there is room. */
function reflect(value: number, low: number, high: number): number {
  if (value > high) return Math.max(2 * high - value, low);
  if (value < low) return Math.min(2 * low - value, high);
  return value;
}

function drawPath(random: Random, stretch: Stretch, shares: Float64Array): Path {
  const count = shares.length;
  const ends = new Float64Array(count);
  const highs = new Float64Array(count);
  const lows = new Float64Array(count);
  let price = stretch.open;
  let left = 1;
  let high = -Infinity;
  let low = Infinity;
  for (let i = 0; i < count; i += 1) {
    const share = shares[i];
    const from = price;
    if (i === count - 1) {
      price = stretch.close;
    } else {
      const pull = share / left;
      const deviation = Math.sqrt(stretch.variance * share * (1 - pull));
      price += (stretch.close - price) * pull + deviation * random.normal();
      price = reflect(price, stretch.low, stretch.high);
    }
    left -= share;
    ends[i] = price;
    [lows[i], highs[i]] = bridgeExtremes(random, from, price, stretch.variance * share);
    high = Math.max(high, highs[i]);
    low = Math.min(low, lows[i]);
  }
  return { ends, highs, lows, misfit: Math.abs(high - stretch.high) + Math.abs(low - stretch.low) };
}

/** The best fitting of a few paths, bent so that its extremes are exactly the stretch's. */
function fitPath(random: Random, stretch: Stretch, shares: Float64Array): Path {
  const tolerance = 0.25 * Math.sqrt(stretch.variance);
  let best = drawPath(random, stretch, shares);
  for (let draw = 1; draw < MAX_DRAWS && best.misfit > tolerance; draw += 1) {
    const path = drawPath(random, stretch, shares);
    if (path.misfit < best.misfit) best = path;
  }
  const { ends, highs, lows } = best;
  const top = highs.indexOf(Math.max(...highs));
  const bottom = lows.indexOf(Math.min(...lows));
  for (let i = 0; i < shares.length; i += 1) {
    const from = i === 0 ? stretch.open : ends[i - 1];
    highs[i] = i === top ? stretch.high : Math.max(reflect(highs[i], stretch.low, stretch.high), from, ends[i]);
    lows[i] = i === bottom ? stretch.low : Math.min(reflect(lows[i], stretch.low, stretch.high), from, ends[i]);
  }
  return best;
}

/**
 * Looks closer: divides a stretch into those of the next depth. Their prices, extremes, volume and open interest
 * make up the stretch's own exactly (volume to rounding), and the same stretch is always divided in the same way.
 *
 * @param seed - the market's seed
 */
export function splitStretch(seed: number, stretch: Stretch): Stretch[] {
  const depth = stretch.depth + 1;
  const span = SPANS[depth];
  const count = SPANS[stretch.depth] / span;
  const random = new Random(seedOf(seed, depth, stretch.start / span));

  const activity = new Float64Array(count);
  const opening = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const storm = random.uniform() < STORM_CHANCE ? STORM_FACTOR : 1;
    activity[i] = storm * season(stretch.start + (i + 0.5) * span) * Math.exp(ACTIVITY_SPREAD * random.normal());
    const burst = random.uniform() < STORM_CHANCE ? STORM_FACTOR : 1;
    opening[i] = burst * Math.exp(OPENING_SPREAD * random.normal());
  }
  const shares = normalise(activity);
  const openingShares = normalise(opening);
  const volumeShares = normalise(shares.map((share) => share ** VOLUME_EXPONENT));
  const { ends, highs, lows } = fitPath(random, stretch, shares);

  const interestChange = stretch.interestClose - stretch.interestOpen;
  const flush = FLUSH * Math.sqrt(stretch.variance) * Math.exp(0.8 * random.normal());
  const parts: Stretch[] = [];
  let open = stretch.open;
  let interestOpen = stretch.interestOpen;
  for (let i = 0; i < count; i += 1) {
    const isLast = i === count - 1;
    const change = interestChange / count + flush * (openingShares[i] - shares[i]);
    const interestClose = isLast ? stretch.interestClose : interestOpen + change;
    parts.push({
      depth,
      start: stretch.start + i * span,
      open,
      high: highs[i],
      low: lows[i],
      close: ends[i],
      variance: stretch.variance * shares[i],
      volume: stretch.volume * volumeShares[i],
      interestOpen,
      interestClose,
    });
    open = ends[i];
    interestOpen = interestClose;
  }
  return parts;
}
