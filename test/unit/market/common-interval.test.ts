import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonInterval, commonInterval } from '../../../src/market/common-interval.js';

/** Times with these differences between them. */
function timesOf(differences: readonly number[]): number[] {
  const times = [1_700_000_000];
  for (const difference of differences) times.push(times[times.length - 1] + difference);
  return times;
}

/** As the definition says: counts everything, then looks for the most common. */
function slow(differences: readonly number[]): number {
  const count = (sought: number) => differences.filter((difference) => difference === sought).length;
  return [...differences].sort((a, b) => count(b) - count(a) || a - b)[0];
}

describe('the common interval', () => {
  it.each([[[]], [[5]]])('of the times %j is unknown', (times) => {
    expect(commonInterval(times)).toBeNaN();
  });

  it('is the most common difference, gaps or not', () => {
    expect(commonInterval(timesOf([60, 60, 300, 60]))).toBe(60);
  });

  it('is the smaller one of two that are equally common', () => {
    expect(commonInterval(timesOf([120, 60]))).toBe(60);
    expect(commonInterval(timesOf([60, 120]))).toBe(60);
  });

  it('is known after every time that is added', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(60, 120, 180, 300), { minLength: 1, maxLength: 12 }), (differences) => {
        const interval = new CommonInterval();
        const [first, ...others] = timesOf(differences);
        interval.add(first);
        expect(interval.seconds).toBeNaN();
        others.forEach((time, i) => {
          interval.add(time);
          expect(interval.seconds).toBe(slow(differences.slice(0, i + 1)));
        });
      }),
    );
  });
});
