/** The curve from density to brightness. */
export type IntensityCurve = 'log' | 'sqrt' | 'linear';

/** How density becomes brightness. `threshold` and `peak` are linear fractions (0…1) of `maximum`, before the curve. */
export interface IntensityScale {
  readonly curve: IntensityCurve;
  /** Values below this share of the maximum are hidden. */
  readonly threshold: number;
  /** Values from this share of the maximum on are brightest. May lie below `threshold`. */
  readonly peak: number;
  /** The density that counts as 1, in the grid's unit. */
  readonly maximum: number;
}

/**
 * How strongly the log curve lifts faint values: its slope at zero is 3.6 times that of the linear curve. Enough that
 * levels of a tenth of the maximum stand out from nothing, not so much that everything is bright.
 */
export const LOG_STRENGTH = 8;

/** The brightness of the faintest cell still shown: one step of a palette of 256 colours. */
export const FAINTEST = 1 / 255;

/** The brightness of a density: 0 when there is none or it is hidden, else {@link FAINTEST} to 1. */
export function brightness({ curve, threshold, peak, maximum }: IntensityScale, value: number): number {
  if (!(maximum > 0 && value > 0) || value < threshold * maximum) return 0;
  const brightest = peak * maximum;
  return value >= brightest ? 1 : Math.max(FAINTEST, brightnessOf(curve, value / brightest));
}

/** The brightness (0…1) of a fraction (0…1) of the density that is brightest. */
export function brightnessOf(curve: IntensityCurve, fraction: number): number {
  switch (curve) {
    case 'log':
      return Math.log1p(LOG_STRENGTH * fraction) / Math.log1p(LOG_STRENGTH);
    case 'sqrt':
      return Math.sqrt(fraction);
    case 'linear':
      return fraction;
  }
}

/** The fraction (0…1) whose brightness is `brightness`: the inverse of {@link brightnessOf}. */
export function fractionOf(curve: IntensityCurve, brightness: number): number {
  switch (curve) {
    case 'log':
      return Math.expm1(brightness * Math.log1p(LOG_STRENGTH)) / LOG_STRENGTH;
    case 'sqrt':
      return brightness * brightness;
    case 'linear':
      return brightness;
  }
}
