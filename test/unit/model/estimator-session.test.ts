import { describe, expect, it, vi } from 'vitest';
import { estimate } from '../../../src/model/estimate.js';
import { EstimatorSession, NEWEST_COLUMNS } from '../../../src/model/estimator-session.js';
import type { MarketBar } from '../../../src/model/market-bar.js';

const START = 1_700_000_100;

/** A price that wanders, with volume and open interest. */
function wanderingBars(count: number): MarketBar[] {
  let close = 50_000;
  let interest = 90_000;
  return Array.from({ length: count }, (_, i) => {
    const open = close;
    close *= 1 + 0.004 * Math.sin(i * 0.37) + 0.003 * Math.sin(i * 1.93 + 1);
    const openInterest = { open: interest, close: interest * (1 + 0.002 * Math.sin(i * 0.11)) };
    interest = openInterest.close;
    const [low, high] = [Math.min(open, close) * 0.999, Math.max(open, close) * 1.001];
    return { time: START + i * 900, open, high, low, close, volume: 800 + 500 * Math.sin(i * 0.7), openInterest };
  });
}

const noPause = () => Promise.resolve();
/** Few bins, so that comparing is quick. */
const OPTIONS = { preset: 'high-leverage' } as const;
/** Whether two columns or blocks hold the same to the bit; as one comparison, since they are long. */
const same = (a: Float32Array, b: Float32Array) => Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer, b.byteOffset, b.byteLength)) === 0;

describe('EstimatorSession', () => {
  const bars = wanderingBars(1_700);
  const from = bars[200].time;

  it('gives the newest columns first, then all of them, as the batch estimate has them', async () => {
    const session = new EstimatorSession(noPause);
    const newest = await session.load({ bars, from, options: OPTIONS });
    const whole = (await session.whole())!;
    expect([...newest.times]).toEqual(bars.slice(-NEWEST_COLUMNS).map(({ time }) => time));
    expect([...whole.times]).toEqual(bars.slice(200).map(({ time }) => time));
    expect(whole.prices).toEqual(newest.prices);

    const batch = estimate(bars, OPTIONS).toGrid({ from, prices: newest.prices });
    expect(same(whole.values, batch.values)).toBe(true);
    expect(same(newest.values, batch.slice(-NEWEST_COLUMNS).values)).toBe(true);
    expect(newest.unit).toBe('usd');
    expect(await session.whole()).toBeNull();
  });

  it('gives a short history at once', async () => {
    const session = new EstimatorSession(noPause);
    const block = await session.load({ bars, from: bars[900].time, options: OPTIONS });
    expect(block.times).toHaveLength(800);
    expect(await session.whole()).toBeNull();
  });

  it('reaches every level and price of the columns', async () => {
    const { prices } = await new EstimatorSession(noPause).load({ bars, from, options: OPTIONS });
    const wider = { ...prices, origin: prices.origin * Math.exp(-prices.step * 50), count: prices.count + 100 };
    const grid = estimate(bars, OPTIONS).toGrid({ from, prices: wider });
    const outside = (bin: number) => bin < 50 || bin >= 50 + prices.count;
    const lost = grid.values.findIndex(
      (value, i) => value > 0 && outside(Math.floor(i / grid.bandCount) % grid.binCount),
    );
    expect(lost).toBe(-1);
  });

  it('ends with the running bar and goes on from the closed ones', async () => {
    const [closed, running] = [bars.slice(0, -1), bars.at(-1)!];
    const session = new EstimatorSession(noPause);
    const block = await session.load({ bars: closed, running, from, options: OPTIONS });
    expect(block.times.at(-1)).toBe(running.time);
    const last = block.values.slice(-block.prices.count * block.bands.length);

    const early = { ...running, close: running.open, high: running.open, low: running.open };
    expect(same(session.preview(early).values, last)).toBe(false);
    expect(same(session.preview(running).values, last)).toBe(true);
    expect(same(session.preview(running).values, last)).toBe(true);
    expect(same(session.close(running).values, last)).toBe(true);
  });

  it('pauses, tells how far it is, and stops where it is told to', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 1));
    const pause = vi.fn(noPause);
    const progress: number[] = [];
    const session = new EstimatorSession(pause);
    await session.load({ bars, from, options: OPTIONS }, (share) => progress.push(share));
    expect(pause.mock.calls.length).toBeGreaterThan(100);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const cancelled = new EstimatorSession(() => {
      cancelled.cancel();
      return Promise.resolve();
    });
    await expect(cancelled.load({ bars, from, options: OPTIONS })).rejects.toMatchObject({ name: 'AbortError' });
    clock.mockRestore();
  });

  it('names what is wrong', async () => {
    const session = new EstimatorSession(noPause);
    await expect(session.load({ bars: [bars[1], bars[0]], from: 0 })).rejects.toThrow(RangeError);
    await expect(session.load({ bars: [], from: 0 })).rejects.toThrow('prices');
    expect(() => new EstimatorSession(noPause).preview(bars[0])).toThrow('load');
  });
});
