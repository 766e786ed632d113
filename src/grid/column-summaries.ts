import { ALL_DENSITY, binsOfSide } from './density-filter.js';
import type { DensityFilter } from './density-filter.js';
import type { DensityGrid } from './density-grid.js';
import { keepRecent } from './recently-used.js';

const KEPT_FILTERS = 8;

interface Summary {
  /** The largest value of each column. */
  readonly maxima: number[];
  /** The grid's revision that they show. */
  revision: number;
}

/** What can be said of whole columns of a grid, remembered so that asking costs no look at the cells again. */
export class ColumnSummaries {
  readonly #grid: DensityGrid;
  /** By filter, least recently used first. */
  readonly #summaries = new Map<string, Summary>();

  constructor(grid: DensityGrid) {
    this.#grid = grid;
  }

  /**
   * The largest cell value (the sum over the filter's bands) in the columns `[fromColumn, toColumn)`, cut to those
   * that exist; 0 when there is none.
   */
  maximum(filter: DensityFilter = ALL_DENSITY, fromColumn = 0, toColumn = this.#grid.columnCount): number {
    const maxima = this.#maxima(filter);
    let maximum = 0;
    const end = Math.min(toColumn, maxima.length);
    for (let column = Math.max(0, fromColumn); column < end; column++) {
      if (maxima[column] > maximum) maximum = maxima[column];
    }
    return maximum;
  }

  #maxima(filter: DensityFilter): readonly number[] {
    const key = `${filter.bandMask & ((1 << this.#grid.bandCount) - 1)} ${filter.side}`;
    const summary = this.#summaries.get(key) ?? { maxima: [], revision: -1 };
    keepRecent(this.#summaries, key, summary, KEPT_FILTERS);
    if (summary.revision !== this.#grid.revision) {
      // The last column known may have changed since.
      summary.maxima.pop();
      for (let column = summary.maxima.length; column < this.#grid.columnCount; column++) {
        summary.maxima.push(columnMaximum(this.#grid, column, filter));
      }
      summary.revision = this.#grid.revision;
    }
    return summary.maxima;
  }
}

function columnMaximum(grid: DensityGrid, column: number, { bandMask, side }: DensityFilter): number {
  const { values, binCount, bandCount } = grid;
  const { from, to } = binsOfSide(grid.prices, grid.split[column], side);
  let maximum = 0;
  let cell = (column * binCount + from) * bandCount;
  for (let bin = from; bin < to; bin++) {
    let sum = 0;
    for (let band = 0; band < bandCount; band++, cell++) {
      if (bandMask & (1 << band)) sum += values[cell];
    }
    if (sum > maximum) maximum = sum;
  }
  return maximum;
}
