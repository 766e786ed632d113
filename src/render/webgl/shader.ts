import { FAINTEST, LOG_STRENGTH } from '../../grid/intensity.js';
import { PALETTE_SIZE } from '../palettes.js';
import { CENTRE_NUDGE, MAX_BIN_KNOTS } from '../projection.js';

/** Knots travel four to a vector. */
export const KNOT_VECTORS = Math.ceil(MAX_BIN_KNOTS / 4);

/** Places one quad a run of columns: `aPlace` is x and y in device pixels and the column that lies there. */
export const VERTEX = /* glsl */ `#version 300 es
in vec3 aPlace;
uniform vec2 uCanvas;
out float vY;
out float vColumn;
void main() {
  vY = aPlace.y;
  vColumn = aPlace.z;
  gl_Position = vec4(2.0 * aPlace.x / uCanvas.x - 1.0, 1.0 - 2.0 * aPlace.y / uCanvas.y, 0.0, 1.0);
}`;

/**
 * Finds the texel under a pixel's centre and colours it. Columns and bins count from `uBase`, so that single
 * precision serves however long the history is.
 */
export const FRAGMENT = /* glsl */ `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
in float vY;
in float vColumn;
out vec4 colour;
uniform sampler2D uDensity;
uniform sampler2D uShorts;
uniform sampler2D uPalette;
uniform vec4 uKnots[${KNOT_VECTORS}];
uniform float uKnotCount;
uniform float uHeight;
uniform vec2 uBase;
uniform vec2 uSize;
uniform vec4 uBands;
uniform float uStride;
uniform float uSide;
uniform float uCurve;
uniform vec2 uShown;
uniform float uOpacity;

float knot(int index) {
  return uKnots[index >> 2][index & 3];
}

void main() {
  float place = (vY + ${CENTRE_NUDGE}) / uHeight * (uKnotCount - 1.0);
  float lower = clamp(floor(place), 0.0, uKnotCount - 2.0);
  float bin = uBase.y + floor(mix(knot(int(lower)), knot(int(lower) + 1), place - lower));
  float column = uBase.x + floor(vColumn);
  colour = vec4(0.0);
  if (bin < 0.0 || bin >= uSize.y || column < 0.0 || column >= uSize.x) return;

  float shorts = texelFetch(uShorts, ivec2(0, int(column)), 0).r;
  bool isShort = shorts >= 0.0 && bin >= shorts;
  if (uSide != 0.0 && (shorts < 0.0 || isShort != (uSide > 0.0))) return;

  float value;
  if (uStride == 1.0) {
    value = dot(texelFetch(uDensity, ivec2(int(bin), int(column)), 0), uBands);
  } else {
    int first = int(bin) * 3;
    value = uBands.x * texelFetch(uDensity, ivec2(first, int(column)), 0).r
      + uBands.y * texelFetch(uDensity, ivec2(first + 1, int(column)), 0).r
      + uBands.z * texelFetch(uDensity, ivec2(first + 2, int(column)), 0).r;
  }
  if (!(value > 0.0) || value < uShown.x) return;
  float share = value < uShown.y ? value / uShown.y : 1.0;
  float shade = uCurve == 0.0 ? log(1.0 + ${LOG_STRENGTH}.0 * share) / log(${LOG_STRENGTH + 1}.0)
    : uCurve == 1.0 ? sqrt(share) : share;
  int brightness = int(max(shade, ${FAINTEST}) * ${PALETTE_SIZE - 1}.0 + 0.5);
  vec4 texel = texelFetch(uPalette, ivec2(brightness, isShort ? 1 : 0), 0);
  colour = vec4(texel.rgb * texel.a, texel.a) * uOpacity;
}`;
