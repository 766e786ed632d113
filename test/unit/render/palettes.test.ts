import { rgb } from 'd3-color';
import {
  interpolateCividis, interpolateInferno, interpolateMagma, interpolatePlasma, interpolateViridis,
} from 'd3-scale-chromatic';
import { describe, expect, it } from 'vitest';
import { palette, PALETTE_SIZE, paletteColour, PALETTES } from '../../../src/render/palettes.js';

const ORIGINALS = {
  viridis: interpolateViridis,
  inferno: interpolateInferno,
  magma: interpolateMagma,
  plasma: interpolatePlasma,
  cividis: interpolateCividis,
} as const;

function coloursOf(ramp: Uint8Array): number[][] {
  return Array.from({ length: ramp.length / 4 }, (_, i) => [...ramp.subarray(i * 4, i * 4 + 4)]);
}

/** WCAG's relative luminance, 0…1. */
function luminance([red, green, blue]: number[]): number {
  const [r, g, b] = [red, green, blue].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('palettes', () => {
  it.each(PALETTES)('%s has 256 colours for either side and its name', (name) => {
    const { long, short, name: own } = palette(name);
    expect([own, long.length, short.length]).toEqual([name, PALETTE_SIZE * 4, PALETTE_SIZE * 4]);
  });

  it.each(PALETTES)('%s is the same object at every call', (name) => {
    expect(palette(name)).toBe(palette(name));
  });

  it.each(PALETTES)('%s tells the sides apart only when it is diverging', (name) => {
    const { long, short } = palette(name);
    expect(long === short).toBe(name !== 'diverging');
  });

  it.each(PALETTES)('%s grows lighter with brightness', (name) => {
    for (const ramp of [palette(name).long, palette(name).short]) {
      const steps = coloursOf(ramp).map(luminance);
      // From one colour to the next, rounding to bytes may take a little back.
      for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1] - 5e-4);
      for (let i = 3; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 3]);
    }
  });

  it.each(PALETTES)('%s fades in, and is opaque from a sixth of its length on', (name) => {
    const alphas = coloursOf(palette(name).long).map(([, , , alpha]) => alpha);
    expect(alphas[0]).toBeGreaterThan(60);
    expect(alphas[0]).toBeLessThan(120);
    for (let i = 1; i < alphas.length; i++) expect(alphas[i]).toBeGreaterThanOrEqual(alphas[i - 1]);
    expect(alphas.findIndex((alpha) => alpha === 255)).toBeLessThanOrEqual(PALETTE_SIZE / 6);
  });

  it.each(Object.entries(ORIGINALS))('%s is within three of 255 of the colours it is made from', (name, original) => {
    coloursOf(palette(name as keyof typeof ORIGINALS).long).forEach((colour, i) => {
      const { r, g, b } = rgb(original(i / (PALETTE_SIZE - 1)));
      const off = [r, g, b].map((byte, channel) => Math.abs(byte - colour[channel]));
      expect(Math.max(...off), `colour ${i}`).toBeLessThanOrEqual(3);
    });
  });
});

describe('paletteColour', () => {
  const { long } = palette('magma');

  it('names the colour of a brightness for CSS, opaque', () => {
    expect(paletteColour(long, 0)).toBe(`rgb(${long[0]} ${long[1]} ${long[2]})`);
    expect(paletteColour(long, 100 / 255)).toBe(`rgb(${[...long.subarray(400, 403)].join(' ')})`);
  });

  it('takes what is out of range for its nearest end', () => {
    expect(paletteColour(long, -1)).toBe(paletteColour(long, 0));
    expect(paletteColour(long, 7)).toBe(paletteColour(long, 1));
  });
});
