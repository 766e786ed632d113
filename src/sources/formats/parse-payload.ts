import type { Candle } from '../../market/types.js';
import { isObject } from '../is-object.js';
import { DEFAULT_LIMITS, type Limits } from '../limits.js';
import { show } from '../plain-text.js';
import type { HeatmapData } from '../provider.js';
import { SourceError } from '../source-error.js';
import { vendorError } from '../vendor-error.js';
import { parseCandles } from './candles.js';
import { FormatError } from './check.js';
import { parseLiqJson } from './liq-json.js';
import { recognise } from './recognise.js';

/**
 * Reads a payload of any known format. `sources` of the result is empty: the caller says what they are.
 *
 * @param source - the name that messages begin with
 * @throws SourceError `not-json`, `unknown-format`, `invalid-data`, `too-large` or `vendor`
 */
export async function parsePayload(
  text: string, source: string, limits: Readonly<Limits> = DEFAULT_LIMITS,
): Promise<HeatmapData> {
  return named(source, () => parseFormat(parseJson(text), limits));
}

/**
 * Reads the candles of a payload of any known format, or bare rows of `[time, open, high, low, close, volume?]`.
 *
 * @param source - the name that messages begin with
 * @throws SourceError as {@link parsePayload}
 */
export async function parseCandlesPayload(
  text: string, source: string, limits: Readonly<Limits> = DEFAULT_LIMITS,
): Promise<Candle[]> {
  return named(source, async () => {
    const json = parseJson(text);
    return Array.isArray(json) ? parseCandles(json, '') : (await parseFormat(json, limits)).candles;
  });
}

async function parseFormat(json: unknown, limits: Readonly<Limits>): Promise<HeatmapData> {
  switch (recognise(json)) {
    case 'liq-heatmap':
      return parseLiqJson(json, limits);
    case 'coinglass':
      return (await import('./coinglass.js')).parseCoinglass(json, limits);
    case null: {
      const failure = vendorError(json);
      if (failure) throw new FormatError('', failure, 'vendor');
      const found = isObject(json) ? `an object of ${show(Object.keys(json).join(', '))}` : show(json);
      throw new FormatError('', `holds no format that this release reads, but ${found}`, 'unknown-format');
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError('', whyNotJson(text.trim()), 'not-json');
  }
}

function whyNotJson(text: string): string {
  if (text === '') return 'answered with an empty body';
  if (text.startsWith('<')) return 'answered with HTML, not JSON';
  const cut = /^[[{]/.test(text) && !/[\]}]$/.test(text);
  if (cut) return `answered with JSON that breaks off after ${text.length} characters`;
  return `answered with text that is not JSON: ${show(text)}`;
}

async function named<T>(source: string, parse: () => Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, message, path } = error;
    throw new SourceError(code, source, message, { path: path || undefined, cause: error });
  }
}
