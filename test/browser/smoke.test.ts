import { expect } from 'chai';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CandlestickSeries, createChart } from 'lightweight-charts';
import { emulate, keyboard, mouse, screenshot, touch } from '../support/browser-commands.js';

@customElement('smoke-element')
class SmokeElement extends LitElement {
  @property() name = '';

  protected override render(): unknown {
    return html`<p>hello ${this.name}</p>`;
  }
}

function nextEvent<K extends keyof DocumentEventMap>(type: K): Promise<DocumentEventMap[K]> {
  return new Promise((resolve) => document.addEventListener(type, resolve, { once: true }));
}

describe('the browser test set-up', () => {
  it('compiles decorators so that a property changes the picture', async () => {
    const element = new SmokeElement();
    document.body.append(element);
    element.name = 'world';
    await element.updateComplete;
    expect(element.shadowRoot?.textContent).to.equal('hello world');
    element.remove();
  });

  it('draws a chart with lightweight-charts', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    const chart = createChart(host, { width: 300, height: 200 });
    chart.addSeries(CandlestickSeries).setData([{ time: '2026-01-01', open: 1, high: 3, low: 1, close: 2 }]);
    expect(chart.takeScreenshot().width).to.be.greaterThan(0);
    chart.remove();
    host.remove();
  });

  it('creates a WebGL2 context in software', () => {
    expect(document.createElement('canvas').getContext('webgl2')).to.not.equal(null);
  });

  it('emulates a viewport and a touch screen', async () => {
    await emulate({ width: 390, height: 700, touch: true });
    expect([innerWidth, innerHeight]).to.deep.equal([390, 700]);
    expect(navigator.maxTouchPoints).to.be.greaterThan(0);
    await emulate({ width: 800, height: 600 });
    expect([innerWidth, navigator.maxTouchPoints]).to.deep.equal([800, 0]);
  });

  it('sends trusted mouse, wheel and key events', async () => {
    const down = nextEvent('mousedown');
    await mouse.drag({ x: 10, y: 20 }, { x: 50, y: 60 });
    expect(await down).to.include({ isTrusted: true, clientX: 10, clientY: 20 });

    const wheel = nextEvent('wheel');
    await keyboard.down('Control');
    await mouse.wheel(0, 100);
    await keyboard.up('Control');
    expect(await wheel).to.include({ isTrusted: true, ctrlKey: true, deltaY: 100 });

    const key = nextEvent('keydown');
    await keyboard.press('ArrowLeft');
    expect(await key).to.include({ isTrusted: true, key: 'ArrowLeft' });
  });

  it('sends two fingers at once', async () => {
    const fingers: number[][] = [];
    const note = ({ touches }: TouchEvent): number => fingers.push([...touches].map(({ clientX }) => clientX));
    document.addEventListener('touchstart', note);
    document.addEventListener('touchmove', note);
    await touch.start({ x: 100, y: 100 }, { x: 200, y: 100 });
    expect(fingers.at(-1)).to.deep.equal([100, 200]);
    await touch.move({ x: 50, y: 100 }, { x: 250, y: 100 });
    expect(fingers.at(-1)).to.deep.equal([50, 250]);
    await touch.end();
    document.removeEventListener('touchstart', note);
    document.removeEventListener('touchmove', note);
  });

  it('takes a screenshot of what is on screen', async () => {
    const box = document.createElement('div');
    Object.assign(box.style, { position: 'fixed', inset: '0', background: 'rgb(10, 20, 30)' });
    document.body.append(box);
    const picture = await createImageBitmap(await screenshot('smoke', { x: 5, y: 5, width: 4, height: 4 }));
    box.remove();
    const context = new OffscreenCanvas(4, 4).getContext('2d');
    context?.drawImage(picture, 0, 0);
    expect([...(context?.getImageData(1, 1, 1, 1).data ?? [])]).to.deep.equal([10, 20, 30, 255]);
  });
});
