import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { resolveProvider } from '../../src/sources/resolve.js';
import { useChromium } from '../support/page-visit.js';
import { samplePage, servePage } from '../support/sample-page.js';
import type { Site, StaticServer } from '../support/static-server.js';

/** What the page saw of an estimate: times in milliseconds since it was asked for. */
interface Run {
  first: { columns: number; after: number };
  whole: { columns: number; after: number };
  /** Tasks that kept the page from answering, longer than 50 ms each. */
  longTasks: number[];
}

declare global {
  interface Window {
    resolveProvider: typeof resolveProvider;
  }
}

/** A page without a tag, whose script gets hold of our providers from the address `cdn`. */
function pageWithProviders(site: Site = {}, cdn = '.'): Promise<StaticServer> {
  const loader = `import { resolveProvider } from '${cdn}/liq-heatmap.js';\nwindow.resolveProvider = resolveProvider;`;
  const html = samplePage('', '<script type="module" src="loader.js"></script>');
  return servePage(html, { ...site, files: { '/loader.js': loader } });
}

/** Estimates a history of the simulated market in the page, without drawing it. */
async function estimate(page: Page, lookback: string): Promise<Run> {
  await page.waitForFunction(() => 'resolveProvider' in window);
  return page.evaluate(
    async (query) => {
      const provider = await window.resolveProvider(query);
      const longTasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)));
      });
      observer.observe({ type: 'longtask' });
      const start = performance.now();
      const after = () => Math.round(performance.now() - start);
      const abort = new AbortController();
      const { grid } = await provider.load(query, abort.signal);
      const first = { columns: grid.columnCount, after: after() };
      const whole = await new Promise<Run['whole']>((resolve) => {
        const update = (change: { grid?: { columnCount: number } }) => {
          if (change.grid) resolve({ columns: change.grid.columnCount, after: after() });
        };
        provider.subscribe!(query, update, abort.signal);
      });
      // The observer hears of a task after its end.
      await new Promise((resolve) => setTimeout(resolve, 100));
      abort.abort();
      observer.disconnect();
      return { first, whole, longTasks };
    },
    { symbol: 'SIMULATED:BTCUSDT', interval: '15m', lookback },
  );
}

// Another program on the machine can hold up any task: a second try tells its doing from ours.
describe('a long history', { retry: 2 }, () => {
  const visit = useChromium();

  it('of a year is estimated in a worker, newest columns first, and never blocks the page', async () => {
    const { origin } = await pageWithProviders();
    const { page, complaints, requests } = await visit(`${origin}/page.html`);
    const run = await estimate(page, '1y');
    expect(requests.some((url) => /estimator-worker/.test(url))).toBe(true);
    expect(page.workers()).toHaveLength(1);
    expect(run.first.columns).toBe(501);
    expect(run.whole.columns).toBe(35_040);
    expect(run.first.after).toBeLessThan(run.whole.after);
    expect(run.longTasks).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is estimated in slices on the page where workers are refused', async () => {
    const headers = { 'content-security-policy': "worker-src 'none'" };
    const { origin } = await pageWithProviders({ headers });
    const { page } = await visit(`${origin}/page.html`);
    const run = await estimate(page, '90d');
    expect(page.workers()).toEqual([]);
    expect(run.whole.columns).toBe(8_640);
    expect(run.first.after).toBeLessThan(run.whole.after);
    expect(run.longTasks).toEqual([]);
  });

  it('is given up at once when its signal aborts', async () => {
    const { origin } = await pageWithProviders();
    const { page } = await visit(`${origin}/page.html`);
    await page.waitForFunction(() => 'resolveProvider' in window);
    const outcome = await page.evaluate(async () => {
      const query = { symbol: 'SIMULATED:BTCUSDT', interval: '15m', lookback: '1y' };
      const provider = await window.resolveProvider(query);
      const start = performance.now();
      const { grid } = await provider.load(query, new AbortController().signal);
      const again = new AbortController();
      const pending = provider.load(query, again.signal);
      // Late in the load the worker is at its run.
      setTimeout(() => again.abort(new Error('enough')), 0.6 * (performance.now() - start));
      const reason = await pending.then(
        () => 'loaded',
        (error: Error) => error.message,
      );
      return { columns: grid.columnCount, reason };
    });
    expect(outcome).toEqual({ columns: 501, reason: 'enough' });
  });

  it('is estimated by a worker from another origin', async () => {
    const cdn = await servePage('', { headers: { 'access-control-allow-origin': '*' } });
    const { origin } = await pageWithProviders({ folder: undefined }, cdn.origin);
    const { page } = await visit(`${origin}/page.html`);
    await page.waitForFunction(() => 'resolveProvider' in window);
    const columns = await page.evaluate(async () => {
      const query = { symbol: 'SIMULATED:BTCUSDT', interval: '1h', lookback: '7d' };
      const provider = await window.resolveProvider(query);
      const { grid } = await provider.load(query, new AbortController().signal);
      return grid.columnCount;
    });
    expect(columns).toBe(168);
    expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  });
});
