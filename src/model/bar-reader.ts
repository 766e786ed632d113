import { checkBar } from './check-bar.js';
import type { MarketBar } from './market-bar.js';
import { VolumeClock } from './volume-clock.js';
import type { VolumeClockState } from './volume-clock.js';

/** What a bar says once the bars before it are known. */
export interface BarReading {
  /** Days since the start of the bar before; 0 for the first bar. */
  days: number;
  openInterest: { open: number; close: number };
  /** Whether the open interest is not the bar's own but one held from before. */
  held: boolean;
  /** The bar's volume in days of usual volume; 0 where it is not known. */
  volumeDays: number;
}

/** A {@link BarReader} as plain data. */
export interface BarReaderState {
  count: number;
  time?: number;
  interval?: number;
  openInterest?: number;
  volumes: VolumeClockState;
}

const DAY = 86_400;

/** Reads a market's bars one after the other, and fills in what they do not say. */
export class BarReader {
  #count = 0;
  #time: number | undefined;
  /** Seconds from bar to bar: the fewest seen, as there may be gaps. */
  #interval: number | undefined;
  #openInterest: number | undefined;
  readonly #assumed: number | undefined;
  readonly #volumes = new VolumeClock();

  /** @param openInterest - what to take for it until a bar tells it; 1 when left out */
  constructor(openInterest: number | undefined) {
    this.#assumed = openInterest;
  }

  /** Whether amounts can be told in contracts: open interest is known, or taken to be. */
  get absolute(): boolean {
    return (this.#openInterest ?? this.#assumed) !== undefined;
  }

  /**
   * Takes in the next bar.
   *
   * @throws RangeError naming the bar and the field, as {@link checkBar}; nothing has then changed.
   */
  read(bar: MarketBar): BarReading {
    checkBar(bar, this.#count, this.#time);
    const elapsed = bar.time - (this.#time ?? bar.time);
    if (this.#time !== undefined) this.#interval = Math.min(elapsed, this.#interval ?? Infinity);
    this.#time = bar.time;
    this.#count++;

    const interest = bar.openInterest;
    const held = !(interest && isPositive(interest.open) && isPositive(interest.close));
    if (!held) this.#openInterest = interest.close;
    const last = this.#openInterest ?? this.#assumed ?? 1;
    const busyness = bar.volume >= 0 && bar.volume < Infinity ? this.#volumes.next(bar.time, bar.volume) : 0;
    return {
      days: elapsed / DAY,
      openInterest: held ? { open: last, close: last } : interest,
      held,
      volumeDays: (busyness * (this.#interval ?? 0)) / DAY,
    };
  }

  /** Everything that is needed to {@link restore} it. */
  toJSON(): BarReaderState {
    return {
      count: this.#count,
      time: this.#time,
      interval: this.#interval,
      openInterest: this.#openInterest,
      volumes: this.#volumes.toJSON(),
    };
  }

  /** Takes on a state that a reader was in. */
  restore({ count, time, interval, openInterest, volumes }: BarReaderState): void {
    this.#count = count;
    this.#time = time;
    this.#interval = interval;
    this.#openInterest = openInterest;
    this.#volumes.restore(volumes);
  }
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
