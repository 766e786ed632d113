import { expect } from 'chai';
import { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import { palette } from '../../src/render/palettes.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { fingerprint } from '../support/chart-pixels.js';
import {
  boundsOfColour, emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll,
} from '../support/heatmap-fixture.js';
import { instantProvider, ManualProvider } from '../support/manual-provider.js';

const BRIGHT = [...palette('viridis').long.slice(-4, -1)];

/** The attributes that have a property, their defaults, and another value. */
const ATTRIBUTES: [attribute: string, property: string, initial: unknown, text: string, value: unknown][] = [
  ['symbol', 'symbol', '', 'SIMULATED:BTCUSDT', 'SIMULATED:BTCUSDT'],
  ['src', 'src', '', 'heat.json', 'heat.json'],
  ['candles-src', 'candlesSrc', '', 'candles.json', 'candles.json'],
  ['lookback', 'lookback', '3d', '12h', '12h'],
  ['interval', 'interval', 'auto', '5m', '5m'],
  ['leverage', 'leverage', 'all', '25 50', '25 50'],
  ['side', 'side', 'both', 'long', 'long'],
  ['threshold', 'threshold', 0, '0.25', 0.25],
  ['peak', 'peak', 1, '0.5', 0.5],
  ['intensity', 'intensity', 'log', 'sqrt', 'sqrt'],
  ['palette', 'palette', 'viridis', 'magma', 'magma'],
  ['price-scale', 'priceScale', 'linear', 'log', 'log'],
  ['renderer', 'renderer', 'auto', 'canvas2d', 'canvas2d'],
  ['theme', 'theme', 'auto', 'dark', 'dark'],
  ['static', 'static', false, '', true],
  ['without-legend', 'withoutLegend', false, '', true],
  ['proxy', 'proxy', '', 'https://example.org/?{url}', 'https://example.org/?{url}'],
  ['loading', 'loading', 'lazy', 'eager', 'eager'],
  ['locale', 'locale', '', 'de', 'de'],
  ['label', 'label', '', 'My map', 'My map'],
];

/** What a typing error looks like, for the attributes that take one of a few words or a number. */
const NONSENSE = {
  side: 'sideways', threshold: 'low', peak: 'NaN', intensity: 'cubic', palette: 'rainbow', 'price-scale': 'square',
  renderer: 'pencil', theme: 'dim', leverage: '77x', locale: 'no such language',
};

const data = (): HeatmapData => {
  const candles = flatCandles(40);
  return picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, 14, 1000], [10, 4, 200]]);
};

describe('a tag and its attributes', () => {
  afterEach(unmountAll);

  for (const [attribute, name, initial, text, value] of ATTRIBUTES) {
    it(`reads ${attribute} into ${name}, and takes the default again without it`, () => {
      const tag = document.createElement('liq-heatmap');
      expect(Reflect.get(tag, name)).to.equal(initial);
      tag.setAttribute(attribute, text);
      expect(Reflect.get(tag, name)).to.equal(value);
      tag.removeAttribute(attribute);
      expect(Reflect.get(tag, name)).to.equal(initial);
    });
  }

  it('writes no attribute of its own', async () => {
    const tag = document.createElement('liq-heatmap');
    document.body.append(tag);
    await tag.updateComplete;
    expect(tag.getAttributeNames()).to.deep.equal([]);
  });

  it('draws as with the defaults where attributes hold nonsense', async () => {
    const plain = await mountLoaded({ data: data(), theme: 'auto' });
    const odd = mount({ data: data(), theme: 'auto' });
    for (const [name, text] of Object.entries(NONSENSE)) odd.setAttribute(name, text);
    await next(odd, 'liq-load');
    await frames();
    expect(odd.activeRenderer).to.equal(plain.activeRenderer);
    expect(fingerprint(odd)).to.equal(fingerprint(plain));
  });

  it('draws as with the defaults where a framework takes properties away', async () => {
    const plain = await mountLoaded({ data: data() });
    const emptied = await mountLoaded({ data: data() });
    for (const name of ['leverage', 'side', 'threshold', 'peak', 'intensity', 'palette', 'locale', 'label']) {
      Object.assign(emptied, { [name]: undefined });
    }
    await emptied.updateComplete;
    await frames();
    expect(fingerprint(emptied)).to.equal(fingerprint(plain));
  });
});

describe('a tag in the page', () => {
  afterEach(unmountAll);

  it('takes up properties and attributes that were set before its definition', async () => {
    const tag = document.createElement('late-heatmap') as LiqHeatmap;
    tag.setAttribute('loading', 'eager');
    tag.setAttribute('style', 'width: 640px; height: 400px');
    const early = data();
    Object.assign(tag, { data: early, palette: 'magma', threshold: 0.5 });
    document.body.append(tag);
    customElements.define('late-heatmap', class extends LiqHeatmap {});
    await next(tag, 'liq-load');
    expect(tag.grid).to.equal(early.grid);
    expect(tag).to.include({ palette: 'magma', threshold: 0.5 });
    expect(boundsOfColour(tag.chart!.takeScreenshot(), [...palette('magma').long.slice(-4, -1)])).not.to.equal(null);
  });

  it('does nothing until it is in a document, whatever is asked of it', async () => {
    const tag = document.createElement('liq-heatmap');
    const provider = new ManualProvider();
    Object.assign(tag, { loading: 'eager', provider });
    await tag.refresh();
    tag.fitContent();
    await frames();
    expect(provider.loads).to.have.length(0);
    expect(tag.chart === undefined).to.equal(true);
    expect(tag.cellAt(0, 100)).to.equal(null);
    expect(tag.status).to.deep.equal({ state: 'idle', sources: [] });
  });

  it('can be refreshed in the moment it is added', async () => {
    const provider = instantProvider(data);
    const tag = mount({ provider, loading: 'lazy' });
    const loaded = next(tag, 'liq-load');
    await tag.refresh();
    expect(tag.status.state).to.equal('ready');
    await loaded;
  });

  it('keeps its chart, its data and its view when it is moved', async () => {
    const provider = instantProvider(data);
    const tag = await mountLoaded({ provider });
    const { chart } = tag;
    chart!.timeScale().setVisibleLogicalRange({ from: 5, to: 25 });
    await frames();
    const before = fingerprint(tag);
    const other = document.createElement('section');
    document.body.append(other);
    other.append(tag);
    await frames(3);
    expect(tag.chart === chart, 'the same chart').to.equal(true);
    expect(fingerprint(tag)).to.equal(before);
    expect(provider.count).to.equal(1);
  });

  it('ends its load when it is removed, without an event', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    const events: string[] = [];
    for (const name of ['liq-load', 'liq-error', 'liq-status']) tag.addEventListener(name, () => events.push(name));
    const { signal, resolve, reject } = provider.last;
    tag.remove();
    await frames(1);
    expect(signal.aborted).to.equal(true);
    resolve(data());
    reject(new Error('too late'));
    await frames(3);
    expect(events).to.deep.equal([]);
    expect(tag.chart === undefined).to.equal(true);
  });

  it('shows its picture again when it is added after a removal', async () => {
    const tag = await mountLoaded({ provider: instantProvider(data) });
    const before = fingerprint(tag);
    tag.remove();
    await frames();
    expect(tag.chart === undefined).to.equal(true);
    document.body.append(tag);
    await next(tag, 'liq-load');
    await frames();
    expect(fingerprint(tag)).to.equal(before);
  });

  it('shows its last picture while it loads again after a removal', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    provider.last.resolve(data());
    await next(tag, 'liq-load');
    await frames();
    const before = fingerprint(tag);
    tag.remove();
    await frames();
    document.body.append(tag);
    await frames(3);
    expect(tag.status.state).to.equal('loading');
    expect(fingerprint(tag)).to.equal(before);
  });

  it('renders once for each change', async () => {
    await mountLoaded({ data: data() });
    const tag = await mountLoaded({ data: data() });
    tag.data = data();
    await next(tag, 'liq-load');
    const { litIssuedWarnings } = globalThis as { litIssuedWarnings?: Set<string> };
    expect(litIssuedWarnings, 'this is the development build of Lit').to.be.an.instanceOf(Set);
    expect([...litIssuedWarnings!].filter((warning) => warning.includes('change-in-update'))).to.deep.equal([]);
  });
});

describe('a tag that is out of sight', () => {
  afterEach(() => {
    unmountAll();
    scrollTo(0, 0);
  });

  function farBelow(properties: Partial<LiqHeatmap>): LiqHeatmap {
    const space = document.createElement('div');
    space.style.height = '3000px';
    document.body.append(space);
    return mount(properties);
  }

  it('waits for the viewport when it is lazy', async () => {
    const provider = instantProvider(data);
    const tag = farBelow({ provider, loading: 'lazy' });
    await frames(5);
    expect(provider.count).to.equal(0);
    expect(tag.status.state).to.equal('idle');
    tag.scrollIntoView();
    await next(tag, 'liq-load');
    expect(provider.count).to.equal(1);
  });

  it('begins when it turns eager', async () => {
    const tag = farBelow({ provider: instantProvider(data), loading: 'lazy' });
    await frames(3);
    tag.loading = 'eager';
    await next(tag, 'liq-load');
  });

  it('loads off screen when it is eager, and has its renderer by then', async () => {
    const tag = farBelow({ provider: instantProvider(data), renderer: 'webgl' });
    await next(tag, 'liq-load');
    expect(tag.getBoundingClientRect().top).to.be.greaterThan(innerHeight);
    expect(tag.activeRenderer).to.equal('webgl');
  });

  it('takes no room while it is hidden, and loads when it is shown', async () => {
    const provider = instantProvider(data);
    const tag = mount({ provider, loading: 'lazy', hidden: true });
    await frames(5);
    expect(tag.getBoundingClientRect().height).to.equal(0);
    expect(provider.count).to.equal(0);
    tag.hidden = false;
    await next(tag, 'liq-load');
    expect(tag.getBoundingClientRect().height).to.equal(400);
  });

  it('fits its whole history when it is shown after loading with display: none', async () => {
    const shown = await mountLoaded({ data: data() });
    const tag = await mountLoaded({ data: data() }, 'display: none; width: 640px; height: 400px');
    tag.style.display = '';
    await frames(5);
    expect(boundsOfColour(tag.chart!.takeScreenshot(), BRIGHT)).not.to.equal(null);
    expect(tag.chart!.timeScale().getVisibleLogicalRange()).to.deep.equal(
      shown.chart!.timeScale().getVisibleLogicalRange(),
    );
  });
});
