import { BufferImageSource, type TEXTURE_FORMATS } from 'pixi.js';
import { firstShortBin } from '../../grid/density-filter.js';
import type { DensityLevel } from '../../grid/levels-of-detail.js';
import type { PriceAxis } from '../../grid/price-axis.js';

/** One texel holds a bin's bands; three have no float format of their own and take three texels. */
const FORMATS: Record<number, TEXTURE_FORMATS> = { 1: 'r32float', 2: 'rg32float', 3: 'r32float', 4: 'rgba32float' };

/**
 * A level of detail as textures: one row a column of time, so that a live tick uploads one row. A cache: the level
 * on the CPU stays the truth.
 */
export class LevelTexture {
  readonly level: DensityLevel;
  #prices: PriceAxis;
  #density: BufferImageSource | undefined;
  #shorts: BufferImageSource | undefined;
  readonly #maxRows: number;
  #seenColumns = 0;
  #seenRevision = -1;
  #shortsRevision = -1;

  constructor(level: DensityLevel, prices: PriceAxis, maxRows: number) {
    this.level = level;
    this.#maxRows = maxRows;
    this.#prices = { ...prices, step: prices.step * 2 ** level.binShift, count: level.binCount };
  }

  /** Texels a bin: 1, or 3 where three bands lie side by side. */
  get stride(): number {
    return this.level.bandCount === 3 ? 3 : 1;
  }

  /** The densities, brought up to date by uploading the rows that changed. */
  density(): BufferImageSource {
    const { values, columnCount, binCount, bandCount, revision } = this.level;
    // The whole buffer, with the room that the level keeps for columns to come, so that appending needs no new texture.
    const rowLength = binCount * bandCount;
    const rows = Math.min(this.#maxRows, Math.floor((values.buffer.byteLength - values.byteOffset) / 4 / rowLength));
    const old = this.#density;
    if (old && (old.resource as Float32Array).buffer === values.buffer) {
      // Only the last column that was seen, and those after it, can differ.
      const texels = binCount * this.stride;
      if (revision !== this.#seenRevision) old.update(Math.max(0, this.#seenColumns - 1) * texels, columnCount * texels);
    } else {
      const resource = new Float32Array(values.buffer, values.byteOffset, rows * rowLength);
      this.#density = filled(old, resource, binCount * this.stride, rows, FORMATS[bandCount]);
    }
    this.#seenRevision = revision;
    this.#seenColumns = columnCount;
    return this.#density!;
  }

  /**
   * The first short bin of every column, -1 where sides are unknown. Only looked at where sides matter, so it is
   * left as it was unless `needed`.
   */
  shorts(needed: boolean): BufferImageSource {
    const { split, revision, columnCount } = this.level;
    if (this.#shorts && (!needed || this.#shortsRevision === revision)) return this.#shorts;
    let rows = this.#shorts?.resource as Float32Array | undefined;
    const fits = rows !== undefined && rows.length >= columnCount;
    if (!rows || !fits) rows = new Float32Array(Math.min(this.#maxRows, columnCount + 256)).fill(-1);
    let changedFrom = columnCount;
    for (let column = columnCount - 1; column >= 0; column--) {
      const first = firstShortBin(this.#prices, split[column]);
      const row = Number.isNaN(first) ? -1 : first;
      if (rows[column] !== row) changedFrom = column;
      rows[column] = row;
    }
    if (!this.#shorts || !fits) this.#shorts = filled(this.#shorts, rows, 1, rows.length, 'r32float');
    else if (changedFrom < columnCount) this.#shorts.update(changedFrom, columnCount);
    this.#shortsRevision = revision;
    return this.#shorts;
  }

  dispose(): void {
    this.#density?.destroy();
    this.#shorts?.destroy();
    this.#density = this.#shorts = undefined;
  }
}

/** A texture of these numbers. An old one is filled anew, since the shader may still hold it. */
function filled(
  old: BufferImageSource | undefined,
  resource: Float32Array,
  width: number,
  height: number,
  format: TEXTURE_FORMATS,
): BufferImageSource {
  if (!old) {
    return new BufferImageSource({
      resource, width, height, format, alphaMode: 'no-premultiply-alpha', scaleMode: 'nearest',
    });
  }
  old.resource = resource;
  if (!old.resize(width, height)) old.update();
  return old;
}
