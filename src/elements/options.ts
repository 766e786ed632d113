import { baseCoin, parseSymbol } from '../market/symbol.js';

/** The value if it is one of `allowed`, else the first of them: how an attribute with a typing error behaves. */
export function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T {
  return allowed.find((one) => one === value) ?? allowed[0];
}

/** A number cut to 0…1; `fallback` when it is none. */
export function clampShare(value: number | null | undefined, fallback: number): number {
  const share = Math.min(1, Math.max(0, value ?? NaN));
  return Number.isNaN(share) ? fallback : share;
}

/** The BCP 47 tag if it is one, whatever its language; else undefined, which means the page's own. */
export function localeOf(tag: string | null | undefined): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}

/** What a chart is called that has neither a label nor a symbol. */
export const UNTITLED = 'Liquidation heatmap';

/** What a chart of these markets is called: the pair, or the coin where there are several. */
export function titleOf(symbol: string): string {
  try {
    const markets = parseSymbol(symbol);
    if (markets.length === 1) return markets[0].pair;
    return [...new Set(markets.map(baseCoin))].join(', ');
  } catch {
    // No symbol, or one that the load will complain about.
    return UNTITLED;
  }
}
