import { expect } from 'chai';
import { mount, mountLoaded, next, unmountAll } from '../support/heatmap-fixture.js';

/** The address of a file in `fixtures/`, on the test server. */
const fixture = (name: string): string => `${location.origin}/test/browser/fixtures/${name}`;

/** The first candle of every fixture with candles. */
const START = 1_722_676_500;

describe('a tag with a src', () => {
  afterEach(unmountAll);

  it('shows a file of the project’s own format', async () => {
    const tag = mount({ src: fixture('liq-heatmap.json') });
    const { detail } = await next(tag, 'liq-load');
    expect(detail).to.deep.equal({
      columns: 12, bins: 25, candles: 12, sources: [{ id: 'liq-heatmap.json', state: 'ready' }],
    });
    expect(tag.grid!.bands).to.deep.equal(['25x', '100x']);
    const { leverage, ...cell } = tag.cellAt(START + 600, 60_541)!;
    expect(cell).to.include({ value: 2_000_000.75, unit: 'usd', side: 'long', since: START + 600 });
    expect(leverage).to.deep.equal({ '25x': 1_500_000.5, '100x': 500_000.25 });
  });

  for (const version of ['v4', 'v3']) {
    it(`shows a CoinGlass answer of ${version} with its own numbers`, async () => {
      const tag = await mountLoaded({ src: fixture(`coinglass-${version}.json`) });
      const first = tag.cellAt(START + 900, 61_200)!;
      expect(first).to.include({ priceLow: 61_150, priceHigh: 61_250, relative: 1, side: 'long' });
      expect(first.value).to.equal(Math.fround(2_288_867.26));
      const short = tag.cellAt(START + 2100, 61_800)!;
      expect(short).to.include({ value: Math.fround(318_624.82), side: 'short' });
      expect(tag.cellAt(START, 61_200)!.value).to.equal(0);
      expect(tag.series!.data()[0]).to.include({ time: START, open: 61_500, high: 61_620, low: 61_380, close: 61_540 });
    });
  }

  it('takes the candles, and the sides they decide, from candles-src', async () => {
    const tag = await mountLoaded({ src: fixture('no-candles.json') });
    expect(tag.cellAt(START + 2100, 61_775)).to.include({ value: 1, side: null, distance: null });
    expect(tag.series!.data()).to.have.length(0);
    tag.candlesSrc = fixture('candles.json');
    const { detail } = await next(tag, 'liq-load');
    expect(detail.candles).to.equal(12);
    expect(detail.sources.map(({ id }) => id)).to.deep.equal(['no-candles.json', 'candles.json']);
    expect(tag.cellAt(START + 2100, 61_775)).to.include({ value: 1, unit: 'relative', side: 'short' });
  });

  it('reads relative, data: and blob: addresses', async () => {
    const text = await (await fetch(fixture('liq-heatmap.json'))).text();
    const blob = URL.createObjectURL(new Blob([text]));
    const here = new URL(fixture('liq-heatmap.json')).pathname;
    for (const src of [here, blob, `data:application/json,${encodeURIComponent(text)}`]) {
      const tag = await mountLoaded({ src });
      expect(tag.grid!.columnCount, src.slice(0, 5)).to.equal(12);
    }
    URL.revokeObjectURL(blob);
  });

  it('goes through the proxy it is given, and names the server behind it', async () => {
    const proxy = `${fixture('liq-heatmap.json')}?target={url}`;
    const tag = await mountLoaded({ src: 'https://data.example.org/heat?key=secret', proxy });
    expect(tag.status.sources).to.deep.equal([{ id: 'data.example.org', state: 'ready' }]);
  });

  for (const [problem, src, detail, words] of [
    ['a missing file', 'nowhere.json', { code: 'http', recoverable: false }, 'HTTP 404'],
    ['the vendor’s own error', 'vendor-error.json', { code: 'vendor', recoverable: false }, 'API key missing.'],
    ['a file of no known format', '../src.test.ts', { code: 'not-json', recoverable: false }, ''],
    ['an address nobody can read', 'ftp://example.org/heat.json', { code: 'bad-url', recoverable: false }, 'ftp:'],
  ] as const) {
    it(`says what is wrong, once, without the query string: ${problem}`, async () => {
      const address = src.includes(':') ? src : fixture(src);
      const tag = mount({ src: `${address}?key=secret` });
      let errors = 0;
      tag.addEventListener('liq-error', () => errors++);
      const event = await next(tag, 'liq-error');
      expect(event.detail).to.include(detail);
      expect(event.detail.message).to.contain(words);
      expect(JSON.stringify(event.detail)).not.to.contain('secret');
      await tag.updateComplete;
      expect(errors).to.equal(1);
      expect(tag.status.state).to.equal('error');
    });
  }
});
