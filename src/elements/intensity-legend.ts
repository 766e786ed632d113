import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { brightnessOf, type IntensityCurve } from '../grid/intensity.js';
import { type Palette, paletteColour } from '../render/palettes.js';
import { formatSize } from './numbers.js';

/** What the colour scale shows. */
export interface LegendScale {
  palette: Palette;
  curve: IntensityCurve;
  threshold: number;
  peak: number;
  /** The visible maximum. */
  maximum: number;
  unit: 'usd' | 'relative';
  locale?: string;
}

/** The colour scale from nothing to the visible maximum, linear in size, with what it leaves out left empty. */
export function intensityLegend(scale: LegendScale): TemplateResult {
  const end = formatSize(scale.maximum, scale.unit, scale.locale);
  const text = `Colour scale, estimated: dark is little, bright is most, up to ${end}`;
  return html`<div class="legend" part="legend" role="img" aria-label=${text}>
    <span aria-hidden="true">0</span>
    <canvas class="ramp" width="128" height="1" ${ref((canvas) => paintRamp(canvas, scale))}></canvas>
    <span class="maximum" aria-hidden="true">${end}</span>
  </div>`;
}

function paintRamp(canvas: Element | undefined, { palette, curve, threshold, peak }: LegendScale): void {
  if (!(canvas instanceof HTMLCanvasElement)) return;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width } = canvas;
  context.clearRect(0, 0, width, 1);
  for (let x = 0; x < width; x++) {
    const share = (x + 0.5) / width;
    if (share < threshold) continue;
    context.fillStyle = paletteColour(palette.short, brightnessOf(curve, Math.min(1, share / Math.max(peak, 1e-6))));
    context.fillRect(x, 0, 1, 1);
  }
}
