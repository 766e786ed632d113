import { readdirSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { useDemo } from '../support/demo-server.js';
import { hear, heard, useChromium, type Visit } from '../support/page-visit.js';

const PAGES = readdirSync(new URL('../../demo', import.meta.url)).filter((name) => name.endsWith('.html'));

const demo = useDemo();
const visit = useChromium();

/** Opens a page of the demo where there is no network. */
function open(name: string): Promise<Visit> {
  return visit(demo() + name, {
    intercept: (request) => (isLocal(request.url()) ? request.continue() : request.abort()),
  });
}

function isLocal(url: string): boolean {
  return url.startsWith(demo()) || /^(data|blob):/.test(url);
}

/** Brings each tag into view in turn and waits until all have loaded. */
async function loadAll(page: Page): Promise<number> {
  const tags = await page.$$('liq-heatmap');
  for (const [i, tag] of tags.entries()) {
    await tag.scrollIntoView();
    await hear(page, 'liq-load', i + 1);
  }
  return tags.length;
}

describe('the demo', () => {
  it.each(PAGES)('opens %s without a complaint or the network, with all its charts, on a phone too', async (name) => {
    const { page, complaints, requests } = await open(name);
    expect(await page.title()).toContain('liq-heatmap');
    const tags = await loadAll(page);
    expect(await heard(page, 'liq-load')).toHaveLength(tags);
    expect(await heard(page, 'liq-error')).toEqual([]);
    expect(requests.filter((url) => !isLocal(url))).toEqual([]);
    await page.setViewport({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(complaints).toEqual([]);
  }, 90_000);

  it('links every page from the first', async () => {
    const { page } = await open('index.html');
    await page.waitForSelector('demo-header nav');
    const linked = await page.$$eval('demo-header nav a', (links) => links.map((link) => link.getAttribute('href')));
    expect(linked.sort()).toEqual(PAGES.map((other) => `./${other}`).sort());
  });

  it('moves the last candle within five seconds', async () => {
    const { page } = await open('index.html');
    await hear(page, 'liq-load');
    const lastClose = () => page.evaluate(() => document.querySelector('liq-heatmap')!.series!.data().at(-1));
    const before = await lastClose();
    await expect.poll(lastClose, { timeout: 5000 }).not.toEqual(before);
    expect(await heard(page, 'liq-update')).not.toEqual([]);
  });

  it('gives the chart what its controls say, and shows the tag that does so', async () => {
    const { page, complaints } = await open('index.html');
    await hear(page, 'liq-load');
    await page.select('[name=symbol]', 'SIMULATED:ETHUSDT');
    await hear(page, 'liq-load', 2);
    await page.select('[name=palette]', 'inferno');
    await page.select('[name=leverage]', '50 100');
    await page.select('[name=renderer]', 'webgl');
    await expect.poll(() => page.$eval('liq-heatmap', (tag) => tag.activeRenderer)).toBe('webgl');
    expect(await page.$eval('#tag-source', (code) => code.textContent)).toBe(
      '<liq-heatmap\n  symbol="SIMULATED:ETHUSDT"\n  palette="inferno"\n  leverage="50 100"\n  renderer="webgl"\n></liq-heatmap>',
    );
    await page.click('[type=reset]');
    await hear(page, 'liq-load', 3);
    const { symbol, palette } = await page.$eval('liq-heatmap', (tag) => ({ symbol: tag.symbol, palette: tag.palette }));
    expect({ symbol, palette }).toEqual({ symbol: 'SIMULATED:BTCUSDT', palette: 'viridis' });
    expect(complaints).toEqual([]);
  });

  it('shows a mistake in the JSON and takes the text again when it is mended', async () => {
    const { page } = await open('data-url.html');
    await hear(page, 'liq-load');
    const write = (text: string) =>
      page.$eval('textarea', (area, value) => {
        area.value = value;
        area.dispatchEvent(new Event('input'));
      }, text);
    const text = await page.$eval('textarea', (area) => area.value);
    await write(text.replace('"count":128', '"count":"many"'));
    await hear(page, 'liq-error');
    const [error] = await heard(page, 'liq-error');
    expect(error.detail).toMatchObject({ message: expect.stringContaining('prices.count') as string });
    await write(text);
    await hear(page, 'liq-load', 2);
  });

  it("lays the heat on the page's own chart and takes it away", async () => {
    const { page, complaints } = await open('overlay.html');
    await expect.poll(() => orangePixels(page), { timeout: 20_000 }).toBeGreaterThan(500);
    await page.click('#toggle');
    await expect.poll(() => orangePixels(page)).toBe(0);
    await page.click('#toggle');
    await expect.poll(() => orangePixels(page)).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  });
});

/** How much of the overlay's chart has a colour that inferno has, and the chart does not. */
function orangePixels(page: Page): Promise<number> {
  return page.$$eval('#chart canvas', (canvases) => {
    let count = 0;
    for (const canvas of canvases.filter(({ width, height }) => width > 0 && height > 0)) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 1] < 180 && data[i + 2] < 100) count++;
    }
    return count;
  });
}
