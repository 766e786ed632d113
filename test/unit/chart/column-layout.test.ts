import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutColumns, type LogicalRun, logicalToTime, timeToLogical } from '../../../src/chart/column-layout.js';
import { evenly } from '../grid/arbitraries.js';

const START = 1_700_000_040;

/** Where a time lies, as the definition says: bar by bar. */
function slowLogical(time: number, bars: readonly number[], interval: number): number {
  if (time < bars[0]) return -0.5 - (bars[0] - time) / interval;
  for (let bar = 0; bar + 1 < bars.length; bar++) {
    if (time < bars[bar + 1]) return bar - 0.5 + (time - bars[bar]) / (bars[bar + 1] - bars[bar]);
  }
  return bars.length - 1.5 + (time - bars[bars.length - 1]) / interval;
}

/** Where each column begins and ends. */
function slowLayout(columns: readonly number[], columnInterval: number, bars: readonly number[], barInterval: number) {
  return columns.map((start, column) => {
    const end = Math.min(start + columnInterval, columns[column + 1] ?? Infinity);
    return [slowLogical(start, bars, barInterval), slowLogical(end, bars, barInterval)] as const;
  });
}

/** The same, read off the runs. */
function edgesOf(runs: readonly LogicalRun[]): [number, number][] {
  return runs.flatMap(({ column0, column1, logical0, logical1 }) => {
    const width = (logical1 - logical0) / (column1 - column0);
    return Array.from({ length: column1 - column0 }, (_, i): [number, number] => [
      logical0 + i * width, logical0 + (i + 1) * width,
    ]);
  });
}

function every(interval: number, count: number, start = START): number[] {
  return Array.from({ length: count }, (_, i) => start + i * interval);
}

/** Times a whole number of intervals apart, most of them one. */
function timesEvery(interval: number, maxLength: number): fc.Arbitrary<number[]> {
  const gap = fc.constantFrom(1, 1, 1, 1, 1, 2, 5);
  return fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.array(gap, { minLength: 1, maxLength }))
    .map(([first, gaps]) => {
      let time = START + first * interval;
      return gaps.map((step) => (time += step * interval));
    });
}

const barInterval = 240;
const bars = timesEvery(barInterval, 20);
const grids = fc
  .constantFrom(15, 60, 80, 240, 720, 960)
  .chain((interval) => fc.record({ interval: fc.constant(interval), columns: timesEvery(interval, 60) }));

describe('the ordinal axis', () => {
  it('gives bar i the slot from half before to half after its number, whatever its duration', () => {
    const times = [START, START + 60, START + 600, START + 660];
    expect(times.map((time) => timeToLogical(time, times, 60))).toEqual([-0.5, 0.5, 1.5, 2.5]);
    expect(timeToLogical(START + 330, times, 60)).toBe(1);
    expect(timeToLogical(START + 720, times, 60)).toBe(3.5);
    expect(timeToLogical(START - 120, times, 60)).toBe(-2.5);
  });

  it('lies where the definition says', () => {
    fc.assert(
      fc.property(bars, evenly(-20, 200), (times, offset) => {
        const time = START + offset * 60;
        expect(timeToLogical(time, times, barInterval)).toBeCloseTo(slowLogical(time, times, barInterval), 9);
      }),
    );
  });

  it('leads back to the time, inside the bars and outside of them', () => {
    fc.assert(
      fc.property(bars, evenly(-20, 200), (times, offset) => {
        const time = START + offset * 60;
        const there = timeToLogical(time, times, barInterval);
        expect(logicalToTime(there, times, barInterval)).toBeCloseTo(time, 4);
      }),
    );
  });

  it('has no places without bars', () => {
    expect(timeToLogical(START, [], 60)).toBeNaN();
    expect(logicalToTime(0, [], 60)).toBeNaN();
  });
});

describe('layOutColumns', () => {
  it('lays every column where its start and end lie', () => {
    fc.assert(
      fc.property(bars, grids, (times, { columns, interval }) => {
        const edges = edgesOf(layOutColumns(columns, interval, times, barInterval));
        const expected = slowLayout(columns, interval, times, barInterval);
        expect(edges).toHaveLength(columns.length);
        edges.forEach(([start, end], column) => {
          expect(start).toBeCloseTo(expected[column][0], 5);
          expect(end).toBeCloseTo(expected[column][1], 5);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('merges neighbours that touch and are equally wide, and only those', () => {
    fc.assert(
      fc.property(bars, grids, (times, { columns, interval }) => {
        const expected = slowLayout(columns, interval, times, barInterval);
        const starts = [0];
        for (let column = 1; column < columns.length; column++) {
          const [[start, end], [nextStart, nextEnd]] = [expected[column - 1], expected[column]];
          const alike = Math.abs(nextEnd - nextStart - (end - start)) < 1e-9;
          if (!alike || Math.abs(nextStart - end) > 1e-9) starts.push(column);
        }
        const runs = layOutColumns(columns, interval, times, barInterval);
        expect(runs.map(({ column0 }) => column0)).toEqual(starts);
        expect(runs.map(({ column1 }) => column1)).toEqual([...starts.slice(1), columns.length]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives columns of the bars’ own interval exactly their bars’ slots, in one run', () => {
    expect(layOutColumns(every(60, 500), 60, every(60, 500), 60)).toEqual([
      { column0: 0, column1: 500, logical0: -0.5, logical1: 499.5 },
    ]);
  });

  it('divides a slot among finer columns, and lets coarser ones span slots', () => {
    const [finer] = layOutColumns(every(15, 80), 15, every(60, 20), 60);
    expect(finer).toEqual({ column0: 0, column1: 80, logical0: -0.5, logical1: 19.5 });
    const [coarser] = layOutColumns(every(240, 5), 240, every(60, 20), 60);
    expect(coarser).toEqual({ column0: 0, column1: 5, logical0: -0.5, logical1: 19.5 });
  });

  it('puts the columns of a gap in the bars into the slot before it', () => {
    const times = every(60, 10).filter((_, i) => i < 3 || i > 6);
    expect(layOutColumns(every(60, 10), 60, times, 60)).toEqual([
      { column0: 0, column1: 2, logical0: -0.5, logical1: 1.5 },
      { column0: 2, column1: 7, logical0: 1.5, logical1: 2.5 },
      { column0: 7, column1: 10, logical0: 2.5, logical1: 5.5 },
    ]);
  });

  it('leaves a gap in the columns empty', () => {
    const columns = every(60, 10).filter((_, i) => i < 3 || i > 6);
    expect(layOutColumns(columns, 60, every(60, 10), 60)).toEqual([
      { column0: 0, column1: 3, logical0: -0.5, logical1: 2.5 },
      { column0: 3, column1: 6, logical0: 6.5, logical1: 9.5 },
    ]);
  });

  it('ends a column where the next one begins sooner', () => {
    const columns = [START, START + 60, START + 90, START + 150];
    expect(layOutColumns(columns, 60, every(60, 10), 60)).toEqual([
      { column0: 0, column1: 1, logical0: -0.5, logical1: 0.5 },
      { column0: 1, column1: 2, logical0: 0.5, logical1: 1 },
      { column0: 2, column1: 4, logical0: 1, logical1: 3 },
    ]);
  });

  it('goes on at the bars’ interval before the first and after the last', () => {
    const columns = every(60, 30, START - 600);
    expect(layOutColumns(columns, 60, every(60, 10), 60)).toEqual([
      { column0: 0, column1: 30, logical0: -10.5, logical1: 19.5 },
    ]);
  });

  it('needs bars and both intervals', () => {
    const times = every(60, 3);
    expect(layOutColumns(times, 60, [], 60)).toEqual([]);
    expect(layOutColumns(times, NaN, times, 60)).toEqual([]);
    expect(layOutColumns(times, 60, times, NaN)).toEqual([]);
  });
});
