import { BufferImageSource, Container, Geometry, GlProgram, Mesh, Shader, UniformGroup } from 'pixi.js';
import type { LevelsOfDetail } from '../../grid/levels-of-detail.js';
import type { HeatmapRenderer, HeatScene } from '../heatmap-renderer.js';
import { PALETTE_SIZE, type Palette } from '../palettes.js';
import {
  CENTRE_NUDGE, chooseLevel, firstPixelFrom, type LevelChoice, MAX_BIN_KNOTS, type Projection,
} from '../projection.js';
import { LevelTexture } from './level-texture.js';
import { FRAGMENT, KNOT_VECTORS, VERTEX } from './shader.js';
import type { SharedContext } from './shared-context.js';

const CURVES = { log: 0, sqrt: 1, linear: 2 } as const;
const SIDES = { both: 0, short: 1, long: -1 } as const;
/** Levels kept on the GPU, so that zooming to and fro uploads nothing. */
const KEPT_LEVELS = 2;

/**
 * Draws through the page's shared WebGL context and copies the result into the pane. Look, leverage, side and
 * viewport are uniforms; densities are uploaded once, and a live tick uploads one row.
 */
export class WebglRenderer implements HeatmapRenderer {
  readonly kind = 'webgl';
  readonly #context: SharedContext;
  readonly #stage = new Container();
  readonly #shader: Shader;
  readonly #geometry: Geometry;
  readonly #palette: BufferImageSource;
  readonly #empty: BufferImageSource;
  readonly #frame = new UniformGroup({
    uKnots: { value: new Float32Array(KNOT_VECTORS * 4), type: 'vec4<f32>', size: KNOT_VECTORS },
    uKnotCount: { value: 2, type: 'f32' },
    uHeight: { value: 1, type: 'f32' },
    uCanvas: { value: new Float32Array(2), type: 'vec2<f32>' },
    uBase: { value: new Float32Array(2), type: 'vec2<f32>' },
    uSize: { value: new Float32Array(2), type: 'vec2<f32>' },
    uBands: { value: new Float32Array(4), type: 'vec4<f32>' },
    uStride: { value: 1, type: 'f32' },
    uSide: { value: 0, type: 'f32' },
    uCurve: { value: 0, type: 'f32' },
    uShown: { value: new Float32Array(2), type: 'vec2<f32>' },
    uOpacity: { value: 1, type: 'f32' },
  });
  #shownPalette: Palette | undefined;
  #levels: LevelsOfDetail | undefined;
  /** The most recently used last. */
  #textures: LevelTexture[] = [];

  constructor(context: SharedContext) {
    this.#context = context;
    this.#palette = new BufferImageSource({
      resource: new Uint8Array(PALETTE_SIZE * 2 * 4),
      width: PALETTE_SIZE,
      height: 2,
      format: 'rgba8unorm',
      alphaMode: 'no-premultiply-alpha',
      scaleMode: 'nearest',
    });
    this.#empty = new BufferImageSource({
      resource: new Float32Array(1), width: 1, height: 1, format: 'r32float', alphaMode: 'no-premultiply-alpha',
    });
    this.#geometry = new Geometry({
      attributes: { aPlace: { buffer: new Float32Array(18), format: 'float32x3' } },
      topology: 'triangle-list',
    });
    this.#shader = new Shader({
      glProgram: GlProgram.from({ vertex: VERTEX, fragment: FRAGMENT, name: 'liq-heatmap' }),
      resources: {
        uDensity: this.#empty,
        uShorts: this.#empty,
        uPalette: this.#palette,
        frame: this.#frame,
      },
    });
    this.#stage.addChild(new Mesh({ geometry: this.#geometry, shader: this.#shader }));
  }

  draw(context: CanvasRenderingContext2D, scene: HeatScene): boolean {
    if (this.#context.lost) return false;
    const { projection, look } = scene;
    const width = Math.ceil(projection.width);
    const height = Math.ceil(projection.height);
    const shown = look.opacity > 0 && look.scale.maximum > 0;
    if (projection.runs.length === 0 || !shown || width <= 0 || height <= 0) return true;
    const texture = this.#texture(scene);
    const canvas = this.#context.reserve(width, height);
    this.#setUniforms(scene, texture, canvas);
    this.#setPalette(look.palette);
    this.#context.render(this.#stage);
    context.drawImage(canvas, 0, 0, width, height, 0, 0, width, height);
    return !this.#context.lost;
  }

  /** True while it cannot draw because the browser has taken the context away. */
  get lost(): boolean {
    return this.#context.lost;
  }

  /** Calls back when the context is lost or restored; returns how to stop that. */
  onContextChange(listener: (lost: boolean) => void): () => void {
    return this.#context.onChange(listener);
  }

  dispose(): void {
    this.#dropTextures();
    this.#stage.destroy({ children: true });
    this.#geometry.destroy(true);
    this.#shader.destroy();
    this.#palette.destroy();
    this.#empty.destroy();
    this.#context.release();
  }

  #texture({ projection, levels, prices }: HeatScene): LevelTexture {
    if (levels !== this.#levels) {
      this.#dropTextures();
      this.#levels = levels;
    }
    const choice = withinTexture(chooseLevel(projection, prices.count), levels, this.#context.maxTextureSize);
    const level = levels.level(choice.columnShift, choice.binShift);
    const at = this.#textures.findIndex((texture) => texture.level === level);
    const texture = at < 0 ? new LevelTexture(level, prices, this.#context.maxTextureSize) : this.#textures.splice(at, 1)[0];
    this.#textures.push(texture);
    while (this.#textures.length > KEPT_LEVELS) this.#textures.shift()?.dispose();
    return texture;
  }

  #dropTextures(): void {
    // pixi.js wants nothing destroyed that a shader still holds.
    this.#shader.resources.uDensity = this.#shader.resources.uShorts = this.#empty;
    for (const texture of this.#textures) texture.dispose();
    this.#textures = [];
  }

  #setUniforms({ projection, look }: HeatScene, texture: LevelTexture, canvas: HTMLCanvasElement): void {
    const { level } = texture;
    const { resources } = this.#shader;
    const { filter, scale } = look;
    const sidesMatter = filter.side !== 'both' || look.palette.long !== look.palette.short;
    resources.uDensity = texture.density();
    resources.uShorts = texture.shorts(sidesMatter);
    const { uniforms } = this.#frame;
    const bins = 2 ** level.binShift;
    const lastBin = projection.bins[projection.bins.length - 1] / bins;
    // Within the grid: a linear chart that reaches down to no price at all is infinitely far below a logarithmic one.
    const baseBin = Math.floor(Math.min(Math.max(lastBin, 0), level.binCount));
    const baseColumn = Math.floor(projection.runs[0].column0 / 2 ** level.columnShift);
    for (let knot = 0; knot < projection.bins.length && knot < MAX_BIN_KNOTS; knot++) {
      uniforms.uKnots[knot] = projection.bins[knot] / bins - baseBin;
    }
    uniforms.uKnotCount = projection.bins.length;
    uniforms.uHeight = projection.height;
    uniforms.uCanvas.set([canvas.width, canvas.height]);
    uniforms.uBase.set([baseColumn, baseBin]);
    uniforms.uSize.set([level.columnCount, level.binCount]);
    for (let band = 0; band < 4; band++) {
      uniforms.uBands[band] = band < level.bandCount && filter.bandMask & (1 << band) ? 1 : 0;
    }
    uniforms.uStride = texture.stride;
    uniforms.uSide = SIDES[filter.side];
    uniforms.uCurve = CURVES[scale.curve];
    uniforms.uShown.set([scale.threshold * scale.maximum, scale.peak * scale.maximum]);
    uniforms.uOpacity = look.opacity;
    this.#setQuads(projection, level, baseColumn);
  }

  /** One quad a run, cut at whole pixels like the other renderer's. */
  #setQuads({ runs, width, height }: Projection, choice: LevelChoice, baseColumn: number): void {
    const buffer = this.#geometry.getBuffer('aPlace');
    const places = buffer.data.length === runs.length * 18 ? buffer.data : new Float32Array(runs.length * 18);
    let at = 0;
    for (const run of runs) {
      const scale = (run.column1 - run.column0) / (run.x1 - run.x0);
      const left = Math.max(0, firstPixelFrom(run.x0));
      const right = Math.max(left, Math.min(width, firstPixelFrom(run.x1)));
      const columnAt = (x: number) =>
        (run.column0 + (x + CENTRE_NUDGE - run.x0) * scale) / 2 ** choice.columnShift - baseColumn;
      const first = columnAt(left);
      const last = columnAt(right);
      at = put(places, at, left, 0, first);
      at = put(places, at, right, 0, last);
      at = put(places, at, left, height, first);
      at = put(places, at, left, height, first);
      at = put(places, at, right, 0, last);
      at = put(places, at, right, height, last);
    }
    if (places === buffer.data) buffer.update();
    else buffer.data = places;
  }

  #setPalette(palette: Palette): void {
    if (palette === this.#shownPalette) return;
    const bytes = this.#palette.resource as Uint8Array;
    bytes.set(palette.long);
    bytes.set(palette.short, PALETTE_SIZE * 4);
    this.#palette.update();
    this.#shownPalette = palette;
  }
}

function put(places: ArrayBufferView & { [index: number]: number }, at: number, x: number, y: number, column: number) {
  places[at] = x;
  places[at + 1] = y;
  places[at + 2] = column;
  return at + 3;
}

/** A grid larger than a texture may be is drawn from the finest level that fits. */
function withinTexture(choice: LevelChoice, levels: LevelsOfDetail, limit: number): LevelChoice {
  let { columnShift, binShift } = choice;
  const { columnCount, binCount, bandCount } = levels.level(0, 0);
  while (Math.ceil(columnCount / 2 ** columnShift) > limit) columnShift++;
  while (Math.ceil(binCount / 2 ** binShift) * (bandCount === 3 ? 3 : 1) > limit) binShift++;
  return { columnShift, binShift };
}
