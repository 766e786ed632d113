import 'pixi.js/unsafe-eval';
import { type Container, WebGLRenderer } from 'pixi.js';
import { forgetGlContext, glContext } from '../gl-context.js';

/** How long the context outlives its last user, so that moving a tag in the page does not rebuild it. */
const LINGER_MS = 10_000;

let current: { context: Promise<SharedContext>; users: number; timer?: ReturnType<typeof setTimeout> } | undefined;

/**
 * The page's one WebGL context, which draws for every heatmap on it: browsers keep few contexts alive and kill the
 * oldest. It exists while somebody holds it.
 */
export class SharedContext {
  readonly #renderer: WebGLRenderer;
  readonly #listeners = new Set<(lost: boolean) => void>();
  readonly #notify = () => {
    for (const listener of [...this.#listeners]) listener(this.lost);
  };

  private constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
    renderer.canvas.addEventListener('webglcontextlost', this.#notify);
    renderer.canvas.addEventListener('webglcontextrestored', this.#notify);
  }

  /**
   * Takes hold of the context, making it if there is none; give it back with {@link SharedContext.release}.
   *
   * @throws Error when the browser gives no WebGL 2 context.
   */
  static async acquire(): Promise<SharedContext> {
    current ??= { context: SharedContext.#start(), users: 0 };
    const held = current;
    clearTimeout(held.timer);
    held.users++;
    try {
      return await held.context;
    } catch (error) {
      if (current === held) {
        current = undefined;
        // What failed half-way may have spoilt it.
        forgetGlContext();
      }
      throw error;
    }
  }

  static async #start(): Promise<SharedContext> {
    const gl = glContext(false);
    if (!gl) throw new Error('this browser gives no WebGL 2 context');
    const renderer = new WebGLRenderer();
    await renderer.init({
      canvas: gl.canvas, context: gl, width: 16, height: 16, resolution: 1, backgroundAlpha: 0, antialias: false,
      skipExtensionImports: true,
    });
    // Its only tasks collect what is unused for a while, at the price of a frame loop for ever; we dispose ourselves.
    renderer.scheduler.destroy();
    return new SharedContext(renderer);
  }

  /** Takes hold once more, for somebody else to release. */
  retain(): Promise<SharedContext> {
    return SharedContext.acquire();
  }

  /** Gives the context back; the last one to do so ends it, after a moment. */
  release(): void {
    const held = current;
    if (!held || --held.users > 0) return;
    held.timer = setTimeout(() => {
      if (current === held) current = undefined;
      forgetGlContext();
      this.#renderer.canvas.removeEventListener('webglcontextlost', this.#notify);
      this.#renderer.canvas.removeEventListener('webglcontextrestored', this.#notify);
      this.#renderer.destroy();
    }, LINGER_MS);
  }

  /** True while the browser has taken the context away. */
  get lost(): boolean {
    return this.#renderer.gl.isContextLost();
  }

  /** The most texels a texture may have along a side. */
  get maxTextureSize(): number {
    return this.#renderer.gl.getParameter(this.#renderer.gl.MAX_TEXTURE_SIZE) as number;
  }

  /** Calls back whenever the context is lost or comes back; returns how to stop that. */
  onChange(listener: (lost: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Makes the canvas at least that large; drawings use its top left corner. Gives its size. */
  reserve(width: number, height: number): HTMLCanvasElement {
    const { canvas } = this.#renderer;
    if (canvas.width < width || canvas.height < height) {
      this.#renderer.resize(Math.max(canvas.width, width), Math.max(canvas.height, height), 1);
    }
    return canvas;
  }

  /** Clears the canvas and draws `stage`; what is there must be copied out before the task ends. */
  render(stage: Container): void {
    this.#renderer.render({ container: stage, clear: true, clearColor: [0, 0, 0, 0] });
  }
}
