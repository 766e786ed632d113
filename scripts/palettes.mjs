// Writes src/render/palette-stops.ts: each palette as evenly spaced colours. Run by hand: npm run palettes.
import { writeFileSync } from 'node:fs';
import { rgb } from 'd3-color';
import { interpolateLab, piecewise } from 'd3-interpolate';
import {
  interpolateCividis, interpolateInferno, interpolateMagma, interpolatePlasma, interpolateViridis,
} from 'd3-scale-chromatic';

const STOPS = 37;

const ramp = (...colours) => piecewise(interpolateLab, colours);
const palettes = {
  viridis: interpolateViridis,
  inferno: interpolateInferno,
  magma: interpolateMagma,
  plasma: interpolatePlasma,
  cividis: interpolateCividis,
  amber: ramp('#0c0a06', '#3a2604', '#8a5a00', '#e0a000', '#ffe14a', '#fff9c4'),
  mono: ramp('#16181d', '#5c6068', '#aeb2b9', '#ffffff'),
  divergingLong: ramp('#120a04', '#6b2a05', '#c8590a', '#ff9f2e', '#ffe9a8'),
  divergingShort: ramp('#04101c', '#0b3a6b', '#1273c4', '#44b4f5', '#c9f1ff'),
};

const hex = (colour) => rgb(colour).formatHex().slice(1);
const rows = Object.entries(palettes).map(([name, interpolate]) => {
  const stops = Array.from({ length: STOPS }, (_, i) => hex(interpolate(i / (STOPS - 1)))).join('');
  return `  ${name}:\n${stops.match(/.{1,102}/g).map((part) => `    '${part}'`).join(' +\n')},`;
});

writeFileSync(
  new URL('../src/render/palette-stops.ts', import.meta.url),
  `// Written by scripts/palettes.mjs from d3-scale-chromatic and d3-interpolate; do not edit.

/** ${STOPS} evenly spaced colours a palette, six hexadecimal digits each, darkest first. */
export const PALETTE_STOPS = {
${rows.join('\n')}
} as const;
`,
);
