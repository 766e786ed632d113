import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hear, heard, useChromium, type Visit } from '../support/page-visit.js';
import { BRIGHTEST, CDN, countPixels, samplePage, serve, servePage } from '../support/sample-page.js';
import type { StaticServer } from '../support/static-server.js';

const TAG = '<liq-heatmap src="x.json"></liq-heatmap>';

const visit = useChromium();

async function open({ origin }: StaticServer): Promise<Visit> {
  const opened = await visit(`${origin}/page.html`);
  await hear(opened.page, 'liq-load');
  return opened;
}

describe('one script and one tag', () => {
  it('show candles and heat', async () => {
    const { page, complaints } = await open(await servePage(samplePage(TAG)));
    const { candles, heat } = await countPixels(page);
    expect(candles).toBeGreaterThan(500);
    expect(heat).toBeGreaterThan(500);
    expect(await heard(page, 'liq-error')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("answer with the payload's own numbers", async () => {
    const { page } = await open(await servePage(samplePage(TAG)));
    const { time, price, cell } = BRIGHTEST;
    const answer = await page.$eval('liq-heatmap', (tag, ...at) => tag.cellAt(...at), time, price);
    expect(answer).toMatchObject({ ...cell, unit: 'usd', side: 'short', relative: 1 });
  });

  it('ask for the page, its style, the script and the data, and nothing else', async () => {
    const server = await servePage(samplePage('<liq-heatmap src="x.json" renderer="canvas2d"></liq-heatmap>'));
    const { requests } = await open(server);
    const paths = ['/page.html', '/page.css', '/liq-heatmap.js', '/x.json'];
    expect(requests).toEqual(paths.map((path) => server.origin + path));
  });

  it('take the script and its WebGL part from another origin', async () => {
    const cdn = await serve({ folder: CDN, headers: { 'access-control-allow-origin': '*' } });
    const html = samplePage(
      '<liq-heatmap src="x.json" renderer="webgl"></liq-heatmap>',
      `<script type="module" src="${cdn.origin}/liq-heatmap.js"></script>`,
    );
    const { page, complaints } = await open(await servePage(html, { folder: undefined }));
    expect(await page.$eval('liq-heatmap', ({ activeRenderer }) => activeRenderer)).toBe('webgl');
    expect((await countPixels(page)).heat).toBeGreaterThan(500);
    expect(cdn.requests).toContainEqual(expect.stringMatching(/^\/open-webgl/));
    expect(complaints).toEqual([]);
  });
});

describe('the script', () => {
  it('may come after the page is complete', async () => {
    const late = `
      <script>
        addEventListener('load', () => setTimeout(() => import('./liq-heatmap.js'), 200));
      </script>`;
    const { page, complaints } = await open(await servePage(samplePage(TAG, late)));
    expect((await countPixels(page)).candles).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  });

  it('may come twice, and once more from another address', async () => {
    const thrice = `
      <script type="module" src="liq-heatmap.js"></script>
      <script type="module" src="liq-heatmap.js"></script>
      <script type="module" src="copy/liq-heatmap.js"></script>`;
    const copy = await readFile(join(CDN, 'liq-heatmap.js'), 'utf8');
    const server = await servePage(samplePage(TAG, thrice), { files: { '/copy/liq-heatmap.js': copy } });
    const { page, complaints } = await open(server);
    expect(server.requests).toContain('/copy/liq-heatmap.js');
    expect(await heard(page, 'liq-load')).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('takes over what was set on the tag before it came', async () => {
    const early = `
      <script type="module">
        Object.assign(document.querySelector('liq-heatmap'), { src: 'x.json', palette: 'inferno', threshold: 0.5 });
        setTimeout(() => import('./liq-heatmap.js'), 100);
      </script>`;
    const { page, complaints } = await open(await servePage(samplePage('<liq-heatmap></liq-heatmap>', early)));
    const set = await page.$eval('liq-heatmap', ({ src, palette, threshold }) => ({ src, palette, threshold }));
    expect(set).toEqual({ src: 'x.json', palette: 'inferno', threshold: 0.5 });
    const { candles, heat } = await countPixels(page);
    expect(candles).toBeGreaterThan(500);
    // The heat is inferno's, so none of it is viridis's.
    expect(heat).toBe(0);
    expect(complaints).toEqual([]);
  });
});
