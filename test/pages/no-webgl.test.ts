import { describe, expect, it } from 'vitest';
import { hear, heard, useChromium } from '../support/page-visit.js';
import { countPixels, samplePage, servePage } from '../support/sample-page.js';

const WITHOUT = [
  ['no GPU and no software in its place', ['--disable-gpu', '--disable-software-rasterizer']],
  ['3D switched off', ['--disable-3d-apis']],
] as const;

describe.each(WITHOUT)('a browser with %s', (_, args) => {
  const visit = useChromium([...args]);

  it.each(['auto', 'webgl'])('draws on a plain canvas and says why, with renderer="%s"', async (renderer) => {
    const { origin } = await servePage(samplePage(`<liq-heatmap src="x.json" renderer="${renderer}"></liq-heatmap>`));
    const { page, complaints } = await visit(`${origin}/page.html`);
    await hear(page, 'liq-load');
    await hear(page, 'liq-renderer-change');
    const [change, ...more] = await heard(page, 'liq-renderer-change');
    expect(change.detail).toMatchObject({ from: null, to: 'canvas2d', reason: expect.stringContaining('WebGL') as string });
    expect(more).toEqual([]);
    const { candles, heat } = await countPixels(page);
    expect(candles).toBeGreaterThan(500);
    expect(heat).toBeGreaterThan(500);
    expect(await heard(page, 'liq-error')).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
