import { describe, expect, it } from 'vitest';
import { INTERVALS, LOOKBACKS, intervalSeconds, lookbackSeconds, resolveInterval } from '../../../src/market/interval.js';

describe('intervals', () => {
  it('know their length in seconds', () => {
    expect(INTERVALS.map(intervalSeconds)).toEqual([
      60, 180, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
    ]);
  });

  it.each(['', '5', '5M', '7m', '3d', 'auto', 'toString'])('do not include %j', (text) => {
    expect(() => intervalSeconds(text)).toThrow(RangeError);
    expect(() => intervalSeconds(text)).toThrow(`interval: expected one of 1m, 3m, 5m`);
    expect(() => intervalSeconds(text)).toThrow(`got "${text}"`);
  });
});

describe('lookbacks', () => {
  it('know their length in seconds', () => {
    const day = 86_400;
    expect(LOOKBACKS.map(lookbackSeconds)).toEqual([
      day / 2, day, 2 * day, 3 * day, 7 * day, 14 * day, 30 * day, 90 * day, 180 * day, 365 * day,
    ]);
  });

  it('reject what is not one of them, and list what is', () => {
    expect(() => lookbackSeconds('2d')).toThrow(
      new RangeError('lookback: expected one of 12h, 24h, 48h, 3d, 7d, 14d, 30d, 90d, 180d, 1y, got "2d"'),
    );
  });
});

describe('resolveInterval', () => {
  it('keeps an interval that is named', () => {
    expect(resolveInterval('1d', '12h')).toBe('1d');
  });

  it.each([
    ['12h', '1m'],
    ['24h', '1m'],
    ['48h', '3m'],
    ['3d', '5m'],
    ['7d', '15m'],
    ['14d', '30m'],
    ['30d', '1h'],
    ['90d', '2h'],
    ['180d', '6h'],
    ['1y', '12h'],
  ])('gives a lookback of %s bars of %s', (lookback, interval) => {
    expect(resolveInterval('auto', lookback)).toBe(interval);
  });

  it('picks for auto the longest interval with at least 600 columns', () => {
    for (const lookback of LOOKBACKS) {
      const chosen = resolveInterval('auto', lookback);
      const columns = lookbackSeconds(lookback) / intervalSeconds(chosen);
      expect(columns).toBeGreaterThanOrEqual(600);
      const longer = INTERVALS[INTERVALS.indexOf(chosen) + 1];
      if (longer) expect(lookbackSeconds(lookback) / intervalSeconds(longer)).toBeLessThan(600);
    }
  });

  it('rejects an unknown interval and an unknown lookback', () => {
    expect(() => resolveInterval('10m', '3d')).toThrow('interval: expected one of auto, 1m');
    expect(() => resolveInterval('5m', 'ever')).toThrow('lookback: expected one of');
  });
});
