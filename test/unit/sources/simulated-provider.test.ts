import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { edge } from '../../../src/grid/price-axis.js';
import type { HeatmapData, HeatmapQuery, HeatmapUpdate } from '../../../src/sources/provider.js';
import { createSimulatedProvider } from '../../../src/sources/simulated/simulated-provider.js';

// A minute and a half into a 5 m bar.
const NOW = Date.UTC(2026, 10, 22, 14, 31, 30) / 1000;
const QUERY: HeatmapQuery = { symbol: 'SIMULATED:BTCUSDT', interval: '5m', lookback: '12h', now: NOW };

function load(query: Partial<HeatmapQuery> = {}): Promise<HeatmapData> {
  return createSimulatedProvider().load({ ...QUERY, ...query }, new AbortController().signal);
}

/** Column `i` as prices and values, empty cells left out. */
function cellsAt({ grid }: HeatmapData, i: number): Map<string, number> {
  const size = grid.binCount * grid.bandCount;
  const cells = new Map<string, number>();
  grid.values.subarray(i * size, (i + 1) * size).forEach((usd, cell) => {
    const price = edge(grid.prices, Math.floor(cell / grid.bandCount));
    if (usd > 0) cells.set(`${price.toFixed(3)} ${cell % grid.bandCount}`, usd);
  });
  return cells;
}

describe('load', () => {
  it('ends with the running bar and reaches back over the lookback', async () => {
    const { candles, grid } = await load();
    expect(candles).toHaveLength(144);
    expect(candles.at(-1)!.time).toBe(NOW - 90);
    expect([...grid.times]).toEqual(candles.map(({ time }) => time));
    expect([...grid.split]).toEqual(candles.map(({ close }) => Math.fround(close)));
    expect(grid.unit).toBe('usd');
    expect(grid.bands).toEqual(['10', '25', '50', '100']);
  });

  it.each([['12h', 720], ['3d', 864], ['1y', 730]])('chooses the interval for %s', async (lookback, count) => {
    const { candles, grid } = await load({ interval: 'auto', lookback });
    expect(candles).toHaveLength(count);
    expect(grid.columnCount).toBe(count);
  });

  it('shows a bar that has just begun', async () => {
    const { candles } = await load({ now: NOW + 210 });
    expect(candles.at(-1)!.time).toBe(NOW + 210);
  });

  it('has one bar where the interval is longer than the lookback', async () => {
    expect((await load({ interval: '1d' })).candles).toHaveLength(1);
  });

  it('says that it is simulated', async () => {
    expect((await load()).sources).toEqual([
      { id: 'SIMULATED:BTCUSDT', state: 'live', detail: 'simulated', simulated: true, model: 'high-leverage' },
    ]);
  });

  it('uses the wall clock when the query names no moment', async () => {
    const provider = createSimulatedProvider({ now: () => NOW });
    const data = await provider.load({ ...QUERY, now: undefined }, new AbortController().signal);
    expect(data.candles).toEqual((await load()).candles);
  });

  it('has liquidations in order, inside the candles they belong to', async () => {
    const { candles, liquidations } = await load({ lookback: '3d' });
    expect(liquidations!.length).toBeGreaterThan(20);
    expect(new Set(liquidations!.map(({ side }) => side)).size).toBe(2);
    liquidations!.forEach(({ time, price, usd }, i) => {
      const candle = candles.find((bar) => time >= bar.time && time < bar.time + 300)!;
      expect(price).toBeGreaterThanOrEqual(candle.low);
      expect(price).toBeLessThanOrEqual(candle.high);
      expect(usd).toBeGreaterThan(0);
      if (i > 0) expect(time).toBeGreaterThanOrEqual(liquidations![i - 1].time);
    });
  });

  it('agrees with an earlier load on every bar and column that both have closed', async () => {
    const [earlier, later] = [await load(), await load({ now: NOW + 3 * 3_600 })];
    const shift = 36;
    const { prices } = later.grid;
    const isShared = (cell: string) => {
      const price = Number.parseFloat(cell);
      return price > edge(prices, 0.5) && price < edge(prices, prices.count - 0.5);
    };
    for (let i = shift; i < 143; i += 1) {
      expect(later.candles[i - shift]).toEqual(earlier.candles[i]);
      const [before, after] = [cellsAt(earlier, i), cellsAt(later, i - shift)];
      const shared = [...before.keys()].filter(isShared);
      expect(shared.length).toBeGreaterThan(100);
      expect(shared.filter((cell) => !(Math.abs(after.get(cell)! / before.get(cell)! - 1) < 1e-6))).toEqual([]);
    }
  });

  it('rejects with the reason of an abort, before or during the load', async () => {
    await expect(createSimulatedProvider().load(QUERY, AbortSignal.abort('early'))).rejects.toBe('early');
    const controller = new AbortController();
    const pending = createSimulatedProvider().load(QUERY, controller.signal);
    controller.abort('late');
    await expect(pending).rejects.toBe('late');
  });

  it('rejects symbols that are missing, malformed or real', async () => {
    await expect(load({ symbol: undefined })).rejects.toThrow(RangeError);
    await expect(load({ symbol: 'SIMULATED:' })).rejects.toThrow(RangeError);
    await expect(load({ symbol: 'BINANCE:BTCUSDT' })).rejects.toThrow('not a simulated market');
  });
});

describe('subscribe', () => {
  beforeEach(() => void vi.setSystemTime(NOW * 1000));
  afterEach(() => void vi.useRealTimers());

  async function start(query: HeatmapQuery, tickMs?: number) {
    const provider = createSimulatedProvider({ tickMs });
    const controller = new AbortController();
    const data = await provider.load(query, controller.signal);
    vi.useFakeTimers({ now: NOW * 1000 });
    const updates: HeatmapUpdate[] = [];
    provider.subscribe!(query, (update) => updates.push(update), controller.signal);
    return { data, updates, controller, provider };
  }

  function candlesOf(updates: HeatmapUpdate[]) {
    return updates.flatMap(({ candle }) => (candle ? [candle] : []));
  }

  it.each([
    ['the wall clock', { ...QUERY, now: undefined }],
    ['a fixed moment', { ...QUERY, now: NOW - 86_400 }],
  ])('renews the running bar once a second from %s on', async (_, query) => {
    const { data, updates } = await start(query);
    const last = data.candles.at(-1)!;
    await vi.advanceTimersByTimeAsync(3_000);
    const candles = candlesOf(updates);
    expect(candles.map(({ time, open }) => [time, open])).toEqual(Array(3).fill([last.time, last.open]));
    expect(candles[0].volume!).toBeGreaterThan(last.volume!);
    expect(candles[2].volume!).toBeGreaterThan(candles[0].volume!);
  });

  it('closes a bar before it begins the next one, and ends where a fresh load would', async () => {
    const { data, updates } = await start(QUERY);
    await vi.advanceTimersByTimeAsync(400_000);
    const times = [...new Set(candlesOf(updates).map(({ time }) => time))];
    expect(times).toEqual([NOW - 90, NOW + 210]);

    for (const { candle, column } of updates) {
      if (!column) continue;
      expect(column.time).toBe(candle!.time);
      expect(column.split).toBe(candle!.close);
      data.grid.update(column);
    }
    vi.useRealTimers();
    const fresh = await load({ now: NOW + 400 });
    expect(candlesOf(updates).at(-1)).toEqual(fresh.candles.at(-1));
    expect(candlesOf(updates).findLast(({ time }) => time === NOW - 90)).toEqual(fresh.candles.at(-2));
    for (const [cell, usd] of cellsAt(fresh, 142)) {
      expect(cellsAt(data, 143).get(cell) ?? usd).toBeCloseTo(usd, -1);
    }
  });

  it('catches up, bar by bar, after the page slept', async () => {
    const { updates } = await start({ ...QUERY, now: undefined });
    vi.setSystemTime((NOW + 1_500) * 1000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(candlesOf(updates).map(({ time }) => (time - NOW + 90) / 300)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('reports the liquidations of each bar once it has closed', async () => {
    const { updates } = await start(QUERY, 20_000);
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    const live = updates.flatMap(({ liquidation }) => (liquidation ? [liquidation] : []));
    vi.useRealTimers();
    const fresh = await load({ now: NOW + 3 * 3_600 });
    expect(live.length).toBeGreaterThan(10);
    expect(live).toEqual(fresh.liquidations!.filter(({ time }) => time >= NOW - 90));
  });

  it('stops its timer on abort', async () => {
    const { updates, controller } = await start(QUERY);
    await vi.advanceTimersByTimeAsync(2_000);
    const { length } = updates;
    controller.abort();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(updates).toHaveLength(length);
  });

  it('starts nothing for an aborted signal and refuses a query that was never loaded', () => {
    vi.useFakeTimers();
    const provider = createSimulatedProvider();
    provider.subscribe!(QUERY, () => {}, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
    expect(() => provider.subscribe!(QUERY, () => {}, new AbortController().signal)).toThrow('load the same query');
  });
});
