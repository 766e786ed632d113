import { expect } from 'chai';
import { WebGLRenderer } from 'pixi.js';
import { DensityGrid } from '../../../src/grid/density-grid.js';
import { CanvasRenderer } from '../../../src/render/canvas-renderer.js';
import { glContext } from '../../../src/render/gl-context.js';
import type { HeatmapRenderer, HeatScene } from '../../../src/render/heatmap-renderer.js';
import { type RendererChange, RendererSwitch } from '../../../src/render/renderer-switch.js';
import { SharedContext } from '../../../src/render/webgl/shared-context.js';
import { WebglRenderer } from '../../../src/render/webgl/webgl-renderer.js';
import { paint, projectionOf, sceneOf } from '../../support/heat-scenes.js';

const grid = new DensityGrid({
  times: [0, 60, 120, 180],
  prices: { scale: 'linear', origin: 100, step: 1, count: 4 },
  values: Float32Array.from({ length: 16 }, (_, cell) => (cell * 37) % 101),
});

function scene(): HeatScene {
  return sceneOf(grid, projectionOf(grid, 40, 40));
}

/** What a new renderer shows, which is then gone. */
function pictureBy(renderer: HeatmapRenderer): Uint8ClampedArray {
  const picture = paint(renderer, scene());
  renderer.dispose();
  return picture;
}

/** A switch that has chosen WebGL, with what it tells. */
async function webglSwitch() {
  const changes: RendererChange[] = [];
  let redraws = 0;
  const renderers = new RendererSwitch(
    (change) => changes.push(change),
    () => redraws++,
  );
  await renderers.setMode('webgl');
  return { renderers, changes, redraws: () => redraws };
}

function loseContext(): WEBGL_lose_context {
  return glContext(false)!.getExtension('WEBGL_lose_context')!;
}

/** Resolves when the page's context has told that it was lost or has come back, and everybody has heard it. */
async function contextEvent(name: 'webglcontextlost' | 'webglcontextrestored', act: () => void): Promise<void> {
  const { canvas } = glContext(false)!;
  const heard = new Promise((resolve) => canvas.addEventListener(name, resolve, { once: true }));
  act();
  await heard;
  await new Promise((resolve) => setTimeout(resolve));
}

/** Runs `work` and gives the callbacks that it asked for after ten seconds, none of which is called. */
function lingering(work: () => void): (() => void)[] {
  const original = globalThis.setTimeout;
  const callbacks: (() => void)[] = [];
  globalThis.setTimeout = ((callback: () => void, delay: number) => {
    if (delay !== 10_000) return original(callback, delay);
    callbacks.push(callback);
    return 0;
  }) as typeof setTimeout;
  try {
    work();
  } finally {
    globalThis.setTimeout = original;
  }
  return callbacks;
}

describe('a lost WebGL context', () => {
  it('is replaced by the plain canvas in the same paint, with the reason, until it comes back', async () => {
    const { renderers, changes, redraws } = await webglSwitch();
    const before = paint(renderers, scene());
    const plain = pictureBy(new CanvasRenderer());

    const lost = loseContext();
    await contextEvent('webglcontextlost', () => {
      lost.loseContext();
      expect(paint(renderers, scene()), 'the paint before anybody is told').to.deep.equal(plain);
    });
    expect(renderers.kind).to.equal('canvas2d');
    expect(paint(renderers, scene())).to.deep.equal(plain);
    expect(redraws()).to.equal(2);

    await contextEvent('webglcontextrestored', () => lost.restoreContext());
    expect(renderers.kind).to.equal('webgl');
    expect(paint(renderers, scene())).to.deep.equal(before);
    expect(redraws()).to.equal(3);
    expect(changes).to.deep.equal([
      { from: null, to: 'webgl', reason: 'requested' },
      { from: 'webgl', to: 'canvas2d', reason: 'WebGL context lost' },
      { from: 'canvas2d', to: 'webgl', reason: 'WebGL context restored' },
    ]);
    renderers.dispose();
  });

  it('comes back with what has changed in the meantime', async () => {
    const { renderers } = await webglSwitch();
    const live = scene();
    paint(renderers, live);
    const lost = loseContext();
    await contextEvent('webglcontextlost', () => lost.loseContext());
    grid.replaceLast({ time: 180, values: Float32Array.of(100, 0, 70, 30) });
    await contextEvent('webglcontextrestored', () => lost.restoreContext());
    expect(paint(renderers, live)).to.deep.equal(pictureBy(new WebglRenderer(await SharedContext.acquire())));
    renderers.dispose();
  });

  it('may be given up while it is away', async () => {
    const [first, second] = [await webglSwitch(), await webglSwitch()];
    paint(first.renderers, scene());
    const lost = loseContext();
    await contextEvent('webglcontextlost', () => lost.loseContext());
    first.renderers.dispose();
    await contextEvent('webglcontextrestored', () => lost.restoreContext());
    expect(first.changes).to.have.length(2);
    expect(second.renderers.kind).to.equal('webgl');
    expect(paint(second.renderers, scene())).to.deep.equal(pictureBy(new WebglRenderer(await SharedContext.acquire())));
    second.renderers.dispose();
  });

  it('is not what draws for a heatmap that comes while it is away', async () => {
    const { renderers } = await webglSwitch();
    const lost = loseContext();
    await contextEvent('webglcontextlost', () => lost.loseContext());
    const late = await webglSwitch();
    expect(late.renderers.kind).to.equal('canvas2d');
    await contextEvent('webglcontextrestored', () => lost.restoreContext());
    expect(late.renderers.kind).to.equal('webgl');
    renderers.dispose();
    late.renderers.dispose();
  });
});

describe('the shared WebGL context', () => {
  it('is one for all heatmaps of a page, and each hears of its loss', async () => {
    const [first, second] = [await webglSwitch(), await webglSwitch()];
    const held = await SharedContext.acquire();
    expect(await SharedContext.acquire()).to.equal(held);
    const lost = loseContext();
    await contextEvent('webglcontextlost', () => lost.loseContext());
    expect([first.renderers.kind, second.renderers.kind]).to.deep.equal(['canvas2d', 'canvas2d']);
    await contextEvent('webglcontextrestored', () => lost.restoreContext());
    expect([first.renderers.kind, second.renderers.kind]).to.deep.equal(['webgl', 'webgl']);
    held.release();
    held.release();
    first.renderers.dispose();
    second.renderers.dispose();
  });

  it('ends when the last heatmap has been gone for ten seconds', async () => {
    const [first, second] = [await SharedContext.acquire(), await SharedContext.acquire()];
    const gl = glContext(false)!;
    expect(lingering(() => first.release())).to.have.length(0);
    const [end, ...more] = lingering(() => second.release());
    expect(more).to.have.length(0);
    expect(gl.isContextLost()).to.equal(false);
    end();
    expect(gl.isContextLost()).to.equal(true);
    expect(glContext(false)).not.to.equal(gl);

    const next = await SharedContext.acquire();
    expect(next).not.to.equal(first);
    expect(next.lost).to.equal(false);
    next.release();
  });

  it('stays for a heatmap that comes within the ten seconds', async () => {
    const held = await SharedContext.acquire();
    let cleared: unknown;
    const original = globalThis.clearTimeout;
    lingering(() => held.release());
    globalThis.clearTimeout = (timer) => {
      cleared = timer;
      original(timer);
    };
    expect(await SharedContext.acquire()).to.equal(held);
    globalThis.clearTimeout = original;
    expect(cleared).to.equal(0);
    held.release();
  });

  it('is made anew after a failure half-way, which the switch reports and survives', async () => {
    const held = await SharedContext.acquire();
    lingering(() => held.release()).forEach((end) => end());

    const spoilt = glContext(false);
    WebGLRenderer.prototype.init = () => Promise.reject(new Error('no shaders today'));
    const { renderers, changes } = await webglSwitch();
    Reflect.deleteProperty(WebGLRenderer.prototype, 'init');
    expect(changes).to.deep.equal([{ from: null, to: 'canvas2d', reason: 'WebGL cannot be used: no shaders today' }]);
    expect(paint(renderers, scene())).to.deep.equal(pictureBy(new CanvasRenderer()));
    expect(glContext(false)).not.to.equal(spoilt);

    await renderers.setMode('webgl');
    expect(renderers.kind).to.equal('webgl');
    renderers.dispose();
  });
});

describe('a choice of renderer', () => {
  it('is dropped when another one overtakes it', async () => {
    const changes: RendererChange[] = [];
    const renderers = new RendererSwitch(
      (change) => changes.push(change),
      () => undefined,
    );
    const overtaken = renderers.setMode('webgl');
    await renderers.setMode('canvas2d');
    await overtaken;
    expect(changes).to.deep.equal([{ from: null, to: 'canvas2d', reason: 'requested' }]);
    renderers.dispose();
  });

  it('comes to nothing after the end', async () => {
    const changes: RendererChange[] = [];
    const renderers = new RendererSwitch(
      (change) => changes.push(change),
      () => undefined,
    );
    const late = renderers.setMode('webgl');
    renderers.dispose();
    await late;
    expect(changes).to.deep.equal([]);
  });
});
