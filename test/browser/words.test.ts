import { expect } from 'chai';
import type { BarPrice } from 'lightweight-charts';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { emulate, screenshot } from '../support/browser-commands.js';
import { emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll } from '../support/heatmap-fixture.js';
import { ManualProvider } from '../support/manual-provider.js';

/** A column of 12.4 million in the first half of the history, one of 250 thousand in the second. */
function data(): HeatmapData {
  const candles = flatCandles(40);
  return picture(candles, emptyGrid(candles.map(({ time }) => time)), [[5, 14, 12.4e6], [30, 4, 250e3]]);
}

const empty = (): HeatmapData => picture(flatCandles(40), emptyGrid([1_700_000_040, 1_700_000_100]), []);

/** The text a reader sees in what `selector` finds, without runs of white space. */
function textOf(tag: LiqHeatmap, selector: string): string | null {
  return tag.shadowRoot!.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? null;
}

const named = (tag: LiqHeatmap, selector: string): string | null =>
  tag.shadowRoot!.querySelector(selector)?.getAttribute('aria-label') ?? null;

/** Takes a picture of the tag for people to look at. */
async function keep(tag: LiqHeatmap, name: string): Promise<void> {
  const { x, y, width, height } = tag.getBoundingClientRect();
  await screenshot(name, { x, y, width, height });
}

describe('the words around the chart', () => {
  afterEach(unmountAll);

  it('name the market, and say that sizes are estimated', async () => {
    const tag = await mountLoaded({ data: data(), symbol: 'BINANCE:BTCUSDT' });
    expect(textOf(tag, '.name')).to.equal('BTCUSDT');
    expect(textOf(tag, '.head')).to.contain('estimated');
    expect(named(tag, '[part=chart]')).to.match(/^BTCUSDT.*estimated liquidation heatmap/);
    await keep(tag, 'element-dark');
  });

  it('are the label’s where one is given', async () => {
    const tag = await mountLoaded({ data: data(), symbol: 'BINANCE:BTCUSDT', label: 'Bitcoin & <b>co.</b>' });
    expect(textOf(tag, '.name')).to.equal('Bitcoin & <b>co.</b>');
    expect(named(tag, '[part=chart]')).to.contain('Bitcoin & <b>co.</b>');
    tag.label = '';
    await tag.updateComplete;
    expect(textOf(tag, '.name')).to.equal('BTCUSDT');
  });

  it('name the leverage bands that were asked for and are not there', async () => {
    const tag = await mountLoaded({ data: data(), leverage: 'all' });
    expect(textOf(tag, '.head')).not.to.contain('no leverage band');
    tag.leverage = 'all, 33';
    await tag.updateComplete;
    expect(textOf(tag, '.head')).to.contain('no leverage band 33');
  });

  it('tell the visible maximum in the legend, and follow it through the history', async () => {
    const tag = await mountLoaded({ data: data() });
    expect(textOf(tag, '[part=legend]')).to.equal('0 $12.4M');
    expect(named(tag, '[part=legend]')).to.contain('$12.4M');
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 20, to: 40 });
    await frames(3);
    expect(textOf(tag, '[part=legend]')).to.equal('0 $250K');
    tag.fitContent();
    await frames(3);
    expect(textOf(tag, '[part=legend]')).to.equal('0 $12.4M');
  });

  it('write numbers in the tag’s language', async () => {
    const tag = await mountLoaded({ data: data(), locale: 'de' });
    expect(textOf(tag, '[part=legend]')).to.match(/12,4\sMio/);
    const { priceFormatter } = tag.chart!.options().localization;
    expect(priceFormatter!(1234.5 as BarPrice)).to.match(/^1\.234,50?$/);
    tag.locale = 'en';
    await tag.updateComplete;
    expect(textOf(tag, '[part=legend]')).to.equal('0 $12.4M');
  });

  it('do without the legend when asked', async () => {
    const tag = await mountLoaded({ data: data(), withoutLegend: true });
    expect(textOf(tag, '[part=legend]')).to.equal(null);
    tag.withoutLegend = false;
    await tag.updateComplete;
    expect(textOf(tag, '[part=legend]')).to.equal('0 $12.4M');
  });

  it('call a simulated market simulated, and no other', async () => {
    const tag = await mountLoaded({ symbol: 'SIMULATED:BTCUSDT', lookback: '12h' });
    expect(textOf(tag, '.head [part=status]')).to.equal('simulated');
    await keep(tag, 'element-simulated');
    expect(textOf(await mountLoaded({ data: data() }), '.head [part=status]')).to.equal(null);
  });

  it('say so when there is no density, and show the candles', async () => {
    const tag = await mountLoaded({ data: empty() });
    expect(textOf(tag, '.hint')).to.contain('No density');
    expect(tag.series!.data()).to.have.length(40);
    await keep(tag, 'element-empty');
    tag.data = data();
    await next(tag, 'liq-load');
    expect(textOf(tag, '.hint')).to.equal(null);
  });

  it('wait behind a quiet skeleton of the same size until there is a picture', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await frames();
    const before = tag.getBoundingClientRect().toJSON() as object;
    expect(named(tag, '.cover')).to.equal('Loading');
    await keep(tag, 'element-loading');
    provider.last.resolve(data());
    await next(tag, 'liq-load');
    await frames();
    expect(textOf(tag, '.cover')).to.equal(null);
    expect(tag.getBoundingClientRect().toJSON()).to.deep.equal(before);
  });

  it('show progress over the picture while it is loaded again', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await frames();
    provider.last.resolve(data());
    await next(tag, 'liq-load');
    expect(textOf(tag, '.progress')).to.equal(null);
    void tag.refresh();
    await tag.updateComplete;
    expect(named(tag, '.progress')).to.equal('Loading');
    expect(textOf(tag, '.cover')).to.equal(null);
  });

  it('tell an error in the page’s own words where it has some', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    const words = document.createElement('em');
    words.slot = 'error';
    words.textContent = 'Come back later.';
    tag.append(words);
    await frames();
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    await frames();
    expect(words.getBoundingClientRect().height).to.be.greaterThan(0);
    await keep(tag, 'element-error');
  });

  it('credit the makers of the chart library', async () => {
    const tag = await mountLoaded({ data: data() });
    const link = tag.shadowRoot!.querySelector<HTMLAnchorElement>('[part=attribution]')!;
    expect(link.href).to.equal('https://www.tradingview.com/lightweight-charts/');
    const { left, top, width, height } = link.getBoundingClientRect();
    expect(tag.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2) === link, 'can be clicked').to.equal(true);
  });
});

describe('the tag’s size', () => {
  before(() => emulate({ width: 800, height: 600 }));
  afterEach(unmountAll);

  for (const width of [360, 240]) {
    it(`stays within a container of ${width} px`, async () => {
      const container = document.createElement('div');
      container.style.cssText = `width: ${width}px; overflow: auto`;
      document.body.append(container);
      const label = 'A label that is much too long for the little room which a phone has for it';
      const tag = mount({ data: data(), label }, '');
      container.append(tag);
      await next(tag, 'liq-load');
      await frames();
      expect(tag.getBoundingClientRect().width).to.equal(width);
      expect(container.scrollWidth).to.equal(width);
      for (const part of tag.shadowRoot!.querySelectorAll('[part]')) {
        const { left, right } = part.getBoundingClientRect();
        expect(right - container.getBoundingClientRect().left, part.className).to.be.at.most(width);
        expect(left, part.className).to.be.at.least(container.getBoundingClientRect().left);
      }
      await keep(tag, `element-${width}`);
    });
  }

  for (const display of ['grid', 'flex', 'block']) {
    it(`fills its place in a ${display} layout, whatever its height`, async () => {
      const container = document.createElement('div');
      container.style.cssText = `width: 300px; display: ${display}`;
      document.body.append(container);
      const tag = mount({ data: data() }, 'height: 320px');
      container.append(tag);
      await next(tag, 'liq-load');
      expect(tag.getBoundingClientRect()).to.include({ width: 300, height: 320 });
      container.remove();
    });
  }

  it('is 16 to 9 unless the page says otherwise', async () => {
    const tag = await mountLoaded({ data: data() }, 'width: 720px');
    expect(tag.getBoundingClientRect()).to.include({ width: 720, height: 405 });
    tag.style.height = '350px';
    await frames(3);
    expect(tag.getBoundingClientRect().height).to.equal(350);
    const stage = tag.shadowRoot!.querySelector('.stage')!.getBoundingClientRect();
    const chart = tag.chart!.chartElement().getBoundingClientRect();
    expect(chart.height).to.be.closeTo(stage.height, 1);
  });
});
