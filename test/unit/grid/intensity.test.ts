import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAINTEST, brightness, brightnessOf, fractionOf } from '../../../src/grid/intensity.js';
import type { IntensityCurve, IntensityScale } from '../../../src/grid/intensity.js';
import { evenly } from './arbitraries.js';

const CURVES: IntensityCurve[] = ['log', 'sqrt', 'linear'];
const curves = fc.constantFrom(...CURVES);
const fractions = fc.oneof(evenly(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const maxima = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
const scales: fc.Arbitrary<IntensityScale> = fc.record({
  curve: curves, threshold: fractions, peak: fractions, maximum: maxima,
});

describe('brightness', () => {
  it('never falls as density rises, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(scales, fractions, fractions, (scale, a, b) => {
        const [low, high] = [a, b].sort((x, y) => x - y).map((share) => brightness(scale, share * scale.maximum));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is 0 below the threshold and visible from it on', () => {
    fc.assert(
      fc.property(scales, fractions, (scale, share) => {
        const value = share * scale.maximum;
        fc.pre(value > 0);
        const shown = brightness(scale, value);
        if (value < scale.threshold * scale.maximum) expect(shown).toBe(0);
        else expect(shown).toBeGreaterThanOrEqual(FAINTEST);
      }),
    );
  });

  it('is exactly 1 from the peak on', () => {
    fc.assert(
      fc.property(scales, evenly(1, 10), (scale, factor) => {
        fc.pre(scale.peak >= scale.threshold && scale.peak > 1e-6);
        expect(brightness(scale, scale.peak * scale.maximum * factor)).toBe(1);
      }),
    );
  });

  it('follows the curve below the peak', () => {
    const scale: IntensityScale = { curve: 'linear', threshold: 0, peak: 0.5, maximum: 200 };
    expect(brightness(scale, 25)).toBeCloseTo(0.25, 12);
    expect(brightness({ ...scale, curve: 'sqrt' }, 25)).toBeCloseTo(0.5, 12);
    expect(brightness({ ...scale, curve: 'log' }, 25)).toBeCloseTo(Math.log(1 + 8 * 0.25) / Math.log(1 + 8), 12);
  });

  it.each([[0], [-1], [NaN]])('is 0 for a density of %d', (value) => {
    expect(brightness({ curve: 'log', threshold: 0, peak: 1, maximum: 10 }, value)).toBe(0);
  });

  it.each([[0], [-1], [NaN]])('is 0 under a maximum of %d', (maximum) => {
    expect(brightness({ curve: 'log', threshold: 0, peak: 1, maximum }, 1)).toBe(0);
  });

  it('hides what lies between the peak and a higher threshold', () => {
    const scale: IntensityScale = { curve: 'log', threshold: 0.5, peak: 0.2, maximum: 10 };
    expect([3, 4.9, 5].map((value) => brightness(scale, value))).toEqual([0, 0, 1]);
  });

  it('shows everything at its brightest under a peak of 0', () => {
    expect(brightness({ curve: 'sqrt', threshold: 0, peak: 0, maximum: 10 }, 0.001)).toBe(1);
  });
});

describe('the curves', () => {
  it.each(CURVES)('%s leads from 0 to 1', (curve) => {
    expect([brightnessOf(curve, 0), brightnessOf(curve, 1)]).toEqual([0, 1]);
  });

  it('are undone by fractionOf', () => {
    fc.assert(
      fc.property(curves, fractions, (curve, fraction) => {
        expect(fractionOf(curve, brightnessOf(curve, fraction))).toBeCloseTo(fraction, 12);
        expect(brightnessOf(curve, fractionOf(curve, fraction))).toBeCloseTo(fraction, 12);
      }),
    );
  });
});
