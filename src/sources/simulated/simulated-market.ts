import { baseCoin } from '../../market/symbol.js';
import type { Candle } from '../../market/types.js';
import { bridgeExtremes } from './bridge.js';
import { Random, seedOf, seedOfText } from './random.js';
import { LENGTHS, splitStretch } from './stretch.js';
import type { Stretch } from './stretch.js';

/** A candle with what the density needs beside it. Volume and open interest are in base units. */
export interface SimulatedBar extends Candle {
  volume: number;
  openInterest: { open: number; close: number };
}

/** How big a market is: a typical price, and base units traded in a day and held open. */
interface MarketSize {
  price: number;
  dailyVolume: number;
  openInterest: number;
}

const KNOWN_SIZES: ReadonlyMap<string, MarketSize> = new Map([
  ['BTC', { price: 86_000, dailyVolume: 250_000, openInterest: 90_000 }],
  ['ETH', { price: 2_900, dailyVolume: 6_000_000, openInterest: 1_900_000 }],
  ['SOL', { price: 140, dailyVolume: 40_000_000, openInterest: 12_000_000 }],
  ['BNB', { price: 880, dailyVolume: 1_500_000, openInterest: 700_000 }],
  ['XRP', { price: 2.2, dailyVolume: 1_200_000_000, openInterest: 450_000_000 }],
  ['DOGE', { price: 0.16, dailyVolume: 9_000_000_000, openInterest: 2_800_000_000 }],
]);

const ROOT_LENGTH = LENGTHS[0];
const DAY = 86_400;
/** Typical daily move of the log price. */
const DAILY_VOLATILITY = 0.023;
/** How far price and open interest may be from their typical values, as logarithms, where two roots meet. */
const PRICE_SPREAD = 0.18;
const INTEREST_SPREAD = 0.12;

function sizeOf(coin: string): MarketSize {
  const known = KNOWN_SIZES.get(coin);
  if (known) return known;
  const random = new Random(seedOfText(coin));
  const price = 10 ** (4 * random.uniform() - 1);
  const dailyTurnover = 3e9 * 10 ** -random.uniform();
  return { price, dailyVolume: dailyTurnover / price, openInterest: (0.35 * dailyTurnover) / price };
}

/**
 * An invented perpetual market, addressable by time: whatever is asked of a moment is a pure function of the pair
 * and the moment, at every bar length. So two loads agree wherever they overlap, live ticks continue exactly where
 * history ended, and short bars add up to long ones.
 *
 * Time is a tree. At its roots, 64 days apart, price and open interest are drawn near their typical values; each
 * stretch is then divided at random into shorter ones that respect its ends and its extremes, down to seconds.
 */
export class SimulatedMarket {
  readonly #seed: number;
  readonly #size: MarketSize;
  readonly #ticksPerUnit: number;

  /** @param pair - such as `BTCUSDT`; every pair has its own market */
  constructor(pair: string) {
    this.#seed = seedOfText(pair);
    this.#size = sizeOf(baseCoin({ venue: 'SIMULATED', pair }));
    this.#ticksPerUnit = 10 ** (5 - Math.floor(Math.log10(this.#size.price)));
  }

  /** The nearest price that the market can trade at. */
  round(price: number): number {
    return Math.round(price * this.#ticksPerUnit) / this.#ticksPerUnit;
  }

  /**
   * The bars that cover `[from, to)`, in order; the last one ends at `to`, so it may be a part of a bar.
   *
   * @param interval - bar length in whole seconds
   * @param from - seconds since the epoch, a multiple of `interval`
   * @param to - whole seconds since the epoch
   */
  bars(interval: number, from: number, to: number): SimulatedBar[] {
    const bars: SimulatedBar[] = [];
    this.#visit(interval, from, to, (stretch) => {
      const time = Math.floor(stretch.start / interval) * interval;
      const part = this.#barOf(stretch, time);
      const last = bars.at(-1);
      if (last?.time === time) extend(last, part);
      else bars.push(part);
    });
    return bars;
  }

  /** Visits, in order, the longest stretches that together are `[from, to)` and do not cross bars. */
  #visit(interval: number, from: number, to: number, visit: (stretch: Stretch) => void): void {
    const descend = (stretch: Stretch): void => {
      const length = LENGTHS[stretch.depth];
      const end = stretch.start + length;
      if (end <= from || stretch.start >= to) return;
      if (interval % length === 0 && stretch.start >= from && end <= to) visit(stretch);
      else splitStretch(this.#seed, stretch).forEach(descend);
    };
    for (let root = Math.floor(from / ROOT_LENGTH); root * ROOT_LENGTH < to; root += 1) descend(this.#root(root));
  }

  #root(index: number): Stretch {
    const random = new Random(seedOf(this.#seed, 0, index));
    const [open, interestOpen] = this.#meetingPoint(index);
    const [close, interestClose] = this.#meetingPoint(index + 1);
    const variance = (DAILY_VOLATILITY ** 2 * ROOT_LENGTH) / DAY;
    const [low, high] = bridgeExtremes(random, open, close, variance);
    return {
      depth: 0,
      start: index * ROOT_LENGTH,
      open,
      high,
      low,
      close,
      variance,
      volume: (this.#size.dailyVolume * ROOT_LENGTH) / DAY,
      interestOpen,
      interestClose,
    };
  }

  /** Log price and log open interest where two roots meet. */
  #meetingPoint(index: number): [price: number, interest: number] {
    const random = new Random(seedOf(this.#seed, -1, index));
    return [
      Math.log(this.#size.price) + PRICE_SPREAD * (2 * random.uniform() - 1),
      Math.log(this.#size.openInterest) + INTEREST_SPREAD * (2 * random.uniform() - 1),
    ];
  }

  #barOf(stretch: Stretch, time: number): SimulatedBar {
    return {
      time,
      open: this.round(Math.exp(stretch.open)),
      high: this.round(Math.exp(stretch.high)),
      low: this.round(Math.exp(stretch.low)),
      close: this.round(Math.exp(stretch.close)),
      volume: stretch.volume,
      openInterest: { open: Math.exp(stretch.interestOpen), close: Math.exp(stretch.interestClose) },
    };
  }
}

/** Lets a bar go on through `next`, the part of it that follows. */
function extend(bar: SimulatedBar, next: SimulatedBar): void {
  bar.high = Math.max(bar.high, next.high);
  bar.low = Math.min(bar.low, next.low);
  bar.close = next.close;
  bar.volume += next.volume;
  bar.openInterest.close = next.openInterest.close;
}
