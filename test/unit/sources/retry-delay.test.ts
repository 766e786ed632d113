import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryDelay } from '../../../src/sources/retry-delay.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['30', 30_000],
    [' 0 ', 0],
    ['Sun, 22 Nov 2026 12:00:05 GMT', 5000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ])('reads %j', (header, ms) => expect(parseRetryAfter(header, NOW)).toBe(ms));

  it('ignores what it does not understand', () => {
    expect(parseRetryAfter('soon', NOW)).toBeUndefined();
    expect(parseRetryAfter(null, NOW)).toBeUndefined();
  });
});

describe('retryDelay', () => {
  it('doubles from half a second, shortened by at most half', () => {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const longest = 500 * 2 ** (attempt - 1);
      const delays = Array.from({ length: 200 }, () => retryDelay(attempt));
      expect(Math.max(...delays)).toBeLessThanOrEqual(longest);
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(longest / 2);
      expect(new Set(delays).size).toBeGreaterThan(100);
    }
  });

  it('does what the server asks, but for at most a minute', () => {
    expect(retryDelay(1, 7000)).toBe(7000);
    expect(retryDelay(3, 0)).toBe(0);
    expect(retryDelay(1, 3_600_000)).toBe(60_000);
  });
});
