import axe from 'axe-core';
import { expect } from 'chai';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll } from '../support/heatmap-fixture.js';
import { ManualProvider } from '../support/manual-provider.js';

function data(cells: [number, number, number][] = [[20, 14, 1e6]]): HeatmapData {
  const candles = flatCandles(40);
  const { sources, ...rest } = picture(candles, emptyGrid(candles.map(({ time }) => time)), cells);
  return { ...rest, sources: sources.map((source) => ({ ...source, simulated: true })) };
}

/** A tag whose provider has not answered yet. */
async function waiting(theme: LiqHeatmap['theme']): Promise<{ tag: LiqHeatmap; provider: ManualProvider }> {
  const provider = new ManualProvider();
  const tag = mount({ provider, theme, symbol: 'BINANCE:BTCUSDT' });
  await frames();
  return { tag, provider };
}

/** How a tag comes into each of its states. */
const STATES: Record<string, (theme: LiqHeatmap['theme']) => Promise<LiqHeatmap>> = {
  ready: (theme) => mountLoaded({ data: data(), theme, symbol: 'BINANCE:BTCUSDT' }),
  static: (theme) => mountLoaded({ data: data(), theme, static: true }),
  empty: (theme) => mountLoaded({ data: data([]), theme }),
  idle: (theme) => Promise.resolve(mount({ theme })),
  loading: async (theme) => (await waiting(theme)).tag,
  'failed with nothing to show': async (theme) => {
    const { tag, provider } = await waiting(theme);
    provider.last.reject(new Error('the server is on fire'));
    await next(tag, 'liq-error');
    return tag;
  },
  'failed over a picture': async (theme) => {
    const { tag, provider } = await waiting(theme);
    provider.last.resolve(data());
    await next(tag, 'liq-load');
    void tag.refresh();
    provider.last.reject(new Error('the server is on fire'));
    await next(tag, 'liq-error');
    return tag;
  },
  'loading over a picture': async (theme) => {
    const { tag, provider } = await waiting(theme);
    provider.last.resolve(data());
    await next(tag, 'liq-load');
    void tag.refresh();
    return tag;
  },
};

describe('axe finds nothing to complain about', () => {
  afterEach(unmountAll);

  for (const theme of ['light', 'dark'] as const) {
    for (const [state, enter] of Object.entries(STATES)) {
      it(`in a tag that is ${state}, ${theme}`, async () => {
        const tag = await enter(theme);
        await tag.updateComplete;
        await frames();
        const { violations, passes } = await axe.run(tag);
        const words = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
        expect(words.join('\n')).to.equal('');
        expect(passes.map(({ id }) => id), 'the rules that were tried').to.include('color-contrast');
      });
    }
  }
});

describe('a tag for readers who do not see it', () => {
  afterEach(unmountAll);

  it('has one named chart', async () => {
    const tag = await mountLoaded({ data: data(), symbol: 'BINANCE:BTCUSDT' });
    const charts = tag.shadowRoot!.querySelectorAll('[role=application]');
    expect([...charts].map((chart) => chart.getAttribute('aria-label'))).to.deep.equal([
      'BTCUSDT: estimated liquidation heatmap',
    ]);
  });

  it('is an image when it is static', async () => {
    const tag = await mountLoaded({ data: data(), static: true });
    const chart = tag.shadowRoot!.querySelector('[part=chart]')!;
    expect([chart.getAttribute('role'), chart.getAttribute('tabindex')]).to.deep.equal(['img', null]);
  });

  it('announces loading politely, and a failure at once, each time anew', async () => {
    const { tag, provider } = await waiting('dark');
    const role = () => tag.shadowRoot!.querySelector('.cover')!.getAttribute('role');
    expect(role()).to.equal('status');
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    await tag.updateComplete;
    expect(role()).to.equal('alert');
    const alert = tag.shadowRoot!.querySelector('[role=alert]');
    void tag.refresh();
    await tag.updateComplete;
    expect(role()).to.equal('status');
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    await tag.updateComplete;
    const anew = tag.shadowRoot!.querySelector('[role=alert]');
    expect(anew !== null && anew !== alert, 'another alert').to.equal(true);
  });
});
