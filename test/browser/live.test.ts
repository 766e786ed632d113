import { expect } from 'chai';
import type { UTCTimestamp } from 'lightweight-charts';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import type { HeatmapUpdate } from '../../src/sources/provider.js';
import { colourAt, colourDistance, fingerprint, rgbOf } from '../support/chart-pixels.js';
import { emptyGrid, flatCandles, frames, mount, next, picture, unmountAll } from '../support/heatmap-fixture.js';
import { ManualProvider } from '../support/manual-provider.js';

const COLUMNS = 40;
/** The viridis palette’s brightest colour. */
const BRIGHT = rgbOf('#fde725');

/** A tag with one bright cell that takes live updates by hand. */
async function live(state: 'ready' | 'live' = 'live'): Promise<{ tag: LiqHeatmap; provider: ManualProvider; last: number }> {
  const provider = new ManualProvider();
  const tag = mount({ provider });
  await tag.updateComplete;
  const candles = flatCandles(COLUMNS);
  const data = picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, 4, 1000]]);
  provider.last.resolve({ ...data, sources: [{ id: 'feed', state }] });
  await next(tag, 'liq-load');
  await frames();
  return { tag, provider, last: candles[COLUMNS - 1].time };
}

/** A column of one cell. */
function column(time: number, bin: number, value: number): NonNullable<HeatmapUpdate['column']> {
  const values = new Float32Array(20);
  values[bin] = value;
  return { time, values, split: 100 };
}

const candle = (time: number, close: number) => ({ time, open: 100, high: Math.max(101, close), low: 99, close });
const showsError = (tag: LiqHeatmap): boolean => tag.shadowRoot!.querySelector('[part~=error]') !== null;

describe('a live picture', () => {
  afterEach(unmountAll);

  it('replaces the last column and candle by those of the same time', async () => {
    const { tag, provider, last } = await live();
    provider.send({ column: column(last, 14, 1000), candle: candle(last, 100.5) });
    await frames();
    expect(tag.grid!.columnCount).to.equal(COLUMNS);
    expect(tag.cellAt(last, 104.5)).to.include({ value: 1000, relative: 1 });
    expect(tag.series!.data().at(-1)).to.include({ time: last, close: 100.5 });
    expect(colourDistance(colourAt(tag, last, 104.5), BRIGHT)).to.be.lessThan(4);
  });

  it('appends those of a later time, leaving empty places for bars in between', async () => {
    const { tag, provider, last } = await live();
    const later = last + 180;
    provider.send({ column: column(later, 14, 1000), candle: candle(later, 102) });
    await frames();
    expect(tag.grid!.columnCount).to.equal(COLUMNS + 1);
    expect(tag.chart!.timeScale().timeToIndex(later as UTCTimestamp)).to.equal(COLUMNS + 2);
    expect(tag.series!.data().at(-1)).to.include({ time: later, close: 102 });
    tag.fitContent();
    await frames();
    expect(colourDistance(colourAt(tag, later, 104.5), BRIGHT)).to.be.lessThan(4);
  });

  it('fires liq-update when the change can be read from the tag', async () => {
    const { tag, provider, last } = await live();
    const seen: unknown[] = [];
    tag.addEventListener('liq-update', ({ detail }) => {
      const { candles } = tag.exportData();
      seen.push(detail, candles.at(-1)![4], tag.cellAt(last, 104.5)!.distance);
    });
    provider.send({ candle: candle(last, 104.5) });
    expect(seen).to.deep.equal([{ time: last, price: 104.5 }, 104.5, 0]);
    seen.length = 0;
    provider.send({ column: column(last + 60, 14, 10) });
    expect(seen[0]).to.deep.equal({ time: last + 60, price: null });
  });

  it('follows the state of its sources, and says so', async () => {
    const { tag, provider, last } = await live('ready');
    expect(tag.matches(':state(ready)')).to.equal(true);
    const steps: [state: 'live' | 'stale' | 'reconnecting', expected: string][] = [
      ['live', 'live'], ['stale', 'stale'], ['live', 'live'], ['reconnecting', 'stale'],
    ];
    for (const [state, expected] of steps) {
      const status = next(tag, 'liq-status');
      provider.send({ source: { id: 'feed', state, since: last } });
      expect((await status).detail).to.deep.equal({ sources: [{ id: 'feed', state, since: last }] });
      await tag.updateComplete;
      expect(tag.status).to.deep.equal({ state: expected, sources: [{ id: 'feed', state, since: last }] });
      expect(tag.matches(`:state(${expected})`), expected).to.equal(true);
    }
  });

  it('keeps the status of other sources when one of them changes', async () => {
    const { tag, provider } = await live();
    provider.send({ source: { id: 'second', state: 'live' } });
    provider.send({ source: { id: 'feed', state: 'failed', detail: 'closed' } });
    expect(tag.status.sources.map(({ id, state }) => `${id} ${state}`).sort()).to.deep.equal(['feed failed', 'second live']);
  });

  it('hears nothing more after a removal, after a reload, and after the reload failed', async () => {
    const { tag, provider, last } = await live();
    let updates = 0;
    tag.addEventListener('liq-update', () => updates++);
    void tag.refresh();
    expect(provider.isLive).to.equal(false);
    provider.send({ candle: candle(last, 101) });
    provider.last.reject(new Error('no connection'));
    await next(tag, 'liq-error');
    provider.send({ candle: candle(last, 102) });
    expect(updates).to.equal(0);

    void tag.refresh();
    provider.last.resolve(picture(flatCandles(COLUMNS), emptyGrid([last]), []));
    await next(tag, 'liq-load');
    expect(provider.isLive).to.equal(true);
    tag.remove();
    await frames(1);
    expect(provider.isLive).to.equal(false);
    provider.send({ candle: candle(last, 103) });
    expect(updates).to.equal(0);
  });

  for (const [problem, update, words] of [
    ['a column of another length', { column: { time: 1_800_000_000, values: new Float32Array(3) } }, 'values.length'],
    ['a column of the past', { column: column(1_700_000_100, 3, 1) }, 'time'],
    ['a negative density', { column: column(1_800_000_000, 3, -1) }, 'values[3]'],
    ['a candle without a close', { candle: { time: 1_800_000_000, open: 1, high: 1, low: 1 } }, 'candle.close'],
    ['a candle that is no number', { candle: candle(1_800_000_000, NaN) }, 'candle'],
    ['nothing at all', null, ''],
  ] as const) {
    it(`is ended by nonsense with one liq-error, and the picture stays: ${problem}`, async () => {
      const { tag, provider, last } = await live();
      const before = fingerprint(tag);
      let errors = 0;
      tag.addEventListener('liq-error', () => errors++);
      const failed = next(tag, 'liq-error');
      provider.send(update as unknown as HeatmapUpdate);
      expect((await failed).detail.message).to.contain(words);
      expect(provider.isLive).to.equal(false);
      provider.send({ candle: candle(last, 120) });
      await frames();
      expect(errors).to.equal(1);
      expect(fingerprint(tag)).to.equal(before);
      expect(tag.matches(':state(error)')).to.equal(true);
      expect(showsError(tag)).to.equal(true);
    });
  }

  it('goes on after a retry', async () => {
    const { tag, provider, last } = await live();
    const failed = next(tag, 'liq-error');
    provider.send({ column: column(last, 3, NaN) });
    await failed;
    void tag.refresh();
    const candles = flatCandles(COLUMNS);
    provider.last.resolve(picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, 4, 1000]]));
    await next(tag, 'liq-load');
    const updated = next(tag, 'liq-update');
    provider.send({ candle: candle(last + 60, 101) });
    expect((await updated).detail).to.deep.equal({ time: last + 60, price: 101 });
    expect(showsError(tag)).to.equal(false);
  });
});
