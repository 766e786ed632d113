import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'puppeteer-core';
import { onTestFinished } from 'vitest';
import type { LiqHeatmapJson } from '../../src/sources/formats/liq-json.js';
import { type Site, startStaticServer, type StaticServer } from './static-server.js';

/** The CDN build. */
export const CDN = fileURLToPath(new URL('../../dist/cdn', import.meta.url));

const COLUMNS = 48;
const BINS = 40;
const START = 1_767_571_200;
const HOUR = 3600;

/** A payload with one level that stands out, at the prices 105 to 105.5, and fainter ones around it. */
export function sampleJson(): LiqHeatmapJson {
  const hours = Array.from({ length: COLUMNS }, (_, hour) => hour);
  return {
    format: 'liq-heatmap/1',
    unit: 'usd',
    prices: { scale: 'linear', origin: 90, step: 0.5, count: BINS },
    bands: ['all'],
    times: hours.map((hour) => START + hour * HOUR),
    candles: hours.map((hour) => {
      const [open, close] = hour % 2 ? [101, 99] : [99, 101];
      return [START + hour * HOUR, open, 102, 98, close];
    }),
    cells: hours.flatMap((hour) => [[hour, 6, 1000 + hour], [hour, 12, 2000 + hour], [hour, 30, 5e6]]),
  };
}

/** What `cellAt` must say of the first column's brightest cell. */
export const BRIGHTEST = { time: START, price: 105.2, cell: { value: 5e6, priceLow: 105, priceHigh: 105.5 } };

// Candles in two colours that no palette has, so that they can be counted.
const CSS = `
  body { margin: 0; }
  liq-heatmap { width: 800px; height: 500px; --liq-up-color: #0000ff; --liq-down-color: #ff00ff; }
`;

/** A page that has its script and styles in files of their own, as strict policies ask for. */
export function samplePage(tag: string, head = '<script type="module" src="liq-heatmap.js"></script>'): string {
  return `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>A page</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="page.css">
        ${head}
      </head>
      <body>${tag}</body>
    </html>`;
}

/** Starts a server of anything; it ends with the test. */
export async function serve(site: Site): Promise<StaticServer> {
  const server = await startStaticServer(site);
  onTestFinished(() => server.close());
  return server;
}

/** Serves `/page.html` with its style, its data `/x.json`, other files and, unless told otherwise, the CDN build. */
export function servePage(html: string, { files, ...site }: Site = {}): Promise<StaticServer> {
  const data = JSON.stringify(sampleJson());
  return serve({
    folder: CDN,
    files: { '/page.html': html, '/page.css': CSS, '/x.json': data, ...files },
    ...site,
  });
}

/** How many pixels of the first tag's screenshot are candles, and how many the brightest heat of viridis. */
export function countPixels(frame: Page | Frame): Promise<{ candles: number; heat: number }> {
  return frame.evaluate(() => {
    const canvas = document.querySelector('liq-heatmap')!.chart!.takeScreenshot();
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const counts = { candles: 0, heat: 0 };
    for (let i = 0; i < data.length; i += 4) {
      const [red, green, blue] = data.subarray(i, i + 3);
      if (green === 0 && blue === 255 && (red === 0 || red === 255)) counts.candles++;
      if (Math.abs(red - 253) < 4 && Math.abs(green - 231) < 4 && Math.abs(blue - 37) < 4) counts.heat++;
    }
    return counts;
  });
}
