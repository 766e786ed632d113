import { describe, expect, it } from 'vitest';
import { densityFilter, heatStyle, type LookAttributes } from '../../../src/elements/heat-style.js';
import { ALL_DENSITY } from '../../../src/grid/density-filter.js';
import { palette } from '../../../src/render/palettes.js';

describe('heatStyle', () => {
  it('keeps good attributes', () => {
    const look: LookAttributes = { palette: 'magma', intensity: 'sqrt', threshold: 0.2, peak: 0.8 };
    expect(heatStyle(look, ALL_DENSITY, undefined)).toEqual({
      palette: palette('magma'), curve: 'sqrt', threshold: 0.2, peak: 0.8, filter: ALL_DENSITY, opacity: 1, background: '',
    });
  });

  it('takes the default for each that is wrong', () => {
    const wrong = { palette: 'rainbow', intensity: null, threshold: NaN, peak: undefined } as unknown as LookAttributes;
    expect(heatStyle(wrong, ALL_DENSITY, undefined)).toMatchObject({
      palette: palette('viridis'), curve: 'log', threshold: 0, peak: 1,
    });
  });
});

describe('densityFilter', () => {
  const bands = ['10x', '25x', '50x', '100x'];
  const maskOf = (leverage: string | null | undefined) => densityFilter({ leverage, side: 'both' }, bands).bandMask;

  it('shows the bands that are named, parted by spaces or commas', () => {
    expect(maskOf('25x')).toBe(0b0010);
    expect(maskOf(' 25x,100x ')).toBe(0b1010);
    expect(maskOf('100x\n10x')).toBe(0b1001);
  });

  it('leaves out names it does not know, and shows all bands where nothing is left', () => {
    expect(maskOf('25x 77x')).toBe(0b0010);
    for (const leverage of ['all', '25x all', '77x', '', ' , ', null, undefined]) expect(maskOf(leverage)).toBe(0b1111);
  });

  it('shows everything while the bands are not known', () => {
    expect(densityFilter({ leverage: '25x', side: 'both' }, undefined)).toEqual(ALL_DENSITY);
  });

  it('shows one side, or both for a side that does not exist', () => {
    expect(densityFilter({ leverage: 'all', side: 'short' }, bands).side).toBe('short');
    expect(densityFilter({ leverage: 'all', side: 'up' as 'both' }, bands).side).toBe('both');
  });
});
