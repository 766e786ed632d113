import type { Side } from '../market/types.js';
import { liquidationPrice } from './liquidation-price.js';
import type { ResolvedOptions } from './options.js';
import type { LevelTier } from './tier-levels.js';

/** Where a side's levels lie, seen from the entry, for every tier of `options`, in its order. */
export function levelTiers(side: Side, options: ResolvedOptions): LevelTier[] {
  const { tiers, contract, maintenance, binWidth, smear } = options;
  return tiers.map(({ leverage }) => {
    const price = liquidationPrice({ side, entry: 1, leverage, contract, maintenance });
    const distance = Math.abs(Math.log(price)) / binWidth;
    return { distance, sigma: Math.max(smear * distance, 1) };
  });
}
