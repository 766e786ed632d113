/** What a tag has drawn, read from the chart's own screenshot. */
import type { UTCTimestamp } from 'lightweight-charts';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = [red: number, green: number, blue: number];

/** A short text that is the same for the same picture and different for another one. */
export function fingerprint(tag: LiqHeatmap): string {
  const canvas = tag.chart!.takeScreenshot();
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let hash = 2166136261;
  for (const byte of data) hash = Math.imul(hash ^ byte, 16777619);
  return `${canvas.width} x ${canvas.height}: ${(hash >>> 0).toString(16)}`;
}

/** The colour at a time (in seconds, of a bar) and a price. */
export function colourAt(tag: LiqHeatmap, time: number, price: number): Rgb {
  const x = tag.chart!.timeScale().timeToCoordinate(time as UTCTimestamp)!;
  return colourAtPixel(tag, x, tag.series!.priceToCoordinate(price)!);
}

/** The colour at a place of the chart in CSS pixels; negative ones count from the right and the bottom. */
export function colourAtPixel(tag: LiqHeatmap, x: number, y: number): Rgb {
  const canvas = tag.chart!.takeScreenshot();
  const at = (place: number, size: number) => (place * devicePixelRatio + size) % size;
  const { data } = canvas.getContext('2d')!.getImageData(at(x, canvas.width), at(y, canvas.height), 1, 1);
  return [data[0], data[1], data[2]];
}

/** The red, green and blue of any CSS colour. */
export function rgbOf(colour: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 1, 1);
  return [data[0], data[1], data[2]];
}

/** The largest difference between two colours in one channel. */
export function colourDistance(a: Rgb, b: Rgb): number {
  return Math.max(...a.map((channel, i) => Math.abs(channel - b[i])));
}
