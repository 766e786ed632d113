import type { DensityGrid } from './density-grid.js';
import { GrowingArray } from './growing-array.js';
import { keepRecent } from './recently-used.js';

/**
 * A grid seen from farther away: each texel stands for the largest density, band by band, of a block of
 * `2 ** columnShift` columns by `2 ** binShift` bins. Blocks start at column 0 and bin 0; the last ones may be
 * incomplete.
 */
export interface DensityLevel {
  readonly columnShift: number;
  readonly binShift: number;
  /** Texels in time. */
  readonly columnCount: number;
  /** Texels in price. */
  readonly binCount: number;
  readonly bandCount: number;
  /** Laid out `[column][bin][band]`. */
  readonly values: Float32Array;
  /** One price per texel column: the mean of the known splits of its columns, NaN where none is known. */
  readonly split: Float32Array;
  /** The revision of the grid that this level shows. As in the grid, only the last texel column may still change. */
  readonly revision: number;
}

/** The levels of detail of one grid: made when first asked for, kept while in use, brought up to date from its end. */
export class LevelsOfDetail {
  readonly #grid: DensityGrid;
  readonly #keep: number;
  readonly #full: FullDetail;
  /** By key, least recently used first. */
  readonly #kept = new Map<string, CoarseLevel>();

  /** @param options `keep`: how many levels stay in memory, besides the grid itself. */
  constructor(grid: DensityGrid, { keep = 4 }: { keep?: number } = {}) {
    this.#grid = grid;
    this.#keep = keep;
    this.#full = new FullDetail(grid);
  }

  /** The column shift at which one texel spans all columns; it grows with the grid. */
  get maxColumnShift(): number {
    return shiftToOne(this.#grid.columnCount);
  }

  /** The bin shift at which one texel spans all bins. */
  get maxBinShift(): number {
    return shiftToOne(this.#grid.binCount);
  }

  /**
   * The level with these shifts, up to date. While it is kept, the same object comes back and changes in place, so
   * compare {@link DensityLevel.revision}. Level (0, 0) is the grid itself.
   *
   * @param columnShift a whole number >= 0; beyond {@link maxColumnShift} it counts as that.
   * @param binShift a whole number >= 0; beyond {@link maxBinShift} it counts as that.
   */
  level(columnShift: number, binShift: number): DensityLevel {
    const columns = Math.min(columnShift, this.maxColumnShift);
    const bins = Math.min(binShift, this.maxBinShift);
    if (columns === 0 && bins === 0) return this.#full;

    const key = `${columns} ${bins}`;
    const level = this.#kept.get(key) ?? new CoarseLevel(this.#grid, columns, bins);
    this.#bringUpToDate(level);
    keepRecent(this.#kept, key, level, this.#keep);
    return level;
  }

  #bringUpToDate(level: CoarseLevel): void {
    if (level.revision !== this.#grid.revision) level.update(this.#nearestFiner(level));
  }

  /** The level with the fewest texels among those that have all the detail that `level` needs, up to date. */
  #nearestFiner(level: DensityLevel): DensityLevel {
    const finer = [...this.#kept.values()].filter(
      (kept) => kept !== level && kept.columnShift <= level.columnShift && kept.binShift <= level.binShift,
    );
    if (finer.length === 0) return this.#full;
    const nearest = finer.reduce((a, b) => (a.columnShift + a.binShift >= b.columnShift + b.binShift ? a : b));
    this.#bringUpToDate(nearest);
    return nearest;
  }
}

/** The grid seen as its own level (0, 0). */
class FullDetail implements DensityLevel {
  readonly columnShift = 0;
  readonly binShift = 0;
  readonly #grid: DensityGrid;

  constructor(grid: DensityGrid) {
    this.#grid = grid;
  }

  get columnCount(): number {
    return this.#grid.columnCount;
  }

  get binCount(): number {
    return this.#grid.binCount;
  }

  get bandCount(): number {
    return this.#grid.bandCount;
  }

  get values(): Float32Array {
    return this.#grid.values;
  }

  get split(): Float32Array {
    return this.#grid.split;
  }

  get revision(): number {
    return this.#grid.revision;
  }
}

class CoarseLevel implements DensityLevel {
  readonly columnShift: number;
  readonly binShift: number;
  readonly binCount: number;
  readonly bandCount: number;
  revision = -1;
  readonly #grid: DensityGrid;
  readonly #values: GrowingArray<Float32Array>;
  readonly #split: GrowingArray<Float32Array>;
  /** The columns of the grid that the texels cover. */
  #gridColumns = 0;

  constructor(grid: DensityGrid, columnShift: number, binShift: number) {
    this.#grid = grid;
    this.columnShift = columnShift;
    this.binShift = binShift;
    this.binCount = texels(grid.binCount, binShift);
    this.bandCount = grid.bandCount;
    const columns = texels(grid.columnCount, columnShift);
    this.#values = new GrowingArray(new Float32Array(columns * this.binCount * this.bandCount));
    this.#split = new GrowingArray(new Float32Array(columns));
  }

  get columnCount(): number {
    return this.split.length;
  }

  get values(): Float32Array {
    return this.#values.view;
  }

  get split(): Float32Array {
    return this.#split.view;
  }

  /** Catches up with the grid, from a finer level that already has. */
  update(source: DensityLevel): void {
    const columns = texels(this.#grid.columnCount, this.columnShift);
    this.#values.grow(columns * this.binCount * this.bandCount);
    this.#split.grow(columns);
    // The last column seen so far may have changed since.
    const from = Math.max(0, this.#gridColumns - 1) >> this.columnShift;
    takeMaxima(this, source, from);
    takeMeanSplits(this, this.#grid.split, from);
    this.#gridColumns = this.#grid.columnCount;
    this.revision = this.#grid.revision;
  }
}

/** Recomputes the values of a level's texel columns from `from` on. */
function takeMaxima(level: DensityLevel, source: DensityLevel, from: number): void {
  const { values: maxima, bandCount } = level;
  const { values, binCount, columnCount } = source;
  const columnShift = level.columnShift - source.columnShift;
  const binShift = level.binShift - source.binShift;
  const columnLength = level.binCount * bandCount;
  maxima.fill(0, from * columnLength);

  let cell = (from << columnShift) * binCount * bandCount;
  for (let column = from << columnShift; column < columnCount; column++) {
    const start = (column >> columnShift) * columnLength;
    for (let bin = 0; bin < binCount; bin++) {
      let texel = start + (bin >> binShift) * bandCount;
      for (let band = 0; band < bandCount; band++, cell++, texel++) {
        if (values[cell] > maxima[texel]) maxima[texel] = values[cell];
      }
    }
  }
}

/** Recomputes the splits of a level's texel columns from `from` on. */
function takeMeanSplits(level: DensityLevel, split: Float32Array, from: number): void {
  for (let texel = from; texel < level.columnCount; texel++) {
    const end = Math.min((texel + 1) << level.columnShift, split.length);
    let sum = 0;
    let known = 0;
    for (let column = texel << level.columnShift; column < end; column++) {
      if (Number.isNaN(split[column])) continue;
      sum += split[column];
      known++;
    }
    level.split[texel] = sum / known;
  }
}

function texels(count: number, shift: number): number {
  return Math.ceil(count / 2 ** shift);
}

/** The smallest shift that merges `count` cells into one. */
function shiftToOne(count: number): number {
  return count > 1 ? 32 - Math.clz32(count - 1) : 0;
}
