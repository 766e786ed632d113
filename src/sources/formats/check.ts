import { checkAxis, type PriceAxis } from '../../grid/price-axis.js';
import { show } from '../plain-text.js';
import type { SourceErrorCode } from '../source-error.js';

/**
 * A payload that cannot be used. Its message names the place and what was found there, not the source, which a
 * format does not know: {@link parsePayload} adds it and throws a `SourceError`.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: SourceErrorCode;
  /** The wrong place, such as `cells[17][2]`; empty for the whole payload. */
  readonly path: string;

  constructor(path: string, problem: string, code: SourceErrorCode = 'invalid-data') {
    super(path ? `${path}: ${problem}` : problem);
    this.path = path;
    this.code = code;
  }
}

const FITTING = 'a number that fits a 32-bit float';

/** From here on a number must be milliseconds: as seconds it would be the year 5138. */
export const FIRST_MILLISECONDS = 1e11;

/** Above it a double can no longer tell hundredths apart, and charts refuse to draw. */
const MAX_PRICE = 9e13;

/** Throws the {@link FormatError} for `field[row][item]`, or `field[row].item` when `item` is a name. */
export function refuse(
  expected: string, value: unknown, field: string, row?: number, item?: number | string,
): never {
  const rowPath = row === undefined ? field : `${field}[${row}]`;
  const itemPath = typeof item === 'string' ? `.${item}` : `[${item}]`;
  const path = item === undefined ? rowPath : rowPath + itemPath;
  throw new FormatError(path, `expected ${expected}, got ${show(value)}`);
}

// The checks below run once for every number of a bulk array: the path is put together only when one fails.

/** Passes an array on, or refuses it. */
export function array(value: unknown, field: string, row?: number): unknown[] {
  return Array.isArray(value) ? value : refuse('an array', value, field, row);
}

/** Passes a finite number on, or refuses it. */
export function finite(value: unknown, field: string, row?: number, item?: number | string): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : refuse('a finite number', value, field, row, item);
}

/** Passes a finite number ≥ 0 on, or refuses it. */
export function nonNegative(value: unknown, field: string, row?: number, item?: number | string): number {
  return typeof value === 'number' && value >= 0 && value < Infinity
    ? value
    : refuse('a finite number ≥ 0', value, field, row, item);
}

/** Passes a price on: a number > 0 and < 9e13; or refuses it. */
export function price(value: unknown, field: string, row?: number, item?: number | string): number {
  if (!(typeof value === 'number' && value > 0)) refuse('a finite number > 0', value, field, row, item);
  return value < MAX_PRICE ? value : refuse(`a price < ${MAX_PRICE}`, value, field, row, item);
}

/** Passes an index into `count` things on, or refuses it. */
export function index(value: unknown, count: number, field: string, row?: number, item?: number | string): number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count
    ? (value as number)
    : refuse(`an integer from 0 to ${count - 1}`, value, field, row, item);
}

/** Passes a time in seconds since the epoch on; refuses anything else, milliseconds by name. */
export function seconds(value: unknown, field: string, row?: number, item?: number | string): number {
  const time = finite(value, field, row, item);
  return time < FIRST_MILLISECONDS
    ? time
    : refuse('seconds since the epoch (this looks like milliseconds)', time, field, row, item);
}

/** Passes on a number that fits a 32-bit float, or refuses it. */
export function float32(value: unknown, field: string, row?: number, item?: number | string): number {
  const number = finite(value, field, row, item);
  return Number.isFinite(Math.fround(number)) ? number : refuse(FITTING, value, field, row, item);
}

/** Passes a text on, or refuses it. */
export function text(value: unknown, field: string, row?: number, item?: number | string): string {
  return typeof value === 'string' ? value : refuse('a text', value, field, row, item);
}

/** Passes on an axis that grids can be built on, or refuses it under the name of the `field` it was made from. */
export function usableAxis(axis: PriceAxis, field: string): PriceAxis {
  try {
    checkAxis(axis);
    return axis;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(field, `makes no usable price axis (${reason})`);
  }
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number written as a text, as the number; anything else unchanged. Only for vendors that write so. */
export function numeric(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}

/** Refuses a grid of more than `maxCells` cells; to be called before memory is taken for it. */
export function checkSize(columns: number, bins: number, bands: number, maxCells: number): void {
  if (columns * bins * bands <= maxCells) return;
  const size = `${columns} columns x ${bins} bins x ${bands} bands`;
  throw new FormatError('', `${size} is more than the limit of ${maxCells} cells`, 'too-large');
}

/** Adds to a cell of a density array; refuses what a 32-bit float cannot hold. */
export function addTo(
  values: Float32Array, at: number, value: number, field: string, row: number, item: number,
): void {
  values[at] += value;
  if (values[at] === Infinity) refuse(FITTING, value, field, row, item);
}
