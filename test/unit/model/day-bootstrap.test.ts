import { describe, expect, it } from 'vitest';
import { DayBootstrap } from '../../../src/model/day-bootstrap.js';

const DAY = 86_400;
const hours = (days: number): number[] => Array.from({ length: days * 24 }, (_, i) => 20_000 * DAY + i * 3_600);
const drawn = (times: number[], resamples: number, seed: number): number[][] =>
  Array.from(new DayBootstrap(times, seed).draws(resamples), (counts) => [...counts]);

describe('the bootstrap by days', () => {
  it('keeps the hours of a UTC day together', () => {
    const bootstrap = new DayBootstrap([DAY - 1, DAY, 2 * DAY - 1, 5 * DAY, DAY + 7], 1);
    expect([...bootstrap.dayOf]).toEqual([0, 1, 1, 2, 1]);
    expect([...bootstrap.sums([1, 2, 4, 8, 16])]).toEqual([1, 22, 8]);
  });

  it('draws as many days as there are, each about as often', () => {
    const draws = drawn(hours(20), 2_000, 7);
    expect(draws).toHaveLength(2_000);
    for (const counts of draws) expect(counts.reduce((sum, count) => sum + count)).toBe(20);
    for (let day = 0; day < 20; day++) {
      const mean = draws.reduce((sum, counts) => sum + counts[day], 0) / draws.length;
      expect(mean).toBeGreaterThan(0.9);
      expect(mean).toBeLessThan(1.1);
    }
  });

  it('repeats itself for one seed and differs for another', () => {
    expect(drawn(hours(10), 5, 3)).toEqual(drawn(hours(10), 5, 3));
    expect(drawn(hours(10), 5, 3)).not.toEqual(drawn(hours(10), 5, 4));
  });

  it('gives the mean of a sample the error that theory says', () => {
    const values = hours(50).map((_, i) => (Math.floor(i / 24) * 37) % 50);
    const bootstrap = new DayBootstrap(hours(50), 11);
    const sums = bootstrap.sums(values);
    const means = Array.from(bootstrap.draws(4_000), (counts) =>
      counts.reduce((sum, count, day) => sum + count * sums[day], 0) / values.length,
    );
    const mean = means.reduce((sum, value) => sum + value) / means.length;
    const deviation = Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length);
    // The days' values are 0 to 49 in some order: variance (50² - 1) / 12, divided by the number of days.
    const theory = Math.sqrt((50 ** 2 - 1) / 12 / 50);
    expect(deviation / theory).toBeGreaterThan(0.95);
    expect(deviation / theory).toBeLessThan(1.05);
  });
});
