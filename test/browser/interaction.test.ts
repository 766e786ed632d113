import { expect } from 'chai';
import type { LiqHeatmap } from '../../src/elements/liq-heatmap.js';
import { emulate, keyboard, mouse, screenshot, touch } from '../support/browser-commands.js';
import { type Rgb, colourDistance, rgbOf } from '../support/chart-pixels.js';
import { emptyGrid, flatCandles, frames, mountLoaded, picture, unmountAll } from '../support/heatmap-fixture.js';

/** A loaded tag on a page that can be scrolled, with a link before it. */
async function onLongPage(properties: Partial<LiqHeatmap> = {}): Promise<LiqHeatmap> {
  const link = document.createElement('a');
  link.href = '#before';
  link.textContent = 'before';
  document.body.append(link);
  const candles = flatCandles(80);
  const data = picture(candles, emptyGrid(candles.map(({ time }) => time)), [[20, 14, 1000]]);
  const tag = await mountLoaded({ data, ...properties }, 'width: 640px; height: 400px; margin-bottom: 3000px');
  return tag;
}

/** The middle of the chart. */
function middle(tag: LiqHeatmap): { x: number; y: number } {
  const { left, top, width, height } = tag.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

const spacing = (tag: LiqHeatmap): number => tag.chart!.timeScale().options().barSpacing;
const range = (tag: LiqHeatmap) => ({ ...tag.chart!.timeScale().getVisibleLogicalRange()! });
const chartPart = (tag: LiqHeatmap): HTMLElement => tag.shadowRoot!.querySelector('[part=chart]')!;
const hasFocus = (tag: LiqHeatmap): boolean => tag.shadowRoot!.activeElement === chartPart(tag);

/** Turns the wheel over the tag and gives the page time to scroll. */
async function wheelOver(tag: LiqHeatmap, deltaX: number, deltaY: number): Promise<void> {
  const { x, y } = middle(tag);
  await mouse.move(x, y);
  await mouse.wheel(deltaX, deltaY);
  await frames(20);
}

describe('the wheel', () => {
  before(() => emulate({ width: 800, height: 600 }));
  afterEach(async () => {
    await keyboard.up('Control');
    await mouse.reset();
    unmountAll();
    scrollTo(0, 0);
  });

  it('scrolls the page, and leaves the chart alone, until the chart has the focus', async () => {
    const tag = await onLongPage();
    const before = range(tag);
    await wheelOver(tag, 0, 120);
    expect(scrollY).to.be.greaterThan(50);
    expect(range(tag)).to.deep.equal(before);
  });

  it('zooms the chart once that has the focus, and leaves the page', async () => {
    const tag = await onLongPage();
    const before = spacing(tag);
    const { x, y } = middle(tag);
    await mouse.click(x, y);
    expect(hasFocus(tag)).to.equal(true);
    await wheelOver(tag, 0, -120);
    expect(scrollY).to.equal(0);
    expect(spacing(tag)).to.be.greaterThan(before);
    document.querySelector('a')!.focus();
    await wheelOver(tag, 0, 120);
    expect(scrollY, 'after the focus has left').to.be.greaterThan(50);
  });

  it('zooms the chart while Ctrl is held', async () => {
    const tag = await onLongPage();
    const before = spacing(tag);
    const ratio = devicePixelRatio;
    await keyboard.down('Control');
    await wheelOver(tag, 0, -120);
    expect(spacing(tag)).to.be.greaterThan(before);
    expect([scrollY, devicePixelRatio]).to.deep.equal([0, ratio]);
  });

  it('always scrolls the page over a static tag', async () => {
    const tag = await onLongPage({ static: true });
    const before = range(tag);
    const { x, y } = middle(tag);
    await mouse.click(x, y);
    await wheelOver(tag, 0, 120);
    expect(scrollY).to.be.greaterThan(50);
    expect(range(tag)).to.deep.equal(before);
  });
});

describe('the mouse', () => {
  before(() => emulate({ width: 800, height: 600 }));
  afterEach(async () => {
    await mouse.reset();
    unmountAll();
  });

  it('drags the chart through its history', async () => {
    const tag = await onLongPage();
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 40, to: 60 });
    await frames();
    const { x, y } = middle(tag);
    await mouse.drag({ x, y }, { x: x + 100, y });
    expect(range(tag).from).to.be.lessThan(39);
  });

  it('moves nothing in a static tag, until it is static no more', async () => {
    const tag = await onLongPage({ static: true });
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 40, to: 60 });
    await frames();
    const before = range(tag);
    const { x, y } = middle(tag);
    await mouse.drag({ x, y }, { x: x + 100, y });
    expect(range(tag)).to.deep.equal(before);
    tag.static = false;
    await tag.updateComplete;
    await mouse.drag({ x, y }, { x: x + 100, y });
    expect(range(tag).from).to.be.lessThan(39);
  });
});

describe('the keyboard', () => {
  before(() => emulate({ width: 800, height: 600 }));
  afterEach(unmountAll);

  it('comes to the chart, which then has a ring that can be seen', async () => {
    const tag = await onLongPage();
    tag.setAttribute('style', `${tag.getAttribute('style')}; --liq-focus-color: rgb(255, 0, 255)`);
    await frames(3);
    const { x, y } = middle(tag);
    await mouse.click(x, y);
    expect(await ring(tag), 'after a click').to.equal(false);
    document.querySelector('a')!.focus();
    await keyboard.press('Tab');
    expect(hasFocus(tag)).to.equal(true);
    expect(await ring(tag), 'after Tab').to.equal(true);
    await keyboard.press('Tab');
    expect(tag.shadowRoot!.activeElement?.getAttribute('part')).to.equal('attribution');
    expect(await ring(tag), 'after leaving').to.equal(false);
  });

  it('passes by the chart of a static tag', async () => {
    const tag = await onLongPage({ static: true });
    document.querySelector('a')!.focus();
    await keyboard.press('Tab');
    expect(tag.shadowRoot!.activeElement?.getAttribute('part')).to.equal('attribution');
  });

  /** Whether the focus colour runs along all four sides of the chart, on the screen. */
  async function ring(tag: LiqHeatmap): Promise<boolean> {
    const { left, top, width, height } = chartPart(tag).getBoundingClientRect();
    const shot = await createImageBitmap(await screenshot('element-focus', { x: left, y: top, width, height }));
    const canvas = new OffscreenCanvas(shot.width, shot.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(shot, 0, 0);
    const [middleX, middleY] = [shot.width >> 1, shot.height >> 1];
    return [[middleX, 1], [middleX, shot.height - 2], [1, middleY], [shot.width - 2, middleY]].every(([x, y]) => {
      const [red, green, blue] = context.getImageData(x, y, 1, 1).data;
      return colourDistance([red, green, blue] as Rgb, rgbOf('rgb(255, 0, 255)')) < 40;
    });
  }
});

describe('fingers', () => {
  before(() => emulate({ width: 800, height: 600, touch: true }));
  after(() => emulate({ width: 800, height: 600 }));
  afterEach(() => {
    unmountAll();
    scrollTo(0, 0);
  });

  /** Moves all the fingers from one set of places to another. */
  async function slide(from: { x: number; y: number }[], to: { x: number; y: number }[]): Promise<void> {
    await touch.start(...from);
    for (let step = 1; step <= 10; step++) {
      await touch.move(...from.map(({ x, y }, i) => ({ x: x + ((to[i].x - x) * step) / 10, y: y + ((to[i].y - y) * step) / 10 })));
      await frames(1);
    }
    // Lifted at rest, so that nothing is flung.
    await frames(10);
    await touch.end();
    await frames(5);
  }

  it('scroll the page when there is one that goes up', async () => {
    const tag = await onLongPage();
    const before = range(tag);
    const { x, y } = middle(tag);
    await slide([{ x, y }], [{ x, y: y - 150 }]);
    expect(scrollY).to.be.greaterThan(50);
    expect(range(tag)).to.deep.equal(before);
  });

  it('move the chart when there is one that goes sideways', async () => {
    const tag = await onLongPage();
    tag.chart!.timeScale().setVisibleLogicalRange({ from: 40, to: 60 });
    await frames();
    const { x, y } = middle(tag);
    await slide([{ x, y }], [{ x: x + 150, y }]);
    expect(range(tag).from).to.be.lessThan(39);
    expect(scrollY).to.equal(0);
  });

  it('zoom the chart when there are two that part', async () => {
    const tag = await onLongPage();
    const before = spacing(tag);
    const { x, y } = middle(tag);
    await slide([{ x: x - 30, y }, { x: x + 30, y }], [{ x: x - 120, y }, { x: x + 120, y }]);
    expect(spacing(tag)).to.be.greaterThan(before * 1.5);
    expect([scrollY, visualViewport!.scale]).to.deep.equal([0, 1]);
  });

  it('scroll the page over a static tag', async () => {
    const tag = await onLongPage({ static: true });
    const before = range(tag);
    const { x, y } = middle(tag);
    await slide([{ x, y }], [{ x, y: y - 150 }]);
    expect(scrollY).to.be.greaterThan(50);
    await slide([{ x, y: 100 }], [{ x: x + 150, y: 100 }]);
    expect(range(tag)).to.deep.equal(before);
  });
});
