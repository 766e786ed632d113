import { expect } from 'chai';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import { brightnessOf, type IntensityCurve } from '../../src/grid/intensity.js';
import { palette, paletteColour, type PaletteName, PALETTES } from '../../src/render/palettes.js';
import type { HeatmapData } from '../../src/sources/provider.js';
import { emulateMedia } from '../support/browser-commands.js';
import { colourAt, colourAtPixel, colourDistance, fingerprint, type Rgb, rgbOf } from '../support/chart-pixels.js';
import { emptyGrid, flatCandles, frames, mountLoaded, picture, unmountAll } from '../support/heatmap-fixture.js';
import { instantProvider } from '../support/manual-provider.js';

const START = 1_700_000_040;
const timeOf = (column: number): number => START + column * 60;

/** Three cells of known shares of the maximum, away from the candles. */
const CELLS = [
  { column: 20, bin: 14, share: 1 },
  { column: 10, bin: 4, share: 0.5 },
  { column: 30, bin: 4, share: 0.25 },
];
/** Where there is no density. */
const NOWHERE = { column: 15, bin: 14 };

function data(): HeatmapData {
  const candles = flatCandles(40);
  const grid = emptyGrid(candles.map(({ time }) => time));
  return picture(candles, grid, CELLS.map(({ column, bin, share }) => [column, bin, share * 1e6] as const));
}

const heatAt = (tag: LiqHeatmap, { column, bin }: { column: number; bin: number }): Rgb =>
  colourAt(tag, timeOf(column), 90.5 + bin);

function expectColour(actual: Rgb, expected: Rgb, what: string): void {
  expect(colourDistance(actual, expected), `${what}: ${actual.join()} instead of ${expected.join()}`).to.be.lessThan(4);
}

/** The corner between the axes, where nothing but the background is painted. */
const background = (tag: LiqHeatmap): Rgb => colourAtPixel(tag, -3, -3);

const LIGHT = '#ffffff';
const DARK = '#0e1116';
/** Behind the heat lies a shade darker than the palette's first colour. */
const behindHeat = (name: PaletteName) =>
  rgbOf(`color-mix(in srgb, ${paletteColour(palette(name).short, 0)} 42%, #06040a)`);

describe('the heat’s look', () => {
  afterEach(unmountAll);

  for (const name of PALETTES.filter((one) => one !== 'diverging')) {
    it(`takes its colours from the palette ${name}`, async () => {
      const tag = await mountLoaded({ data: data(), palette: name });
      for (const cell of CELLS) {
        const colour = paletteColour(palette(name).long, brightnessOf('log', cell.share));
        expectColour(heatAt(tag, cell), rgbOf(colour), `${cell.share} of the maximum`);
      }
      expectColour(heatAt(tag, NOWHERE), behindHeat(name), 'no density');
    });
  }

  it('has two hues for longs and shorts with the palette diverging', async () => {
    const tag = await mountLoaded({ data: data(), palette: 'diverging' });
    const { long, short } = palette('diverging');
    expectColour(heatAt(tag, CELLS[0]), rgbOf(paletteColour(short, 1)), 'a short');
    expectColour(heatAt(tag, CELLS[1]), rgbOf(paletteColour(long, brightnessOf('log', 0.5))), 'a long');
  });

  const changes: [name: string, change: Partial<LiqHeatmap>, shade: (share: number) => number | null][] = [
    ['intensity linear', { intensity: 'linear' }, (share) => share],
    ['intensity sqrt', { intensity: 'sqrt' }, (share) => Math.sqrt(share)],
    ['threshold', { threshold: 0.3, intensity: 'linear' }, (share) => (share < 0.3 ? null : share)],
    ['peak', { peak: 0.5, intensity: 'linear' }, (share) => Math.min(1, share / 0.5)],
    ['side', { side: 'long', intensity: 'linear' }, (share) => (share === 1 ? null : share * 2)],
  ];
  for (const [name, change, shade] of changes) {
    it(`changes with ${name}, and nothing is loaded again`, async () => {
      const provider = instantProvider(data);
      const tag = await mountLoaded({ provider });
      Object.assign(tag, change);
      await tag.updateComplete;
      await frames();
      for (const cell of CELLS) {
        const brightness = shade(cell.share);
        const shown = paletteColour(palette('viridis').long, brightness ?? 0);
        const colour = brightness === null ? behindHeat('viridis') : rgbOf(shown);
        expectColour(heatAt(tag, cell), colour, `${cell.share} of the maximum`);
      }
      expect(provider.count).to.equal(1);
    });
  }

  for (const curve of ['linear', 'sqrt', 'log'] as IntensityCurve[]) {
    it(`shows its own scale in the legend: ${curve}`, async () => {
      const tag = await mountLoaded({ data: data(), intensity: curve, threshold: 0.3, peak: 0.8 });
      const ramp = tag.shadowRoot!.querySelector<HTMLCanvasElement>('[part=legend] canvas')!;
      const at = (share: number) => {
        const [red, green, blue, alpha] = ramp.getContext('2d')!.getImageData(share * ramp.width, 0, 1, 1).data;
        return alpha ? ([red, green, blue] as Rgb) : null;
      };
      expect(at(0.25)).to.equal(null);
      const colour = paletteColour(palette('viridis').long, brightnessOf(curve, (0.5 + 0.5 / ramp.width) / 0.8));
      expectColour(at(0.5)!, rgbOf(colour), 'the middle');
      expectColour(at(0.9)!, rgbOf('#fde725'), 'beyond the peak');
    });
  }
});

describe('the tag’s colours', () => {
  const sheet = new CSSStyleSheet();
  before(() => {
    sheet.replaceSync(`
      .sepia { --liq-background: oklch(0.9 0.05 80); --liq-heat-background: rgb(10 60 20); --liq-heat-opacity: 0.5 }
      .night { --liq-background: hsl(240 50% 20%); --liq-radius: 0; --liq-text-color: lime }
    `);
    document.adoptedStyleSheets.push(sheet);
  });
  after(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  });
  afterEach(async () => {
    unmountAll();
    document.documentElement.className = '';
    await emulateMedia({ colorScheme: 'light' });
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`follow the theme, and the reader’s ${scheme} scheme when that is auto`, async () => {
      await emulateMedia({ colorScheme: scheme });
      const tag = await mountLoaded({ data: data(), theme: 'auto' });
      expectColour(background(tag), rgbOf(scheme === 'light' ? LIGHT : DARK), 'auto');
      tag.theme = 'light';
      await tag.updateComplete;
      expectColour(background(tag), rgbOf(LIGHT), 'light');
      expect(tag.getAttribute('theme')).to.equal('light');
      tag.theme = 'dark';
      await tag.updateComplete;
      expectColour(background(tag), rgbOf(DARK), 'dark');
      expectColour(heatAt(tag, NOWHERE), behindHeat('viridis'), 'behind the heat');
    });
  }

  it('change with the reader’s scheme, on the page and in the chart, without a reload', async () => {
    await emulateMedia({ colorScheme: 'light' });
    const provider = instantProvider(data);
    const tag = await mountLoaded({ provider, theme: 'auto' });
    const before = fingerprint(tag);
    await emulateMedia({ colorScheme: 'dark' });
    await frames(3);
    const base = tag.shadowRoot!.querySelector('[part=base]')!;
    expectColour(background(tag), rgbOf(DARK), 'the chart');
    expectColour(rgbOf(getComputedStyle(base).backgroundColor), rgbOf(DARK), 'the frame');
    await emulateMedia({ colorScheme: 'light' });
    await frames(3);
    expect(fingerprint(tag)).to.equal(before);
    expect(provider.count).to.equal(1);
  });

  it('can be set by the page in any colour space, and changed by a class', async () => {
    const tag = await mountLoaded({ data: data() });
    const plain = fingerprint(tag);
    tag.classList.add('sepia');
    await frames(3);
    expectColour(background(tag), rgbOf('oklch(0.9 0.05 80)'), 'the background');
    expectColour(heatAt(tag, NOWHERE), [10, 60, 20], 'behind the heat');
    expectColour(heatAt(tag, CELLS[0]), [131, 145, 28], 'half of the brightest on that');
    tag.className = 'night';
    await frames(3);
    expectColour(background(tag), rgbOf('hsl(240 50% 20%)'), 'the background');
    expect(tag.chart!.options().layout.textColor).to.equal('rgba(0, 255, 0, 1.000)');
    expect(getComputedStyle(tag.shadowRoot!.querySelector('[part=base]')!).borderRadius).to.equal('0px');
    tag.className = '';
    await frames(3);
    expect(fingerprint(tag)).to.equal(plain);
  });

  it('follow a class of the whole page, as a theme switch sets it', async () => {
    const tag = await mountLoaded({ data: data() });
    document.documentElement.className = 'night';
    await frames(3);
    expectColour(background(tag), rgbOf('hsl(240 50% 20%)'), 'the background');
  });

  it('can be set for one of two tags', async () => {
    const plain = await mountLoaded({ data: data() });
    const coloured = await mountLoaded({ data: data() }, 'width: 400px; height: 320px; --liq-background: #123456');
    expectColour(background(coloured), [0x12, 0x34, 0x56], 'the coloured one');
    expectColour(background(plain), rgbOf(DARK), 'the plain one');
  });

  it('let parts be styled from outside', async () => {
    const styles = document.createElement('style');
    styles.textContent = 'liq-heatmap::part(legend) { opacity: 0.25 }';
    document.body.append(styles);
    const tag = await mountLoaded({ data: data() });
    expect(getComputedStyle(tag.shadowRoot!.querySelector('[part=legend]')!).opacity).to.equal('0.25');
  });

  it('yield to the chart library’s own options, whatever changes', async () => {
    const priceFormatter = (price: number) => `€${price}`;
    const chartOptions = {
      layout: { background: { color: '#204060' } }, handleScroll: { mouseWheel: false }, localization: { priceFormatter },
    };
    const tag = await mountLoaded({ data: data(), chartOptions });
    const check = async (when: string) => {
      await tag.updateComplete;
      await frames(3);
      expectColour(background(tag), [0x20, 0x40, 0x60], when);
      const { handleScroll, localization } = tag.chart!.options();
      expect(handleScroll, when).to.include({ mouseWheel: false, pressedMouseMove: !tag.static });
      expect(localization.priceFormatter, when).to.equal(priceFormatter);
    };
    await check('at first');
    tag.theme = 'light';
    await check('with another theme');
    tag.className = 'night';
    await check('with another class');
    tag.locale = 'de';
    await check('in another language');
    tag.static = true;
    await check('without interaction');
    tag.data = data();
    await check('with other data');
  });
});
