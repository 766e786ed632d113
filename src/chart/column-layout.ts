/** A stretch of columns that lie side by side and are equally wide, on the chart's axis of (fractional) bar numbers. */
export interface LogicalRun {
  /** The first column, and one past the last. */
  column0: number;
  column1: number;
  /** Where the first one begins and the last one ends. */
  logical0: number;
  logical1: number;
}

/**
 * Where a time lies on the ordinal axis: bar *i* owns the slot [i - ½, i + ½), whatever its duration, and outside the
 * bars the interval goes on. NaN without bars.
 *
 * @param bars bar starts in seconds, ascending.
 */
export function timeToLogical(time: number, bars: ArrayLike<number>, interval: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bars[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return logicalAt(time, low - 1, bars, interval);
}

/** `bar` is the last one that does not start after `time`, or -1. */
function logicalAt(time: number, bar: number, bars: ArrayLike<number>, interval: number): number {
  if (bars.length === 0) return NaN;
  const anchor = Math.max(0, bar);
  const duration = bar >= 0 && bar + 1 < bars.length ? bars[bar + 1] - bars[bar] : interval;
  return anchor - 0.5 + (time - bars[anchor]) / duration;
}

/** The time at a place of the ordinal axis: the inverse of {@link timeToLogical}. */
export function logicalToTime(logical: number, bars: ArrayLike<number>, interval: number): number {
  if (bars.length === 0) return NaN;
  const slot = Math.floor(logical + 0.5);
  const anchor = Math.min(bars.length - 1, Math.max(0, slot));
  const duration = slot >= 0 && slot + 1 < bars.length ? bars[anchor + 1] - bars[anchor] : interval;
  return bars[anchor] + (logical + 0.5 - anchor) * duration;
}

/**
 * Lays columns over bars. None are laid without bars, or where an interval is unknown (NaN).
 *
 * @param columns column starts in seconds, ascending; a column lasts `columnInterval`, or until the next one.
 * @param bars bar starts in seconds, ascending; the last one lasts `barInterval`.
 */
export function layOutColumns(
  columns: ArrayLike<number>,
  columnInterval: number,
  bars: ArrayLike<number>,
  barInterval: number,
): LogicalRun[] {
  const runs: LogicalRun[] = [];
  if (bars.length === 0 || Number.isNaN(columnInterval) || Number.isNaN(barInterval)) return runs;
  let bar = -1;
  // Times are asked for in ascending order, so one pass over the bars serves all.
  const toLogical = (time: number) => {
    while (bar + 1 < bars.length && bars[bar + 1] <= time) bar++;
    return logicalAt(time, bar, bars, barInterval);
  };
  for (let column = 0; column < columns.length; column++) {
    const start = columns[column];
    const end = Math.min(start + columnInterval, column + 1 < columns.length ? columns[column + 1] : Infinity);
    const logical0 = toLogical(start);
    const logical1 = toLogical(end);
    const run = runs[runs.length - 1];
    if (run && continues(run, logical0, logical1)) {
      run.column1 = column + 1;
      run.logical1 = logical1;
    } else runs.push({ column0: column, column1: column + 1, logical0, logical1 });
  }
  return runs;
}

/** Rounding moves edges by far less than this part of a bar; a screen could not show it. */
const TOLERANCE = 1e-6;

function continues(run: LogicalRun, logical0: number, logical1: number): boolean {
  const width = (run.logical1 - run.logical0) / (run.column1 - run.column0);
  return Math.abs(logical0 - run.logical1) < TOLERANCE && Math.abs(logical1 - logical0 - width) < TOLERANCE;
}
