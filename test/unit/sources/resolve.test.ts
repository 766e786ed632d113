import { describe, expect, it } from 'vitest';
import type { HeatmapQuery } from '../../../src/sources/provider.js';
import { resolveProvider } from '../../../src/sources/resolve.js';

function query(parts: Partial<HeatmapQuery>): HeatmapQuery {
  return { interval: 'auto', lookback: '3d', ...parts };
}

describe('resolveProvider', () => {
  it('gives the simulation for a SIMULATED symbol', async () => {
    const simulated = query({ symbol: 'SIMULATED:BTCUSDT', now: 1.8e9 });
    const { sources } = await (await resolveProvider(simulated)).load(simulated, new AbortController().signal);
    expect(sources).toMatchObject([{ id: 'SIMULATED:BTCUSDT', simulated: true }]);
  });

  it('lets src win over symbol', async () => {
    const file = query({ symbol: 'SIMULATED:BTCUSDT', src: 'data:text/plain,nothing' });
    const provider = await resolveProvider(file);
    await expect(provider.load(file, new AbortController().signal)).rejects.toMatchObject({ code: 'not-json' });
  });

  it.each([
    ['BINANCE:BTCUSDT', /^"BINANCE:BTCUSDT": live exchange data comes in a later release/],
    ['SIMULATED:BTCUSDT, BYBIT:BTCUSDT', /later release/],
    ['BTC', /later release/],
    ['NYSE:IBM', /^symbol: "NYSE:IBM": unknown venue "NYSE"/],
    ['', /^symbol: nothing to show/],
  ])('refuses the symbol %j with a plain sentence', async (symbol, message) => {
    const promise = resolveProvider(query({ symbol }));
    await expect(promise).rejects.toMatchObject({ name: 'SourceError', code: 'unsupported', recoverable: false });
    await expect(promise).rejects.toThrow(message);
  });
});
