import { describe, expect, it } from 'vitest';
import { hear, heard, useChromium } from '../support/page-visit.js';
import { countPixels, samplePage, servePage } from '../support/sample-page.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
];
const TRUSTED_TYPES = "require-trusted-types-for 'script'";

const visit = useChromium();

const tag = (renderer: string) => `<liq-heatmap src="x.json" renderer="${renderer}"></liq-heatmap>`;

describe('a strict content-security policy', () => {
  it('is really sent, and heard when it is broken', async () => {
    const html = samplePage('<p style="color: red">An inline style.</p>');
    const headers = { 'content-security-policy': POLICY.join('; ') };
    const { origin } = await servePage(html, { headers });
    const { page } = await visit(`${origin}/page.html`);
    await hear(page, 'securitypolicyviolation');
  });

  it.each(['canvas2d', 'webgl'])('is kept with renderer="%s", and with trusted types', async (renderer) => {
    const headers = { 'content-security-policy': [...POLICY, TRUSTED_TYPES].join('; ') };
    const { origin } = await servePage(samplePage(tag(renderer)), { headers });
    const { page, complaints } = await visit(`${origin}/page.html`);
    await hear(page, 'liq-load');
    expect(await page.$eval('liq-heatmap', ({ activeRenderer }) => activeRenderer)).toBe(renderer);
    const { candles, heat } = await countPixels(page);
    expect(candles).toBeGreaterThan(500);
    expect(heat).toBeGreaterThan(500);
    expect(await heard(page, 'securitypolicyviolation')).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('a sandboxed frame', () => {
  it.each(['canvas2d', 'webgl'])('draws with %s where only scripts are allowed', async (renderer) => {
    const html = samplePage('<iframe sandbox="allow-scripts" src="frame.html" width="900" height="600"></iframe>', '');
    const { origin } = await servePage(html, {
      files: { '/frame.html': samplePage(tag(renderer)) },
      // Such a frame is a stranger even to its own server.
      headers: { 'access-control-allow-origin': '*' },
    });
    const { page, complaints } = await visit(`${origin}/page.html`);
    const frame = page.frames().find((one) => one.url().endsWith('/frame.html'))!;
    await hear(frame, 'liq-load');
    expect(await frame.$eval('liq-heatmap', ({ activeRenderer }) => activeRenderer)).toBe(renderer);
    const { candles, heat } = await countPixels(frame);
    expect(candles).toBeGreaterThan(500);
    expect(heat).toBeGreaterThan(500);
    expect(complaints).toEqual([]);
  });
});
