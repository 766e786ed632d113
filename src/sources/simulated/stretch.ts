import { bridge } from './bridge.js';
import type { Span } from './bridge.js';
import { Random, seedOf } from './random.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths, in seconds, of the stretches at each depth of the tree. Each divides the one before it. */
export const LENGTHS: readonly number[] = [
  64 * DAY, 32 * DAY, 16 * DAY, 8 * DAY, 4 * DAY, 2 * DAY, DAY, 12 * HOUR, 6 * HOUR, 2 * HOUR, HOUR,
  30 * MINUTE, 15 * MINUTE, 5 * MINUTE, MINUTE, 15, 5, 1,
];

/**
 * All that is known of a market over one stretch of time. Prices and open interest are natural logarithms, so that
 * every step is relative.
 */
export interface Stretch extends Span {
  /** Index into {@link LENGTHS}. */
  readonly depth: number;
  /** Seconds since the epoch, a multiple of the length. */
  readonly start: number;
  /** Traded, in base units. */
  readonly volume: number;
  readonly interestOpen: number;
  readonly interestClose: number;
}

/** How unevenly activity divides between neighbours (deviation of its logarithm): volatility comes in clusters. */
const ACTIVITY_SPREAD = 0.35;
/** How unevenly the opening of positions does. */
const OPENING_SPREAD = 0.9;
/** How often, and how much, one part is far busier than its neighbours: this makes the tails fat. */
const STORM_CHANCE = 0.03;
const STORM_FACTOR = 8;
/** Trades grow more slowly than squared moves. */
const VOLUME_EXPONENT = 0.7;
/** How much open interest builds up in calm and is flushed in storms, per unit of volatility, and how that varies. */
const FLUSH = 1.2;
const FLUSH_SPREAD = 0.8;

/**
 * Looks closer: divides a stretch into those of the next depth. Their prices, extremes, volume and open interest make
 * up the stretch's own exactly (volume to rounding), and one stretch is always divided in the same way.
 *
 * Where a part is more active than its neighbours, price moves and trades are many and open interest falls; positions
 * open in bursts of their own.
 *
 * @param seed - the market's
 */
export function splitStretch(seed: number, stretch: Stretch): Stretch[] {
  const depth = stretch.depth + 1;
  const length = LENGTHS[depth];
  const count = LENGTHS[stretch.depth] / length;
  const random = new Random(seedOf(seed, depth, stretch.start / length));

  const activity = new Float64Array(count);
  const opening = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    activity[i] = season(stretch.start + (i + 0.5) * length) * burst(random, ACTIVITY_SPREAD);
    opening[i] = burst(random, OPENING_SPREAD);
  }
  const activityShares = sharesOf(activity);
  const openingShares = sharesOf(opening);
  const volumeShares = sharesOf(activityShares.map((share) => share ** VOLUME_EXPONENT));

  const { ends, highs, lows } = bridge(random, stretch, activityShares);
  const evenChange = (stretch.interestClose - stretch.interestOpen) / count;
  const flush = FLUSH * Math.sqrt(stretch.variance) * Math.exp(FLUSH_SPREAD * random.normal());

  const parts: Stretch[] = [];
  let { open, interestOpen } = stretch;
  for (let i = 0; i < count; i += 1) {
    const change = evenChange + flush * (openingShares[i] - activityShares[i]);
    const part = {
      depth,
      start: stretch.start + i * length,
      open,
      high: highs[i],
      low: lows[i],
      close: ends[i],
      variance: stretch.variance * activityShares[i],
      volume: stretch.volume * volumeShares[i],
      interestOpen,
      interestClose: i === count - 1 ? stretch.interestClose : interestOpen + change,
    };
    parts.push(part);
    open = part.close;
    interestOpen = part.interestClose;
  }
  return parts;
}

/** Activity over the week, about 1 on average: most when Europe and America both trade, less at weekends. */
function season(time: number): number {
  const day = Math.floor(time / DAY);
  const hour = (time - day * DAY) / HOUR;
  const weekday = (day + 4) % 7;
  const isWeekend = weekday === 0 || weekday === 6;
  return (1 + 0.5 * Math.cos(((hour - 15) / 12) * Math.PI)) * (isWeekend ? 0.6 : 1);
}

function burst(random: Random, spread: number): number {
  const storm = random.uniform() < STORM_CHANCE ? STORM_FACTOR : 1;
  return storm * Math.exp(spread * random.normal());
}

/** Each weight's share of all of them. */
function sharesOf(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
