import { expect } from 'chai';
import { palette } from '../../src/render/palettes.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { boundsOfColour, emptyGrid, flatCandles, frames, mount, mountLoaded, next, picture, unmountAll } from '../support/heatmap-fixture.js';
import { ManualProvider } from '../support/manual-provider.js';

const BRIGHT = [...palette('viridis').long.slice(-4, -1)];
const START = 1_700_000_040;

/** Forty columns in two leverage bands. */
function twoBands(): HeatmapData {
  const candles = flatCandles(40);
  const grid = emptyGrid(candles.map(({ time }) => time), undefined, { bands: ['25x', '100x'] });
  const put = (column: number, bin: number, band: number, value: number) => {
    grid.values[(column * 20 + bin) * 2 + band] = value;
  };
  put(20, 14, 0, 300);
  put(20, 14, 1, 700);
  put(21, 14, 1, 500);
  put(5, 4, 0, 250);
  return { ...picture(candles, grid, []), liquidations: [{ time: START, side: 'long', price: 99, usd: 1000, venue: 'TEST' }] };
}

async function canvasOf(blob: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  return canvas;
}

describe('what a script can read from a tag', () => {
  afterEach(unmountAll);

  it('is the data’s own grid, the chart and the series of its candles', async () => {
    const data = twoBands();
    const tag = await mountLoaded({ data });
    expect(tag.grid).to.equal(data.grid);
    expect(tag.series!.data()).to.have.length(40);
    expect(tag.series!.seriesType()).to.equal('Candlestick');
    expect(tag.chart!.panes()[0].getSeries().map((series) => series === tag.series)).to.deep.equal([true]);
    expect(tag.activeRenderer).to.equal('canvas2d');
    expect(tag.status).to.deep.equal({ state: 'ready', sources: [{ id: 'test', state: 'ready' }] });
  });

  it('cannot change the tag’s own status', async () => {
    const tag = await mountLoaded({ data: twoBands() });
    tag.status.sources.length = 0;
    expect(tag.status.sources).to.have.length(1);
  });

  it('has the cell of a time and a price, measured by what is visible', async () => {
    const tag = await mountLoaded({ data: twoBands() });
    const cell = tag.cellAt(START + 20 * 60 + 59, 104.2)!;
    expect(cell).to.deep.include({
      time: START + 20 * 60, priceLow: 104, priceHigh: 105, value: 1000, unit: 'usd', relative: 1, side: 'short',
      leverage: { '25x': 300, '100x': 700 }, since: START + 20 * 60,
    });
    expect(cell.distance).to.be.closeTo(104.5 / 100.2 - 1, 1e-9);
    expect(tag.cellAt(START + 21 * 60, 104.2)).to.include({ value: 500, relative: 0.5, since: START + 20 * 60 });
    expect(tag.cellAt(START - 1, 104.2)).to.equal(null);
    expect(tag.cellAt(START, 89.9)).to.equal(null);

    tag.chart!.timeScale().setVisibleLogicalRange({ from: 0, to: 10 });
    await frames();
    expect(tag.cellAt(START + 5 * 60, 94.5)).to.include({ value: 250, relative: 1, side: 'long' });
    expect(tag.cellAt(START + 20 * 60, 104.2)!.relative).to.equal(1);
  });

  it('counts only the bands and the side that are shown, from the first picture on', async () => {
    const tag = await mountLoaded({ data: twoBands(), leverage: '100x', side: 'short' });
    expect(tag.cellAt(START + 20 * 60, 104.2)).to.deep.include({ value: 700, leverage: { '100x': 700 } });
    expect(tag.cellAt(START + 5 * 60, 94.5)!.value).to.equal(0);
    // The scale ends where what is drawn ends.
    expect(tag.cellAt(START + 21 * 60, 104.2)!.relative).to.be.closeTo(500 / 700, 1e-6);
    tag.leverage = '25x, unknown';
    tag.side = 'long';
    await tag.updateComplete;
    await frames();
    expect(tag.cellAt(START + 20 * 60, 104.2)!.value).to.equal(0);
    expect(tag.cellAt(START + 5 * 60, 94.5)).to.deep.include({ value: 250, relative: 1, leverage: { '25x': 250 } });
  });

  it('exports what it shows, and shows what it exported', async () => {
    const data = twoBands();
    const json = (await mountLoaded({ data, symbol: 'ACME:X' })).exportData();
    expect(json).to.deep.include({ format: 'liq-heatmap/1', symbol: 'ACME:X', liquidations: data.liquidations });
    const src = URL.createObjectURL(new Blob([JSON.stringify(json)]));
    const tag = await mountLoaded({ src, symbol: 'ACME:X' });
    URL.revokeObjectURL(src);
    expect(tag.grid!.values).to.deep.equal(data.grid.values);
    expect(tag.exportData()).to.deep.equal(json);
  });

  it('is no data and no picture before there is any', async () => {
    const provider = new ManualProvider();
    const tag = mount({ provider });
    expect(() => tag.exportData()).to.throw('no data has been loaded');
    const failure = await tag.toBlob().catch((error: unknown) => error);
    expect(failure).to.be.an.instanceOf(Error);
  });

  for (const renderer of ['canvas2d', 'webgl'] as const) {
    it(`has the chart with its heat as a picture file, drawn with ${renderer}`, async () => {
      const tag = await mountLoaded({ data: twoBands(), renderer });
      const blob = await tag.toBlob();
      expect(blob.type).to.equal('image/png');
      const canvas = await canvasOf(blob);
      const chart = tag.chart!.chartElement().getBoundingClientRect();
      expect([canvas.width, canvas.height]).to.deep.equal([chart.width, chart.height]);
      const heat = boundsOfColour(canvas, BRIGHT)!;
      expect(heat.right - heat.left).to.be.greaterThan(5);
      expect((await tag.toBlob({ type: 'image/webp' })).type).to.equal('image/webp');
    });
  }

  it('resolves updateComplete when a setting has been taken in', async () => {
    const tag = await mountLoaded({ data: twoBands() });
    tag.label = 'Mine';
    await tag.updateComplete;
    expect(tag.shadowRoot!.querySelector('.name')!.textContent).to.equal('Mine');
  });

  it('follows the reader through the history with liq-range-change', async () => {
    const tag = await mountLoaded({ data: twoBands() });
    const moved = next(tag, 'liq-range-change');
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 10, to: 20 });
    const { detail } = await moved;
    // A bar's number stands for its middle.
    expect(detail).to.deep.equal({
      from: START + 10.5 * 60, to: START + 20.5 * 60, logical: { from: 10, to: 20 },
    });
  });
});
