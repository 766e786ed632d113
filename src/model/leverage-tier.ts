/** Positions of one leverage, and how many of those opened have it. */
export interface LeverageTier {
  /** Above 1: without borrowing there is nothing to liquidate. */
  leverage: number;
  /** Its share of all positions opened, 0…1. */
  weight: number;
}

/** The names of {@link PRESETS}. */
export const PRESET_NAMES = ['default', 'high-leverage', 'all-leverage'] as const;

/** One of {@link PRESET_NAMES}. */
export type PresetName = (typeof PRESET_NAMES)[number];

/**
 * What all tiers together take of the positions opened, in the `default` preset. The rest is never seen to be
 * liquidated: hedged, with little leverage, or closed in time.
 */
const TOTAL_WEIGHT = 0.02;

/**
 * Which leverages positions are taken to have: `default` is what real liquidations of December 2025 to June 2026 fit
 * best, `high-leverage` is the part of it that is liquidated within 5 %, with the same weights, and `all-leverage`
 * gives every leverage the same share of as much as `default` has in all.
 */
export const PRESETS: Readonly<Record<PresetName, readonly LeverageTier[]>> = {
  default: tiers({ 100: 36, 50: 8, 25: 6, 20: 9, 10: 3, 5: 18, 3: 20 }),
  'high-leverage': tiers({ 100: 36, 50: 8, 25: 6, 20: 9 }),
  'all-leverage': tiers(Object.fromEntries([100, 50, 25, 20, 10, 5, 3].map((leverage) => [leverage, 100 / 7]))),
};

/** @param shares - by leverage, in percent of {@link TOTAL_WEIGHT} */
function tiers(shares: Readonly<Record<number, number>>): LeverageTier[] {
  return Object.entries(shares)
    .map(([leverage, share]) => ({ leverage: Number(leverage), weight: (TOTAL_WEIGHT * share) / 100 }))
    .sort((a, b) => b.leverage - a.leverage);
}
