import { expect } from 'chai';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { SourceError } from '../../src/sources/source-error.js';
import { fingerprint } from '../support/chart-pixels.js';
import { emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll } from '../support/heatmap-fixture.js';
import { instantProvider, ManualProvider } from '../support/manual-provider.js';

const STATES = ['loading', 'ready', 'live', 'stale', 'error'];

/** A picture of 40 candles with one bright cell. */
function pictureWith(bin: number, columns = 40): HeatmapData {
  const candles = flatCandles(columns);
  return picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, bin, 1000]]);
}

/** Counts the events of a tag from now on. */
function countEvents(tag: LiqHeatmap): Record<'liq-load' | 'liq-error' | 'liq-status', number> {
  const counts = { 'liq-load': 0, 'liq-error': 0, 'liq-status': 0 };
  for (const name of ['liq-load', 'liq-error', 'liq-status'] as const) tag.addEventListener(name, () => counts[name]++);
  return counts;
}

const statesOf = (tag: LiqHeatmap): string[] => STATES.filter((state) => tag.matches(`:state(${state})`));
const shows = (tag: LiqHeatmap, selector: string): boolean => tag.shadowRoot!.querySelector(selector) !== null;
/** What the tag says of a failure; null when it says nothing. */
const errorText = (tag: LiqHeatmap): string | null => tag.shadowRoot!.querySelector('[part~=error]')?.textContent ?? null;
const retryButton = (tag: LiqHeatmap): HTMLButtonElement => tag.shadowRoot!.querySelector('[part~=error] button')!;

/** A tag whose first picture is there, and the provider behind it. */
async function loadedByHand(): Promise<{ tag: LiqHeatmap; provider: ManualProvider }> {
  const provider = new ManualProvider();
  const tag = mount({ provider });
  await tag.updateComplete;
  provider.last.resolve(pictureWith(14));
  await next(tag, 'liq-load');
  await frames();
  return { tag, provider };
}

describe('where a tag takes its data', () => {
  afterEach(unmountAll);

  const json = (columns: number) =>
    `data:application/json,${encodeURIComponent(
      JSON.stringify({
        format: 'liq-heatmap/1',
        prices: { scale: 'linear', origin: 90, step: 1, count: 20 },
        times: Array.from({ length: columns }, (_, i) => 1_700_000_040 + i * 60),
      }),
    )}`;

  it('prefers data to provider, provider to src, and src to symbol', async () => {
    const given = pictureWith(14, 10);
    const provider = instantProvider(() => pictureWith(14, 20));
    const tag = await mountLoaded({ data: given, provider, src: json(30), symbol: 'SIMULATED:BTCUSDT' });
    expect(tag.grid).to.equal(given.grid);
    tag.data = null;
    expect((await next(tag, 'liq-load')).detail.columns).to.equal(20);
    tag.provider = null;
    expect((await next(tag, 'liq-load')).detail.columns).to.equal(30);
    tag.src = '';
    const { detail } = await next(tag, 'liq-load');
    expect(detail.sources[0]).to.include({ id: 'SIMULATED:BTCUSDT', simulated: true });
    expect(provider.count).to.equal(1);
  });

  it('asks a provider with the words of its attributes', async () => {
    const provider = new ManualProvider();
    const tag = mount({
      provider, symbol: 'ACME:X', src: 'a.json', candlesSrc: 'b.json', lookback: '7d', interval: '1h',
      proxy: 'https://example.org/',
    });
    await tag.updateComplete;
    expect(provider.last.query).to.include({
      symbol: 'ACME:X', src: 'a.json', candlesSrc: 'b.json', lookback: '7d', interval: '1h',
      proxy: 'https://example.org/',
    });
  });

  it('loads once for several changes at a time, and again for each later one', async () => {
    const { tag, provider } = await loadedByHand();
    Object.assign(tag, { symbol: 'ACME:X', interval: '1h', lookback: '7d' });
    await tag.updateComplete;
    expect(provider.loads).to.have.length(2);
    tag.lookback = '30d';
    await tag.updateComplete;
    expect(provider.loads).to.have.length(3);
  });

  it('stays idle, with what the page put into it, while nothing is asked for', async () => {
    const tag = mount();
    tag.textContent = 'A heatmap comes here.';
    await frames(3);
    expect(tag.status).to.deep.equal({ state: 'idle', sources: [] });
    expect(statesOf(tag)).to.deep.equal([]);
    expect(tag.shadowRoot!.querySelector<HTMLSlotElement>('slot:not([name])')!.assignedNodes()).to.have.length(1);
    expect(errorText(tag)).to.equal(null);
  });

  it('is idle again when what it was loading is no longer asked for', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    tag.provider = null;
    await tag.updateComplete;
    expect(provider.last.signal.aborted).to.equal(true);
    expect(tag.status.state).to.equal('idle');
    expect(statesOf(tag)).to.deep.equal([]);
  });
});

describe('a load that succeeds', () => {
  afterEach(unmountAll);

  it('fires liq-load once, with what was loaded, when the picture can be seen', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    const counts = countEvents(tag);
    await frames(1);
    expect([tag.status.state, statesOf(tag)]).to.deep.equal(['loading', ['loading']]);
    provider.last.resolve(pictureWith(14));
    let seen: unknown;
    tag.addEventListener('liq-load', () => (seen = [shows(tag, '.cover'), tag.status.state, statesOf(tag)]));
    const event = await next(tag, 'liq-load');
    expect(seen, 'whether the chart is covered, and the states').to.deep.equal([false, 'ready', ['ready']]);
    expect(event).to.include({ bubbles: true, composed: true });
    expect(event.detail).to.deep.equal({
      columns: 40, bins: 20, candles: 40, sources: [{ id: 'test', state: 'ready' }],
    });
    await frames(3);
    expect(counts).to.deep.equal({ 'liq-load': 1, 'liq-error': 0, 'liq-status': 1 });
  });

  it('loads the same again on refresh, keeping the view', async () => {
    const { tag, provider } = await loadedByHand();
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 10, to: 20 });
    await frames();
    const before = fingerprint(tag);
    const done = tag.refresh();
    expect(tag.status.state).to.equal('loading');
    provider.last.resolve(pictureWith(14));
    await done;
    await frames();
    expect(provider.loads).to.have.length(2);
    expect(fingerprint(tag)).to.equal(before);
  });

  it('shows the whole history of other data', async () => {
    const { tag } = await loadedByHand();
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 10, to: 20 });
    tag.data = pictureWith(14, 60);
    await next(tag, 'liq-load');
    expect(tag.chart!.timeScale().getVisibleLogicalRange()).to.deep.equal({ from: 0, to: 61 });
  });

  it('overtakes an earlier one, which is ended and not heard any more', async () => {
    const { tag, provider } = await loadedByHand();
    const counts = countEvents(tag);
    void tag.refresh();
    const slow = provider.last;
    void tag.refresh();
    expect(slow.signal.aborted).to.equal(true);
    const newest = pictureWith(3);
    provider.last.resolve(newest);
    await next(tag, 'liq-load');
    slow.resolve(pictureWith(17));
    await frames(3);
    expect(tag.grid).to.equal(newest.grid);
    expect(counts).to.include({ 'liq-load': 1, 'liq-error': 0 });
  });

  it('is not harmed by the failure of an overtaken one', async () => {
    const { tag, provider } = await loadedByHand();
    const counts = countEvents(tag);
    void tag.refresh();
    const slow = provider.last;
    void tag.refresh();
    slow.reject(new Error('too late'));
    await frames();
    expect(tag.status.state).to.equal('loading');
    provider.last.resolve(pictureWith(3));
    await next(tag, 'liq-load');
    expect(counts['liq-error']).to.equal(0);
  });
});

describe('a load that fails', () => {
  afterEach(unmountAll);

  it('fires one liq-error that says what, who and whether to try again', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    const counts = countEvents(tag);
    const error = new SourceError('timeout', 'acme', 'sent nothing for 20 s');
    provider.last.reject(error);
    const event = await next(tag, 'liq-error');
    expect(event.detail).to.deep.equal({
      code: 'timeout', message: error.message, source: 'acme', recoverable: true,
    });
    expect(event).to.include({ bubbles: true, composed: true });
    await frames(3);
    expect([tag.status.state, statesOf(tag)]).to.deep.equal(['error', ['error']]);
    expect(errorText(tag)).to.contain(error.message);
    expect(counts).to.include({ 'liq-load': 0, 'liq-error': 1 });
  });

  it('tells of errors that are no SourceError, or no error at all', async () => {
    const { tag, provider } = await loadedByHand();
    for (const [thrown, message] of [[new TypeError('oops'), 'oops'], ['out of paper', 'out of paper']] as const) {
      void tag.refresh();
      provider.last.reject(thrown);
      const { detail } = await next(tag, 'liq-error');
      expect(detail).to.deep.equal({ code: 'provider', message, source: 'provider', recoverable: false });
    }
  });

  it('shows the words of an error as text, never as markup', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    provider.last.reject(new Error('<img src=x onerror="window.hurt = true">'));
    await next(tag, 'liq-error');
    await tag.updateComplete;
    expect(shows(tag, 'img')).to.equal(false);
    expect(errorText(tag)).to.contain('<img src=x');
  });

  for (const [problem, data, path] of [
    ['no data', undefined, 'data'],
    ['data without a grid', { candles: [], sources: [] }, 'grid'],
    ['a candle without a close', { ...pictureWith(3), candles: [{ time: 1, open: 1, high: 1, low: 1 }] }, 'candles[0].close'],
    ['a negative density', pictureWithValue(-1), 'grid.values[0]'],
  ] as const) {
    it(`names the place that is wrong in a provider’s answer: ${problem}`, async () => {
      const provider = new ManualProvider();
      const tag = mount({ provider });
      await tag.updateComplete;
      provider.last.resolve(data as unknown as HeatmapData);
      const { detail } = await next(tag, 'liq-error');
      expect(detail).to.include({ code: 'invalid-data', source: 'provider' });
      expect(detail.message).to.contain(path);
      expect(tag.grid).to.equal(undefined);
    });
  }

  it('leaves the last good picture, and says so over it until a retry works', async () => {
    const { tag, provider } = await loadedByHand();
    const before = fingerprint(tag);
    void tag.refresh();
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    await frames();
    expect(fingerprint(tag)).to.equal(before);
    expect(tag.cellAt(tag.grid!.times[20], 104.5)).to.include({ value: 1000 });
    expect(errorText(tag)).to.contain('no connection');

    retryButton(tag).click();
    const better = pictureWith(3);
    await frames(1);
    provider.last.resolve(better);
    await next(tag, 'liq-load');
    expect(errorText(tag)).to.equal(null);
    expect(tag.grid).to.equal(better.grid);
    expect(statesOf(tag)).to.deep.equal(['ready']);
  });

  it('shows that it is loading while it tries again with nothing to show', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    await tag.updateComplete;
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    await tag.updateComplete;
    retryButton(tag).click();
    await frames(1);
    expect(provider.loads).to.have.length(2);
    expect(statesOf(tag)).to.deep.equal(['loading']);
    expect(errorText(tag)).to.equal(null);
    expect(shows(tag, '[role=status][aria-label=Loading]')).to.equal(true);
  });

  it('fires one liq-error for each failed load, also from data', async () => {
    const tag = mount({ data: pictureWithValue(NaN) });
    const counts = countEvents(tag);
    expect((await next(tag, 'liq-error')).detail).to.include({ code: 'invalid-data', source: 'data' });
    tag.data = pictureWithValue(Infinity);
    await next(tag, 'liq-error');
    await frames(3);
    expect(counts).to.include({ 'liq-load': 0, 'liq-error': 2 });
  });

  it('says what it cannot do yet, and what symbol it does not understand', async () => {
    const tag = mount({ symbol: 'BINANCE:BTCUSDT' });
    expect((await next(tag, 'liq-error')).detail).to.include({ code: 'unsupported', recoverable: false });
    tag.symbol = 'MOON:BTC';
    expect((await next(tag, 'liq-error')).detail.message).to.contain('MOON');
  });
});

function pictureWithValue(value: number): HeatmapData {
  return picture(flatCandles(3), emptyGrid([1_700_000_040, 1_700_000_100]), [[0, 0, value]]);
}
