import { CanvasRenderer } from './canvas-renderer.js';
import { glContext } from './gl-context.js';
import type { HeatScene, RendererKind } from './heatmap-renderer.js';
import type { WebglRenderer } from './webgl/webgl-renderer.js';

/** `auto` measures and takes the faster one; the others take what they name, if it can be had. */
export const RENDERER_MODES = ['auto', 'webgl', 'canvas2d'] as const;
export type RendererMode = (typeof RENDERER_MODES)[number];

/** A change of renderer; `from` is null for the first choice. */
export interface RendererChange {
  from: RendererKind | null;
  to: RendererKind;
  /** Why, in words. */
  reason: string;
}

const CONTEXT_LOST = 'WebGL context lost';

/**
 * Draws with the renderer that suits the page. The plain canvas is there at once and whenever WebGL is not: while
 * it loads, where it is slow or missing, and while its context is lost.
 */
export class RendererSwitch {
  readonly #canvas = new CanvasRenderer();
  readonly #onChange: (change: RendererChange) => void;
  readonly #redraw: () => void;
  #webgl: WebglRenderer | undefined;
  #stopListening: (() => void) | undefined;
  #kind: RendererKind = 'canvas2d';
  #decided = false;
  #request = 0;

  /** @param redraw asked for whenever another renderer should draw what is on screen. */
  constructor(onChange: (change: RendererChange) => void, redraw: () => void) {
    this.#onChange = onChange;
    this.#redraw = redraw;
  }

  /** What draws now. */
  get kind(): RendererKind {
    return this.#kind;
  }

  /** Chooses anew; resolves when the choice is made, whatever it is. Never rejects. */
  async setMode(mode: RendererMode): Promise<void> {
    const request = ++this.#request;
    if (mode === 'canvas2d') {
      this.#dropWebgl();
      this.#use('canvas2d', 'requested');
      return;
    }
    if (this.#webgl) return;
    const opened = await open(mode);
    if (request !== this.#request) {
      opened.renderer?.dispose();
      return;
    }
    if (!opened.renderer) {
      this.#use('canvas2d', opened.reason);
      return;
    }
    this.#webgl = opened.renderer;
    this.#stopListening = opened.renderer.onContextChange((lost) => {
      this.#use(lost ? 'canvas2d' : 'webgl', lost ? CONTEXT_LOST : 'WebGL context restored');
    });
    const { lost } = opened.renderer;
    this.#use(lost ? 'canvas2d' : 'webgl', lost ? CONTEXT_LOST : opened.reason);
  }

  draw(context: CanvasRenderingContext2D, scene: HeatScene): void {
    const drawn = this.#kind === 'webgl' && this.#webgl?.draw(context, scene);
    if (!drawn) this.#canvas.draw(context, scene);
  }

  dispose(): void {
    this.#request++;
    this.#dropWebgl();
    this.#canvas.dispose();
  }

  #use(kind: RendererKind, reason: string): void {
    const from = this.#decided ? this.#kind : null;
    if (from === kind) return;
    this.#decided = true;
    this.#kind = kind;
    this.#onChange({ from, to: kind, reason });
    this.#redraw();
  }

  #dropWebgl(): void {
    this.#stopListening?.();
    this.#webgl?.dispose();
    this.#webgl = this.#stopListening = undefined;
  }
}

async function open(mode: RendererMode): Promise<{ renderer?: WebglRenderer; reason: string }> {
  // Asked first, so that a page without a GPU never loads pixi.js.
  if (mode === 'auto' && !glContext(true)) return { reason: 'no hardware-accelerated WebGL here' };
  try {
    const { openWebgl } = await import('./webgl/open-webgl.js');
    return await openWebgl(mode === 'auto');
  } catch (error) {
    return { reason: `WebGL cannot be used: ${error instanceof Error ? error.message : String(error)}` };
  }
}
