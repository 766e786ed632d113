import { type Market, parseSymbol } from '../market/symbol.js';
import { show } from './plain-text.js';
import type { HeatmapProvider, HeatmapQuery } from './provider.js';
import { SourceError } from './source-error.js';
import { createUrlProvider } from './url-provider.js';

/**
 * Finds the provider that a query asks for: `src` wins over `symbol`.
 *
 * @throws SourceError `unsupported` when nothing is asked for, or nothing this release can give
 */
export async function resolveProvider(query: HeatmapQuery): Promise<HeatmapProvider> {
  if (query.src) return createUrlProvider();
  const markets = parseMarkets(query.symbol ?? '');
  if (markets.every(({ venue }) => venue === 'SIMULATED')) {
    return (await import('./simulated/simulated-provider.js')).createSimulatedProvider();
  }
  throw new SourceError(
    'unsupported',
    show(query.symbol),
    'live exchange data comes in a later release; until then use a SIMULATED symbol, src, data or provider',
  );
}

function parseMarkets(symbol: string): Market[] {
  if (symbol.trim() === '') {
    throw new SourceError('unsupported', 'symbol', 'nothing to show; give a symbol, src, data or provider');
  }
  try {
    return parseSymbol(symbol);
  } catch (error) {
    throw new SourceError('unsupported', 'symbol', symbolProblem(error));
  }
}

/** The parser's words without the word that the message already begins with. */
function symbolProblem(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^symbol /, '');
}
