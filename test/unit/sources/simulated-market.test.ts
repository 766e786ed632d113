import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERVALS, intervalSeconds } from '../../../src/market/interval.js';
import { SimulatedMarket } from '../../../src/sources/simulated/simulated-market.js';
import type { SimulatedBar } from '../../../src/sources/simulated/simulated-market.js';

const DAY = 86_400;
const HOUR = 3_600;
const market = new SimulatedMarket('BTCUSDT');

const time = fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2040, 11, 31) / 1000 });
const interval = fc.constantFrom(...INTERVALS).map(intervalSeconds);
const pair = fc.constantFrom('BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'DOGEUSDT', 'X-USDT');

/** The last `count` bars that are closed at `now`. */
function closedBars(seconds: number, now: number, count: number, of = market): SimulatedBar[] {
  const end = Math.floor(now / seconds) * seconds;
  return of.bars(seconds, end - count * seconds, end);
}

function quantile(numbers: number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(share * (numbers.length - 1))];
}

describe('SimulatedMarket', () => {
  it('has valid bars that follow each other without gaps at every interval and time', () => {
    fc.assert(
      fc.property(pair, interval, time, (name, seconds, now) => {
        const bars = closedBars(seconds, now, 12, new SimulatedMarket(name));
        expect(bars).toHaveLength(12);
        bars.forEach((bar, i) => {
          expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
          expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
          expect(bar.low).toBeGreaterThan(0);
          expect(bar.volume).toBeGreaterThan(0);
          expect(bar.openInterest.open).toBeGreaterThan(0);
          expect(bar.openInterest.close).toBeGreaterThan(0);
          const previous = bars[i - 1];
          if (!previous) return;
          expect(bar.time).toBe(previous.time + seconds);
          expect(bar.open).toBe(previous.close);
          expect(bar.openInterest.open).toBe(previous.openInterest.close);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same bars whoever asks and whatever else is asked for', () => {
    fc.assert(
      fc.property(interval, time, fc.nat(30), (seconds, now, more) => {
        const bars = closedBars(seconds, now, 5);
        expect(closedBars(seconds, now, 5 + more, new SimulatedMarket('BTCUSDT')).slice(-5)).toEqual(bars);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['1m', '3m'],
    ['1m', '5m'],
    ['5m', '15m'],
    ['15m', '4h'],
    ['1h', '12h'],
    ['2h', '1d'],
  ])('makes %s bars add up to %s bars', (short, long) => {
    const [step, seconds] = [intervalSeconds(short), intervalSeconds(long)];
    fc.assert(
      fc.property(time, (now) => {
        const [whole] = closedBars(seconds, now, 1);
        const parts = market.bars(step, whole.time, whole.time + seconds);
        expect(parts).toHaveLength(seconds / step);
        expect(whole.open).toBe(parts[0].open);
        expect(whole.close).toBe(parts.at(-1)!.close);
        expect(whole.high).toBe(Math.max(...parts.map(({ high }) => high)));
        expect(whole.low).toBe(Math.min(...parts.map(({ low }) => low)));
        expect(whole.volume).toBeCloseTo(parts.reduce((sum, { volume }) => sum + volume, 0), 6);
        expect(whole.openInterest).toEqual({
          open: parts[0].openInterest.open,
          close: parts.at(-1)!.openInterest.close,
        });
      }),
      { numRuns: 20 },
    );
  });

  it('lets the running bar grow second by second into the closed one', () => {
    const start = Date.UTC(2026, 4, 1, 13) / 1000;
    let last = market.bars(300, start, start + 1)[0];
    for (let until = start + 2; until <= start + 300; until += 1) {
      const [bar] = market.bars(300, start, until);
      expect(bar.open).toBe(last.open);
      expect(bar.high).toBeGreaterThanOrEqual(last.high);
      expect(bar.low).toBeLessThanOrEqual(last.low);
      expect(bar.volume).toBeGreaterThan(last.volume);
      last = bar;
    }
    const [closed] = market.bars(300, start, start + 300);
    expect(last).toEqual(closed);
  });

  it('moves, trades and holds as much as a real BTC market', () => {
    const days = closedBars(DAY, Date.UTC(2027, 0, 1) / 1000, 1000);
    const ranges = days.map(({ high, low, open }) => (high - low) / open);
    expect(quantile(ranges, 0.1)).toBeGreaterThan(0.01);
    expect(quantile(ranges, 0.5)).toBeGreaterThan(0.02);
    expect(quantile(ranges, 0.5)).toBeLessThan(0.04);
    expect(quantile(ranges, 0.9)).toBeLessThan(0.08);
    expect(quantile(days.map(({ low }) => low), 0)).toBeGreaterThan(50_000);
    expect(quantile(days.map(({ high }) => high), 1)).toBeLessThan(140_000);
    expect(quantile(days.map(({ volume }) => volume), 0.5)).toBeGreaterThan(150_000);
    expect(quantile(days.map(({ volume }) => volume), 0.5)).toBeLessThan(300_000);
    expect(quantile(days.map(({ openInterest }) => openInterest.close), 0.5)).toBeGreaterThan(80_000);
    expect(quantile(days.map(({ openInterest }) => openInterest.close), 0.5)).toBeLessThan(100_000);
  });

  it('has fat tails and trades more when it moves more', () => {
    const hours = closedBars(HOUR, Date.UTC(2026, 6, 1) / 1000, 4000);
    const moves = hours.map(({ open, close }) => Math.log(close / open));
    const second = moves.reduce((sum, move) => sum + move ** 2, 0) / moves.length;
    const fourth = moves.reduce((sum, move) => sum + move ** 4, 0) / moves.length;
    expect(fourth / second ** 2).toBeGreaterThan(5);

    const volumes = hours.map(({ volume }) => volume);
    const wild = hours.filter((_, i) => Math.abs(moves[i]) > 2 * Math.sqrt(second));
    expect(quantile(wild.map(({ volume }) => volume), 0.5)).toBeGreaterThan(2 * quantile(volumes, 0.5));
  });

  it('loses open interest in the wildest hours and builds it up in the others', () => {
    const hours = closedBars(HOUR, Date.UTC(2026, 6, 1) / 1000, 4000);
    const wildest = hours.toSorted((a, b) => b.high / b.low - a.high / a.low);
    const change = (bars: SimulatedBar[]) =>
      bars.reduce((sum, { openInterest }) => sum + Math.log(openInterest.close / openInterest.open), 0) / bars.length;
    expect(change(wildest.slice(0, 40))).toBeLessThan(-0.005);
    expect(change(wildest.slice(2000))).toBeGreaterThan(0);
  });

  it('is busiest in the afternoon and quiet before dawn', () => {
    const hours = closedBars(HOUR, Date.UTC(2026, 6, 1) / 1000, 24 * 100);
    const at = (hour: number) =>
      hours.filter((bar) => (bar.time / HOUR) % 24 === hour).reduce((sum, { volume }) => sum + volume, 0);
    expect(at(15)).toBeGreaterThan(1.5 * at(3));
  });

  it('trades on a grid of ticks that suits the price', () => {
    for (const [name, ticksPerUnit] of [['BTCUSDT', 10], ['ETHUSDT', 100]] as const) {
      const bars = closedBars(60, Date.UTC(2026, 6, 1) / 1000, 100, new SimulatedMarket(name));
      for (const price of bars.flatMap(({ open, high, low, close }) => [open, high, low, close])) {
        expect(price).toBe(Math.round(price * ticksPerUnit) / ticksPerUnit);
      }
    }
  });

  it('gives every pair its own market', () => {
    const now = Date.UTC(2026, 6, 1) / 1000;
    const bitcoin = closedBars(HOUR, now, 50);
    const ether = closedBars(HOUR, now, 50, new SimulatedMarket('ETHUSDT'));
    expect(ether[0].close).toBeGreaterThan(1_800);
    expect(ether[0].close).toBeLessThan(4_500);
    const together = bitcoin.filter((bar, i) => bar.close > bar.open === ether[i].close > ether[i].open);
    expect(together.length).toBeLessThan(40);
  });
});
