import { CommonInterval } from '../market/common-interval.js';
import { GrowingArray } from './growing-array.js';
import { checkAxis } from './price-axis.js';
import type { PriceAxis } from './price-axis.js';

/** One time step of a {@link DensityGrid}. `values` is laid out `[bin][band]`; `split` is NaN when left out. */
export interface DensityColumn {
  time: number;
  split?: number;
  values: Float32Array;
}

/** What a {@link DensityGrid} is made from. */
export interface DensityGridInit {
  /** Column starts in seconds since the epoch, strictly ascending. Copied. */
  times: ArrayLike<number>;
  prices: PriceAxis;
  /** 1 to 4 unique names; `['all']` when left out. */
  bands?: readonly string[];
  /**
   * Laid out `[column][bin][band]`, finite and >= 0 (not checked here); zeros when left out. The grid takes it over
   * without a copy.
   */
  values?: Float32Array;
  /** One price per column, NaN where unknown; all unknown when left out. Copied. */
  split?: ArrayLike<number>;
  /** `usd` when left out. */
  unit?: DensityUnit;
}

/** What a grid's values are: notional in USD, or only comparable with each other. */
export type DensityUnit = 'usd' | 'relative';

/** A band mask that holds every band. */
export const ALL_BANDS = 0b1111;

const MAX_BANDS = 4;

/**
 * Estimated liquidation density by time, price and leverage band.
 *
 * Append-only in time, except for the last column, which is still being made. So whoever has seen *n* columns need
 * only look again from column *n - 1* on once {@link revision} has moved.
 */
export class DensityGrid {
  /** How the bins divide prices. */
  readonly prices: PriceAxis;
  /** The names of the leverage bands: 1 to 4, unique; `['all']` when leverage is not split. */
  readonly bands: readonly string[];
  readonly unit: DensityUnit;
  readonly binCount: number;
  readonly bandCount: number;

  readonly #times: GrowingArray<Float64Array>;
  readonly #values: GrowingArray<Float32Array>;
  readonly #split: GrowingArray<Float32Array>;
  #revision = 0;
  readonly #interval = new CommonInterval();

  /**
   * @throws RangeError naming the field and index that is wrong: lengths that do not fit together, times that are not
   * finite and strictly ascending, infinite splits, a wrong axis, unit or list of bands.
   */
  constructor({ times, prices, bands = ['all'], values, split, unit = 'usd' }: DensityGridInit) {
    checkAxis(prices);
    checkBands(bands);
    if (unit !== 'usd' && unit !== 'relative') throw wrong('unit', '"usd" or "relative"', unit);
    this.prices = prices;
    this.bands = [...bands];
    this.unit = unit;
    this.binCount = prices.count;
    this.bandCount = bands.length;

    const length = times.length * this.#columnLength;
    if (values && values.length !== length) throw wrong('values.length', String(length), values.length);
    if (split && split.length !== times.length) throw wrong('split.length', String(times.length), split.length);
    this.#times = new GrowingArray(Float64Array.from(times));
    this.#values = new GrowingArray(values ?? new Float32Array(length));
    this.#split = new GrowingArray(split ? Float32Array.from(split) : new Float32Array(times.length).fill(NaN));

    this.times.forEach((time, i, all) => {
      checkTime(`times[${i}]`, time, all[i - 1]);
      this.#interval.add(time);
    });
    this.split.forEach((price, i) => checkSplit(`split[${i}]`, price));
  }

  /** Column starts in seconds since the epoch, strictly ascending. Read it afresh after every change. */
  get times(): Float64Array {
    return this.#times.view;
  }

  /** The density, laid out `[column][bin][band]`. Read it afresh after every change. */
  get values(): Float32Array {
    return this.#values.view;
  }

  /**
   * The bar's close of each column, NaN where unknown: it parts longs (below) from shorts. Read it afresh after every
   * change.
   */
  get split(): Float32Array {
    return this.#split.view;
  }

  get columnCount(): number {
    return this.times.length;
  }

  /** Moves by one at every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Seconds between columns: the most common difference, the smallest such one; NaN for fewer than two columns. */
  get interval(): number {
    return this.#interval.seconds;
  }

  /**
   * Adds a column behind the last one.
   *
   * @throws RangeError when its time is not after the last one, or when its values are wrong: another length than
   * bins x bands, not finite, negative. The grid is then unchanged.
   */
  append(column: DensityColumn): void {
    const index = this.columnCount;
    checkTime('time', column.time, this.times[index - 1]);
    this.#check(column);

    this.#times.grow(index + 1);
    this.#split.grow(index + 1);
    this.#values.grow((index + 1) * this.#columnLength);
    this.times[index] = column.time;
    this.#interval.add(column.time);
    this.#write(index, column);
  }

  /**
   * Replaces the last column by a newer state of itself.
   *
   * @throws RangeError when its time is not the last column's, or when its values are wrong as in {@link append}.
   */
  replaceLast(column: DensityColumn): void {
    const last = this.columnCount - 1;
    if (column.time !== this.times[last]) {
      throw wrong('time', `the last column's ${this.times[last]}`, column.time);
    }
    this.#check(column);
    this.#write(last, column);
  }

  /**
   * Takes in a live column: one with the last column's time replaces it, a later one is appended.
   *
   * @throws RangeError for an older time and for wrong values as in {@link append}; the grid is then unchanged.
   */
  update(column: DensityColumn): 'appended' | 'replaced' {
    if (column.time === this.times[this.columnCount - 1]) {
      this.replaceLast(column);
      return 'replaced';
    }
    this.append(column);
    return 'appended';
  }

  /** A copy of the columns `[from, to)`; the indexes count as in `Array.prototype.slice`. */
  slice(from: number, to = this.columnCount): DensityGrid {
    return new DensityGrid({
      times: this.times.subarray(from, to),
      prices: this.prices,
      bands: this.bands,
      values: this.values.slice(from * this.#columnLength, to * this.#columnLength),
      split: this.split.subarray(from, to),
      unit: this.unit,
    });
  }

  /**
   * The column whose span holds `time`, or -1. A column lasts one {@link interval}, or until the next column where
   * that starts sooner; the only column of a grid, whose interval is unknown, lasts for ever.
   */
  columnAt(time: number): number {
    let low = 0;
    let high = this.columnCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle] <= time) low = middle + 1;
      else high = middle;
    }
    const column = low - 1;
    return column >= 0 && time >= this.times[column] + this.interval ? -1 : column;
  }

  /**
   * The density of one cell, summed over the bands whose bits are set in `bandMask`. The indexes must be inside the
   * grid.
   */
  value(column: number, bin: number, bandMask = ALL_BANDS): number {
    const { values } = this;
    const offset = column * this.#columnLength + bin * this.bandCount;
    let sum = 0;
    for (let band = 0; band < this.bandCount; band++) {
      if (bandMask & (1 << band)) sum += values[offset + band];
    }
    return sum;
  }

  get #columnLength(): number {
    return this.binCount * this.bandCount;
  }

  #check({ split, values }: DensityColumn): void {
    if (values.length !== this.#columnLength) {
      throw wrong('values.length', String(this.#columnLength), values.length);
    }
    values.forEach((value, i) => {
      if (!(Number.isFinite(value) && value >= 0)) throw wrong(`values[${i}]`, 'a finite number ≥ 0', value);
    });
    checkSplit('split', split ?? NaN);
  }

  #write(index: number, { split, values }: DensityColumn): void {
    this.values.set(values, index * this.#columnLength);
    this.split[index] = split ?? NaN;
    this.#revision++;
  }
}

function checkBands(bands: readonly string[]): void {
  if (bands.length < 1 || bands.length > MAX_BANDS) {
    throw wrong('bands.length', `1 to ${MAX_BANDS}`, bands.length);
  }
  bands.forEach((band, i) => {
    if (typeof band !== 'string' || band === '') throw wrong(`bands[${i}]`, 'a name', JSON.stringify(band));
    if (bands.indexOf(band) < i) throw wrong(`bands[${i}]`, 'a unique name', JSON.stringify(band));
  });
}

function checkTime(field: string, time: number, previous: number | undefined): void {
  if (!Number.isFinite(time)) throw wrong(field, 'a finite number', time);
  if (previous !== undefined && time <= previous) throw wrong(field, `a time after ${previous}`, time);
}

function checkSplit(field: string, price: number): void {
  if (!Number.isFinite(price) && !Number.isNaN(price)) throw wrong(field, 'a finite price or NaN', price);
}

function wrong(field: string, expected: string, got: unknown): RangeError {
  return new RangeError(`${field}: expected ${expected}, got ${String(got)}`);
}
