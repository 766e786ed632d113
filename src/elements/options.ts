import { baseCoin, parseSymbol } from '../market/symbol.js';

/** The value if it is one of `allowed`, else the first of them: how an attribute with a typing error behaves. */
export function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T {
  return allowed.find((one) => one === value) ?? allowed[0];
}

/** A number cut to 0…1; `fallback` when it is none. */
export function clampShare(value: number | null, fallback: number): number {
  return value === null || Number.isNaN(value) ? fallback : Math.min(1, Math.max(0, value));
}

/** What a chart of these markets is called: the pair, or the coin where there are several. */
export function titleOf(symbol: string): string {
  try {
    const markets = parseSymbol(symbol);
    if (markets.length === 1) return markets[0].pair;
    return [...new Set(markets.map(baseCoin))].join(', ');
  } catch {
    // No symbol, or one that the load will complain about.
    return 'Liquidation heatmap';
  }
}
