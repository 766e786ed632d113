import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FetchTextOptions } from '../../../src/sources/http.js';
import { proxied } from '../../../src/sources/proxy.js';
import type { HeatmapQuery } from '../../../src/sources/provider.js';
import { createUrlProvider } from '../../../src/sources/url-provider.js';
import { jsonAnswer, startHttpStandIn } from '../../support/http-stand-in.js';

const heatmap = {
  format: 'liq-heatmap/1',
  prices: { scale: 'linear', origin: 100, step: 10, count: 2 },
  times: [1000, 1300],
  cells: [[0, 0, 5]],
};
const rows = [
  [1000, 110, 120, 105, 115],
  [1300, 115, 118, 112, 117],
];

function query(parts: Partial<HeatmapQuery>): HeatmapQuery {
  return { interval: 'auto', lookback: '3d', ...parts };
}

/** A provider over a table of answers, and the requests it makes. */
function over(answers: Record<string, unknown>) {
  const requests: (FetchTextOptions & { url: string })[] = [];
  const fetchText = (url: string, options: FetchTextOptions) => {
    requests.push({ url, ...options });
    return Promise.resolve(JSON.stringify(answers[url]));
  };
  return { requests, provider: createUrlProvider({ fetchText, limits: { maxBytes: 123 } }) };
}

const { signal } = new AbortController();

afterEach(() => vi.unstubAllGlobals());

describe('createUrlProvider', () => {
  it('loads a picture over HTTP and says where it came from', async () => {
    const server = await startHttpStandIn();
    try {
      const src = server.answer('/map.json', jsonAnswer({ ...heatmap, candles: rows }));
      const { candles, grid, sources } = await createUrlProvider().load(query({ src }), signal);
      expect(candles).toHaveLength(2);
      expect([...grid.split]).toEqual([115, 117]);
      expect(sources).toEqual([{ id: new URL(src).host, state: 'ready' }]);
    } finally {
      await server.close();
    }
  });

  it('passes on signal, limit and a name without the query string', async () => {
    const src = 'https://a.test/map?key=secret';
    const { provider, requests } = over({ [src]: heatmap });
    await provider.load(query({ src }), signal);
    expect(requests).toEqual([{ url: src, signal, maxBytes: 123, source: 'https://a.test/map' }]);
  });

  it('takes candles from candlesSrc, and the split from them when the payload has none', async () => {
    const answers = { 'https://a.test/m': heatmap, 'https://b.test/c': rows };
    const { provider } = over(answers);
    const { candles, grid, sources } = await provider.load(
      query({ src: 'https://a.test/m', candlesSrc: 'https://b.test/c' }), signal,
    );
    expect(candles.map(({ close }) => close)).toEqual([115, 117]);
    expect([...grid.split]).toEqual([115, 117]);
    expect([...grid.values]).toEqual([5, 0, 0, 0]);
    expect(sources.map(({ id }) => id)).toEqual(['a.test', 'b.test']);
  });

  it('keeps the split that a payload has', async () => {
    const answers = { 'https://a.test/m': { ...heatmap, split: [101, null] }, 'https://b.test/c': rows };
    const { grid } = await over(answers).provider.load(
      query({ src: 'https://a.test/m', candlesSrc: 'https://b.test/c' }), signal,
    );
    expect([...grid.split]).toEqual([101, NaN]);
  });

  it('goes through the proxy but names the address itself', async () => {
    const url = `https://proxy.test/?u=${encodeURIComponent('https://a.test/m?key=secret')}`;
    const { provider, requests } = over({ [url]: { format: 'liq-heatmap/1' } });
    const promise = provider.load(query({ src: 'https://a.test/m?key=secret', proxy: 'https://proxy.test/?u={url}' }), signal);
    await expect(promise).rejects.toThrow(/^https:\/\/a\.test\/m: /);
    expect(requests[0]).toMatchObject({ url, source: 'https://a.test/m' });
  });

  it('resolves addresses, the proxy too, against the page and names files of the page by their name', async () => {
    vi.stubGlobal('document', { baseURI: 'https://page.test/blog/post.html' });
    const answers = {
      'https://page.test/blog/data/map.json': heatmap,
      'https://page.test/cors/https://a.test/m': heatmap,
    };
    const { provider } = over(answers);
    const own = await provider.load(query({ src: 'data/map.json' }), signal);
    expect(own.sources[0].id).toBe('map.json');
    const foreign = await provider.load(query({ src: 'https://a.test/m', proxy: '/cors/' }), signal);
    expect(foreign.sources[0].id).toBe('a.test');
  });

  it('reads data: addresses, and never through a proxy', async () => {
    const src = `data:application/json,${encodeURIComponent(JSON.stringify(heatmap))}`;
    const { grid, sources } = await createUrlProvider().load(query({ src, proxy: 'https://proxy.test/' }), signal);
    expect(grid.columnCount).toBe(2);
    expect(sources[0].id).toBe('data');
  });

  it.each([
    ['map.json?key=secret', '"map.json": is no address that can be read'],
    ['javascript:alert(1)', 'javascript:…: addresses with javascript: cannot be read'],
    ['wss://a.test/live?key=secret', 'wss://a.test/live: addresses with wss: cannot be read'],
    ['', 'src: no address is given'],
  ])('refuses %j without a request', async (src, message) => {
    const { provider, requests } = over({});
    await expect(provider.load(query({ src }), signal)).rejects.toMatchObject({ code: 'bad-url', message });
    expect(requests).toEqual([]);
  });
});

describe('proxied', () => {
  it('puts the encoded address where {url} stands', () => {
    expect(proxied('https://a.test/?x=$&', 'https://p.test/{url}?again={url}')).toBe(
      'https://p.test/https%3A%2F%2Fa.test%2F%3Fx%3D%24%26?again=https%3A%2F%2Fa.test%2F%3Fx%3D%24%26',
    );
  });

  it('appends the address otherwise, and does nothing without a proxy', () => {
    expect(proxied('https://a.test/?x', 'https://p.test/')).toBe('https://p.test/https://a.test/?x');
    expect(proxied('https://a.test/', undefined)).toBe('https://a.test/');
    expect(proxied('https://a.test/', '')).toBe('https://a.test/');
  });
});
