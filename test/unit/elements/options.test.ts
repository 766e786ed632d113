import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampShare, localeOf, oneOf, titleOf, UNTITLED } from '../../../src/elements/options.js';

describe('oneOf', () => {
  it('keeps a word that is allowed, and takes the first one for all else', () => {
    const allowed = ['log', 'sqrt', 'linear'] as const;
    for (const word of allowed) expect(oneOf(allowed, word)).toBe(word);
    for (const word of ['', 'LOG', ' sqrt', 'constructor', null, undefined]) expect(oneOf(allowed, word)).toBe('log');
  });
});

describe('clampShare', () => {
  it('keeps a share, and cuts what lies outside', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const share = clampShare(value, 0.5);
        expect(share >= 0 && share <= 1).toBe(true);
        if (value >= 0 && value <= 1) expect(share).toBe(value + 0);
        else expect(share).toBe(value < 0 ? 0 : 1);
      }),
    );
  });

  it('falls back where there is no number', () => {
    for (const value of [NaN, null, undefined]) expect(clampShare(value, 0.75)).toBe(0.75);
  });
});

describe('localeOf', () => {
  it('gives a language tag in its usual spelling', () => {
    expect(localeOf('de')).toBe('de');
    expect(localeOf('EN-gb')).toBe('en-GB');
    expect(localeOf('ar-EG-u-nu-arab')).toBe('ar-EG-u-nu-arab');
  });

  it('gives undefined for nothing and for what is no language tag', () => {
    for (const tag of ['', null, undefined, 'no such language', 'e', '-de', 'de_DE']) expect(localeOf(tag)).toBeUndefined();
  });

  it('never gives what Intl refuses', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z-]{1,12}$/)), (tag) => {
        expect(() => new Intl.NumberFormat(localeOf(tag))).not.toThrow();
      }),
    );
  });
});

describe('titleOf', () => {
  it('is the pair of one market', () => {
    expect(titleOf('BINANCE:BTCUSDT')).toBe('BTCUSDT');
    expect(titleOf('okx:btc-usdt-swap')).toBe('BTC-USDT-SWAP');
    expect(titleOf('ETHUSDT')).toBe('ETHUSDT');
  });

  it('is the coin of several markets, or the coins', () => {
    expect(titleOf('BTC')).toBe('BTC');
    expect(titleOf('BINANCE:BTCUSDT, OKX:BTC-USDT-SWAP')).toBe('BTC');
    expect(titleOf('BINANCE:BTCUSDT, BYBIT:ETHUSDT')).toBe('BTC, ETH');
  });

  it('says what the chart is where no market is named, or none that exists', () => {
    for (const symbol of ['', '   ', 'MOON:BTC', '<b>']) expect(titleOf(symbol)).toBe(UNTITLED);
  });
});
