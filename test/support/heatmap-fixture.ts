/** Tags and small pictures for the browser tests. */
import '../../src/define.js';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import { DensityGrid, type DensityGridInit } from '../../src/grid/density-grid.js';
import type { PriceAxis } from '../../src/grid/price-axis.js';
import type { Candle } from '../../src/market/types.js';
import type { HeatmapData } from '../../src/sources/provider.js';

const mounted: HTMLElement[] = [];

/** Adds a tag of 640 x 400 to the page, gone at the end of the test; it loads at once. */
export function mount(properties: Partial<LiqHeatmap> = {}, style = 'width: 640px; height: 400px'): LiqHeatmap {
  const tag = document.createElement('liq-heatmap');
  tag.setAttribute('style', style);
  Object.assign(tag, { loading: 'eager', theme: 'dark', ...properties });
  document.body.append(tag);
  mounted.push(tag);
  return tag;
}

/** Removes every tag; for `afterEach`. */
export function unmountAll(): void {
  for (const tag of mounted.splice(0)) tag.remove();
  document.body.replaceChildren();
}

/** Resolves with the next event of that name; fails after five seconds, or at once on `liq-error` when that is not it. */
export function next<K extends keyof HTMLElementEventMap>(tag: HTMLElement, name: K): Promise<HTMLElementEventMap[K]> {
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    const settle = (finish: () => void) => {
      end.abort();
      clearTimeout(timer);
      finish();
    };
    const timer = setTimeout(() => settle(() => reject(new Error(`no ${name} within five seconds`))), 5000);
    tag.addEventListener(name, (event) => settle(() => resolve(event)), { signal: end.signal });
    if (name !== 'liq-error') {
      tag.addEventListener('liq-error', ({ detail }) => settle(() => reject(new Error(detail.message))), {
        signal: end.signal,
      });
    }
  });
}

/** Resolves after two frames: what was asked of the chart has been painted. */
export async function frames(count = 2): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Mounts a tag and waits until it shows its data. */
export async function mountLoaded(properties: Partial<LiqHeatmap>, style?: string): Promise<LiqHeatmap> {
  const tag = mount(properties, style);
  await next(tag, 'liq-load');
  await frames();
  return tag;
}

/** Candles a minute apart that stay near 100, without those whose index is in `gaps`. */
export function flatCandles(count: number, { interval = 60, start = 1_700_000_040, gaps = [] as number[] } = {}): Candle[] {
  return Array.from({ length: count }, (_, i) => ({
    time: start + i * interval,
    open: 100, high: 100.4, low: 99.6, close: 100 + (i % 2 ? 0.2 : -0.2),
  })).filter((_, i) => !gaps.includes(i));
}

/** A grid with nothing in it, at the candles' times unless others are given. */
export function emptyGrid(
  times: ArrayLike<number>,
  prices: PriceAxis = { scale: 'linear', origin: 90, step: 1, count: 20 },
  more: Partial<DensityGridInit> = {},
): DensityGrid {
  return new DensityGrid({ times, prices, split: Array.from(times, () => 100), ...more });
}

/** A picture of candles with the given cells, each `[column, bin, value]`, in a grid of one band. */
export function picture(candles: Candle[], grid: DensityGrid, cells: readonly (readonly [number, number, number])[]): HeatmapData {
  for (const [column, bin, value] of cells) grid.values[column * grid.binCount + bin] = value;
  return { candles, grid, sources: [{ id: 'test', state: 'ready' }] };
}

/** A rectangle of whole pixels: `right` and `bottom` lie one past the last. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The bounds of the pixels that come near to a colour, or null where there is none. */
export function boundsOfColour(canvas: HTMLCanvasElement, [red, green, blue]: readonly number[], tolerance = 12): Box | null {
  const { width, height } = canvas;
  const data = canvas.getContext('2d')!.getImageData(0, 0, width, height).data;
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const off = Math.max(Math.abs(data[at] - red), Math.abs(data[at + 1] - green), Math.abs(data[at + 2] - blue));
      if (off > tolerance) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return box.right > 0 ? box : null;
}
