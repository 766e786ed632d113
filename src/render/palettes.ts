import { PALETTE_STOPS } from './palette-stops.js';

/** The palettes by name, the default first. All but `diverging` use one ramp for both sides. */
export const PALETTES = ['viridis', 'inferno', 'magma', 'plasma', 'cividis', 'amber', 'mono', 'diverging'] as const;

export type PaletteName = (typeof PALETTES)[number];

/** The colours of brightness 0…255, as RGBA bytes (not premultiplied), for long and for short density. */
export interface Palette {
  readonly name: PaletteName;
  readonly long: Uint8Array;
  readonly short: Uint8Array;
}

/** The number of colours in a ramp. */
export const PALETTE_SIZE = 256;

/** The faintest density fades in over this part of the ramp, so that it does not end in a hard edge. */
const FADE_IN = 0.16;
const FAINTEST_ALPHA = 0.35;

const cache = new Map<PaletteName, Palette>();

/** The palette of that name; the same object at every call. */
export function palette(name: PaletteName): Palette {
  let found = cache.get(name);
  if (!found) {
    const diverging = name === 'diverging';
    const long = ramp(PALETTE_STOPS[diverging ? 'divergingLong' : name]);
    found = { name, long, short: diverging ? ramp(PALETTE_STOPS.divergingShort) : long };
    cache.set(name, found);
  }
  return found;
}

/** The ramp's colour at a brightness of 0…1 as a CSS colour, without its fade-in. */
export function paletteColour(ramp: Uint8Array, brightness: number): string {
  const at = 4 * Math.round(Math.min(1, Math.max(0, brightness)) * (PALETTE_SIZE - 1));
  return `rgb(${ramp[at]} ${ramp[at + 1]} ${ramp[at + 2]})`;
}

function ramp(stops: string): Uint8Array {
  const last = stops.length / 6 - 1;
  const channel = (stop: number, offset: number) => parseInt(stops.slice(stop * 6 + offset, stop * 6 + offset + 2), 16);
  const bytes = new Uint8Array(PALETTE_SIZE * 4);
  for (let i = 0; i < PALETTE_SIZE; i++) {
    const place = (i / (PALETTE_SIZE - 1)) * last;
    const stop = Math.min(last - 1, Math.floor(place));
    for (let c = 0; c < 3; c++) {
      const from = channel(stop, c * 2);
      bytes[i * 4 + c] = Math.round(from + (channel(stop + 1, c * 2) - from) * (place - stop));
    }
    const fade = Math.min(1, i / (PALETTE_SIZE - 1) / FADE_IN);
    bytes[i * 4 + 3] = Math.round(255 * (FAINTEST_ALPHA + (1 - FAINTEST_ALPHA) * fade));
  }
  return bytes;
}
