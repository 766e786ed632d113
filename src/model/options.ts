import type { MarginTier } from '../market/margin-tiers.js';
import type { ContractKind } from './liquidation-price.js';
import { PRESET_NAMES, PRESETS } from './leverage-tier.js';
import type { LeverageTier, PresetName } from './leverage-tier.js';

/** What the estimate assumes. Every field has a default; the numbers' are those that fit real liquidations. */
export interface EstimatorOptions {
  /** Which leverages positions have; `default` when left out. */
  preset?: PresetName;
  /** Which leverages positions have, instead of a preset: 1 or more, weights together at most 1. */
  tiers?: readonly LeverageTier[];
  /** How the contract pays; `linear` when left out. */
  contract?: ContractKind;
  /**
   * The maintenance-margin rate, or a venue's table of which the first tier counts; 0.005 when left out, with which
   * the presets' weights were found.
   */
  maintenance?: number | readonly MarginTier[];
  /** Width of the model's own price bins, in log price; 0.001 when left out. */
  binWidth?: number;
  /** How far beyond the bar's extremes levels count as touched, as a fraction of the price; 0.0005 when left out. */
  buffer?: number;
  /**
   * How uncertain a level is: its standard deviation as a share of the distance from the entry, in log price, never
   * below one bin; 0.2 when left out.
   */
  smear?: number;
  /** Share of the levels whose positions are closed at will, by the day; 0.02 when left out. */
  exitRate?: number;
  /** What `exitRate` is multiplied by on the side that the bar moves against; 1 when left out. */
  exitSkew?: number;
  /** Positions opened for each unit by which open interest rises, liquidations made good; 1 when left out. */
  openInterestGain?: number;
  /** Positions opened in a day of usual volume, as a share of the open interest; 0.3 when left out. */
  turnover?: number;
  /**
   * How much more of what the takers' majority opens gets a level, 0…1; 0 when left out: both sides alike. Needs
   * `takerBuyVolume`.
   */
  tilt?: number;
  /** The share of liquidations that venues report; 1 when left out: `consumed` is what will be reported. */
  reportingShare?: number;
  /**
   * What pays for a fall of open interest: `reservoir` (when left out) the positions without a level, until there are
   * none left; `proportional` those too, but the levels by the same share.
   */
  closeMode?: 'reservoir' | 'proportional';
  /**
   * Open interest in the bars before the first that tells it. Left out it is 1, which makes all amounts of those bars
   * relative; to warm up on candles alone, pass the first open interest known.
   */
  openInterest?: number;
}

/** {@link EstimatorOptions} with every default in place; `preset` only where the tiers are one's. */
export type ResolvedOptions = Required<Omit<EstimatorOptions, 'preset' | 'openInterest'>> &
  Pick<EstimatorOptions, 'preset' | 'openInterest'>;

/** Numbers between which an option must lie, both inclusive. */
const RANGES = {
  binWidth: [1e-4, 0.1],
  buffer: [0, 0.5],
  smear: [0, 1],
  exitRate: [0, Number.MAX_VALUE],
  exitSkew: [0, Number.MAX_VALUE],
  openInterestGain: [0, Number.MAX_VALUE],
  turnover: [0, Number.MAX_VALUE],
  tilt: [0, 1],
  reportingShare: [0, 1],
  openInterest: [Number.MIN_VALUE, Number.MAX_VALUE],
} as const satisfies Partial<Record<keyof EstimatorOptions, readonly [number, number]>>;

/** Weights may add up to a little more than 1, by rounding. */
const ROUNDING = 1e-9;

/**
 * The options with their defaults.
 *
 * @throws RangeError naming the option that is wrong. Whether `maintenance` fits the leverages shows later.
 */
export function resolveOptions(options: EstimatorOptions = {}): ResolvedOptions {
  const { tiers, preset = tiers ? undefined : 'default' } = options;
  if (preset !== undefined) checkWord('preset', preset, PRESET_NAMES);
  const resolved: ResolvedOptions = {
    preset: tiers ? undefined : preset,
    tiers: [...(tiers ?? PRESETS[preset!])],
    contract: options.contract ?? 'linear',
    maintenance: options.maintenance ?? 0.005,
    binWidth: options.binWidth ?? 0.001,
    buffer: options.buffer ?? 0.0005,
    smear: options.smear ?? 0.2,
    exitRate: options.exitRate ?? 0.02,
    exitSkew: options.exitSkew ?? 1,
    openInterestGain: options.openInterestGain ?? 1,
    turnover: options.turnover ?? 0.3,
    tilt: options.tilt ?? 0,
    reportingShare: options.reportingShare ?? 1,
    closeMode: options.closeMode ?? 'reservoir',
    openInterest: options.openInterest,
  };
  checkWord('contract', resolved.contract, ['linear', 'inverse']);
  checkWord('closeMode', resolved.closeMode, ['reservoir', 'proportional']);
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = resolved[name as keyof typeof RANGES];
    if (value !== undefined) checkNumber(name, value, least, most);
  }
  checkLeverages(resolved.tiers);
  return resolved;
}

/** Options that resolve to the same ones, as plain data. */
export function storedOptions({ preset, tiers, ...others }: ResolvedOptions): EstimatorOptions {
  return preset ? { preset, ...others } : { tiers, ...others };
}

/** Options as they were before they became JSON text, which has no `Infinity` for a table's last tier. */
export function restoredOptions(options: EstimatorOptions): EstimatorOptions {
  const { maintenance } = options;
  if (typeof maintenance !== 'object') return options;
  return { ...options, maintenance: maintenance.map((tier) => ({ ...tier, cap: tier.cap ?? Infinity })) };
}

function checkLeverages(tiers: readonly LeverageTier[]): void {
  if (tiers.length === 0) throw new RangeError('tiers: expected at least one');
  let total = 0;
  tiers.forEach(({ leverage, weight }, i) => {
    if (!(leverage > 1)) throw new RangeError(`tiers[${i}].leverage: expected more than 1, got ${leverage}`);
    checkNumber(`tiers[${i}].weight`, weight, 0, 1);
    total += weight;
  });
  if (total > 1 + ROUNDING) throw new RangeError(`tiers: expected weights of at most 1 together, got ${total}`);
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isFinite(value) && value >= least && value <= most) return;
  const lower = least === Number.MIN_VALUE ? 'above 0' : `≥ ${least}`;
  const range = most === Number.MAX_VALUE ? lower : `from ${least} to ${most}`;
  throw new RangeError(`${name}: expected a finite number ${range}, got ${value}`);
}

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value)) throw new RangeError(`${name}: expected one of ${words.join(', ')}, got "${value}"`);
}
