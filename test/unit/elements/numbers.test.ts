import { describe, expect, it } from 'vitest';
import { formatSize } from '../../../src/elements/numbers.js';

describe('formatSize', () => {
  it('writes dollars as traders do, with three digits', () => {
    const written: [number, string][] = [
      [0, '$0'], [0.05, '$0.05'], [999.9, '$1K'], [1000, '$1K'], [68_450, '$68.5K'], [12_400_000, '$12.4M'],
      [999_600_000, '$1B'], [1_234_567_890, '$1.23B'], [4.2e12, '$4.2T'],
    ];
    for (const [value, text] of written) expect(formatSize(value, 'usd', 'en')).toBe(text);
  });

  it('leaves the currency out where values only compare with each other', () => {
    expect(formatSize(0.25, 'relative', 'en')).toBe('0.25');
    expect(formatSize(12_400_000, 'relative', 'en')).toBe('12.4M');
  });

  it('writes in the language asked for, whatever was asked for before', () => {
    expect(formatSize(12_400_000, 'relative', 'en')).toBe('12.4M');
    expect(formatSize(12_400_000, 'relative', 'de').replace(/\s/, ' ')).toBe('12,4 Mio.');
    expect(formatSize(12_400_000, 'relative', 'en')).toBe('12.4M');
  });
});
