import type { HeatStyle } from '../chart/heatmap-primitive.js';
import { bandMaskOf, type DensityFilter } from '../grid/density-filter.js';
import { ALL_BANDS } from '../grid/density-grid.js';
import type { IntensityCurve } from '../grid/intensity.js';
import { palette, PALETTES, type PaletteName } from '../render/palettes.js';
import { clampShare, oneOf } from './options.js';
import type { Theme } from './theme.js';

/** The attributes that say how density is shown, as they come: any of them may be wrong. */
export interface LookAttributes {
  palette: PaletteName;
  intensity: IntensityCurve;
  threshold: number;
  peak: number;
}

/** Turns attributes into what the chart draws by; a wrong one counts as its default. */
export function heatStyle(look: LookAttributes, filter: DensityFilter, theme: Theme | undefined): HeatStyle {
  return {
    palette: palette(oneOf(PALETTES, look.palette)),
    curve: oneOf(['log', 'sqrt', 'linear'], look.intensity),
    threshold: clampShare(look.threshold, 0),
    peak: clampShare(look.peak, 1),
    filter,
    opacity: theme?.heatOpacity ?? 1,
    background: theme?.heatBackground ?? '',
  };
}

/** The band ids that `leverage` names. */
function bandIds(leverage: string | null | undefined): string[] {
  return leverage?.split(/[\s,]+/).filter(Boolean) ?? [];
}

/** The ids in `leverage` that name no band of the grid; they are ignored, and the reader is told. */
export function unknownBands(leverage: string | null | undefined, bands: readonly string[] | undefined): string[] {
  return bands ? bandMaskOf(bands, bandIds(leverage)).unknown : [];
}

/** The part of the density that `leverage` and `side` ask for, in a grid with these bands. */
export function densityFilter(
  { leverage, side }: { leverage: string | null | undefined; side: DensityFilter['side'] },
  bands: readonly string[] | undefined,
): DensityFilter {
  return {
    bandMask: bands ? bandMaskOf(bands, bandIds(leverage)).mask : ALL_BANDS,
    side: oneOf(['both', 'long', 'short'], side),
  };
}
