import { DensityGrid } from '../grid/density-grid.js';
import type { Candle } from '../market/types.js';
import { parseCandlesPayload, parsePayload } from './formats/parse-payload.js';
import { splitFromCandles } from './formats/split.js';
import { fetchText as fetchTextOverHttp, type FetchTextOptions, shortUrl } from './http.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { show } from './plain-text.js';
import type { HeatmapData, HeatmapProvider, HeatmapQuery, SourceStatus } from './provider.js';
import { proxied } from './proxy.js';
import { SourceError } from './source-error.js';

/** Settings of {@link createUrlProvider}. */
export interface UrlProviderOptions {
  limits?: Partial<Limits>;
  /** How addresses are read; the network by default. */
  fetchText?: (url: string, options: FetchTextOptions) => Promise<string>;
}

/**
 * A provider that reads `query.src`, and `query.candlesSrc` when given, whose candles then replace those of
 * `src`. Both may be relative to the page. The payload decides symbol, interval and time range: those of the query
 * are not looked at.
 */
export function createUrlProvider(options: UrlProviderOptions = {}): HeatmapProvider {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { fetchText = fetchTextOverHttp } = options;

  async function read(url: URL, proxy: string | undefined, signal: AbortSignal): Promise<string> {
    const source = shortUrl(url.href);
    const { href } = /^https?:$/.test(url.protocol) ? resolveUrl(proxied(url.href, proxy), source) : url;
    return fetchText(href, { signal, source, maxBytes: limits.maxBytes });
  }

  return {
    async load({ src, candlesSrc, proxy }: HeatmapQuery, signal: AbortSignal): Promise<HeatmapData> {
      if (!src) throw new SourceError('bad-url', 'src', 'no address is given');
      const url = resolveUrl(src);
      const candlesUrl = candlesSrc ? resolveUrl(candlesSrc) : undefined;
      const [text, candlesText] = await Promise.all([
        read(url, proxy, signal),
        candlesUrl && read(candlesUrl, proxy, signal),
      ]);
      const data = await parsePayload(text, shortUrl(url.href), limits);
      data.sources = [ready(url)];
      if (!candlesUrl || candlesText === undefined) return data;
      const candles = await parseCandlesPayload(candlesText, shortUrl(candlesUrl.href), limits);
      return { ...data, ...withCandles(data.grid, candles), sources: [...data.sources, ready(candlesUrl)] };
    },
  };
}

/** Gives a grid that knows no split the candles' closes for it. */
function withCandles(grid: DensityGrid, candles: Candle[]): Pick<HeatmapData, 'candles' | 'grid'> {
  if (!grid.split.every(Number.isNaN)) return { candles, grid };
  const { times, prices, bands, values, unit } = grid;
  const split = splitFromCandles(times, candles);
  return { candles, grid: new DensityGrid({ times, prices, bands, values, split, unit }) };
}

/** @param source - the name for messages, which must not tell the query string */
function resolveUrl(text: string, source = show(text.replace(/[?#].*$/s, ''))): URL {
  let url: URL;
  try {
    url = new URL(text, pageAddress());
  } catch {
    throw new SourceError('bad-url', source, 'is no address that can be read');
  }
  if (!/^(https?|data|blob):$/.test(url.protocol)) {
    throw new SourceError('bad-url', shortUrl(url.href), `addresses with ${url.protocol} cannot be read`);
  }
  return url;
}

function pageAddress(): string | undefined {
  return globalThis.document?.baseURI;
}

function ready(url: URL): SourceStatus {
  const page = pageAddress();
  const foreign = url.host !== '' && !(page && new URL(page).host === url.host);
  const file = url.host && url.pathname.split('/').at(-1);
  return { id: foreign ? url.host : file || url.host || url.protocol.replace(':', ''), state: 'ready' };
}
