import { expect } from 'chai';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import { palette } from '../../src/render/palettes.js';
import type { RendererMode } from '../../src/render/renderer-switch.js';
import type { HeatmapData, HeatmapProvider } from '../../src/sources/provider.js';
import { collectGarbage } from '../support/browser-commands.js';
import { watchResources } from '../support/held-resources.js';
import {
  boundsOfColour, emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll,
} from '../support/heatmap-fixture.js';
import { replaceMethod } from '../support/replace-method.js';

const BRIGHT = [...palette('viridis').long.slice(-4, -1)];

function data(): HeatmapData {
  const candles = flatCandles(40);
  return picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, 14, 1000]]);
}

/** Every WebGL 2 context that the page was given. */
const contexts = new Set<WebGL2RenderingContext>();

// Before any tag: the page's one context may come with the first.
const restoreGetContext = replaceMethod(HTMLCanvasElement.prototype, 'getContext', (original) => {
  return function (this: HTMLCanvasElement, ...words: Parameters<typeof original>) {
    const context = original.apply(this, words);
    if (context instanceof WebGL2RenderingContext) contexts.add(context);
    return context;
  } as typeof original;
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('many tags on a page', () => {
  after(restoreGetContext);
  afterEach(unmountAll);

  for (const renderer of ['canvas2d', 'auto', 'webgl'] as RendererMode[]) {
    it(`are all painted, with one WebGL context at the most: thirty with ${renderer}`, async () => {
      contexts.clear();
      const tags = Array.from({ length: 30 }, () => mount({ data: data(), renderer }));
      await Promise.all(tags.map((tag) => next(tag, 'liq-load')));
      await frames(3);
      expect(contexts.size).to.be.at.most(renderer === 'canvas2d' ? 0 : 1);
      tags.forEach((tag, i) => {
        const box = boundsOfColour(tag.chart!.takeScreenshot(), BRIGHT);
        expect(box, `tag ${i}`).not.to.equal(null);
        if (renderer !== 'auto') expect(tag.activeRenderer).to.equal(renderer);
      });
      expect([...contexts].some((context) => context.isContextLost())).to.equal(false);
    }).timeout(30_000);
  }
});

describe('a tag that is gone', () => {
  afterEach(unmountAll);

  /** Its updates come from a timer, which it ends when it is told to. */
  const ticking: HeatmapProvider = {
    load: () => Promise.resolve(data()),
    subscribe(_query, _update, signal) {
      const timer = setInterval(() => undefined, 50);
      signal.addEventListener('abort', () => clearInterval(timer));
    },
  };

  it('has left nothing behind: sixty comings and goings', async () => {
    await mountLoaded({ data: data(), renderer: 'canvas2d' });
    unmountAll();
    await wait(400);
    const resources = watchResources();
    try {
      const before = resources.held();
      const gone: LiqHeatmap[] = [];
      for (let i = 0; i < 60; i++) {
        const [loading, wanted] = [(['eager', 'lazy'] as const)[i % 2], i % 3];
        const tag = mount({ loading, renderer: 'canvas2d', provider: ticking });
        // Some go before their first update, some while they load, some with their picture on screen.
        if (wanted === 1) await frames(1);
        if (wanted === 2) await next(tag, 'liq-load');
        if (i === 2) {
          const { listeners, observers, intervals } = resources.held();
          expect([listeners > 3, observers > 1, intervals], 'a living tag is seen').to.deep.equal([true, true, 1]);
        }
        tag.remove();
        gone.push(tag);
      }
      await wait(400);
      expect(resources.held()).to.deep.equal(before);
      expect(document.querySelectorAll('canvas').length).to.equal(0);
      expect(gone.every((tag) => tag.chart === undefined)).to.equal(true);
      expect(gone.every((tag) => !tag.shadowRoot?.querySelector('[part=chart]')?.hasChildNodes())).to.equal(true);
    } finally {
      resources.end();
    }
  }).timeout(30_000);

  for (const renderer of ['canvas2d', 'webgl'] as RendererMode[]) {
    it(`is forgotten, with its chart and its data: ten with ${renderer}`, async () => {
      const kept = await comeAndGo(renderer);
      for (let tries = 0; tries < 5 && kept().length > 0; tries++) {
        await frames(2);
        await collectGarbage();
      }
      expect(kept().join()).to.equal('');
    }).timeout(30_000);
  }

  /** Shows ten tags and removes them; returns how to ask which of their parts are still in memory. */
  async function comeAndGo(renderer: RendererMode): Promise<() => string[]> {
    const parts: [string, WeakRef<object>][] = [];
    for (let i = 0; i < 10; i++) {
      const tag = await mountLoaded({ data: data(), renderer });
      parts.push([`tag ${i}`, new WeakRef(tag)]);
      parts.push([`chart ${i}`, new WeakRef(tag.chart!)]);
      parts.push([`grid ${i}`, new WeakRef(tag.grid!)]);
      tag.remove();
    }
    unmountAll();
    return () => parts.filter(([, part]) => part.deref()).map(([name]) => name);
  }
});
