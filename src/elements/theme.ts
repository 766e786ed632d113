import type { ChartTheme } from '../chart/candle-chart.js';

/** The colours the canvas needs: the chart's, and what is painted behind the heat. */
export interface Theme extends ChartTheme {
  heatBackground: string;
  /** 0…1 */
  heatOpacity: number;
}

const COLOURS = {
  background: '--_background',
  text: '--_text',
  grid: '--_grid',
  border: '--_border',
  crosshair: '--_crosshair',
  crosshairLabel: '--_crosshair-label',
  up: '--_up',
  down: '--_down',
  wickUp: '--_wick-up',
  wickDown: '--_wick-down',
  priceLine: '--_price-line',
  heatBackground: '--_heat-background',
} as const;

/**
 * Reads the tag's CSS properties, which a canvas does not see by itself.
 *
 * @param probe an element inside the tag's shadow root that nobody sees; its colour is changed for the reading.
 * @param faintest the palette's first colour, from which the colour behind the heat is made.
 */
export function readTheme(probe: HTMLElement, faintest: string): Theme {
  probe.style.setProperty('--_faintest', faintest);
  const style = getComputedStyle(probe);
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (property: string) => {
    probe.style.color = `var(${property})`;
    return toRgba(style.color, pixel);
  };
  const entries = Object.entries(COLOURS).map(([name, property]) => [name, colour(property)] as const);
  probe.style.color = '';
  const opacity = Number.parseFloat(style.getPropertyValue('--_heat-opacity'));
  return {
    ...(Object.fromEntries(entries) as Record<keyof typeof COLOURS, string>),
    heatOpacity: Number.isFinite(opacity) ? Math.min(1, Math.max(0, opacity)) : 1,
    fontFamily: style.fontFamily,
  };
}

/** Any CSS colour as `rgba()`: the chart library knows neither `oklch()` nor `color()`. */
function toRgba(colour: string, pixel: CanvasRenderingContext2D | null): string {
  if (!pixel) return colour;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}
