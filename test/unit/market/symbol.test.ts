import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VENUES, baseCoin, formatMarket, parseSymbol } from '../../../src/market/symbol.js';

const parsed = (text: string): string[] => parseSymbol(text).map(formatMarket);

describe('parseSymbol', () => {
  it('reads one market', () => {
    expect(parseSymbol('BINANCE:BTCUSDT')).toEqual([{ venue: 'BINANCE', pair: 'BTCUSDT' }]);
  });

  it('reads a list in its order', () => {
    expect(parsed('OKX:BTC-USDT-SWAP, BYBIT:BTCUSDT,MEXC:BTC_USDT')).toEqual([
      'OKX:BTC-USDT-SWAP', 'BYBIT:BTCUSDT', 'MEXC:BTC_USDT',
    ]);
  });

  it('ignores case and surrounding space', () => {
    expect(parsed('  binance : btcusdt ,okx:eth-usdt-swap ')).toEqual(['BINANCE:BTCUSDT', 'OKX:ETH-USDT-SWAP']);
  });

  it('takes a bare coin for the four open venues, spelled their way', () => {
    expect(parsed('btc')).toEqual(['BINANCE:BTCUSDT', 'BYBIT:BTCUSDT', 'OKX:BTC-USDT-SWAP', 'HYPERLIQUID:BTC']);
  });

  it.each(['BTCUSDT', 'BTCUSDC', 'BTCUSD', 'BTCFDUSD', 'BTCBUSD', '1000PEPEUSDT'])('takes %s for a pair on Binance', (pair) => {
    expect(parsed(pair)).toEqual([`BINANCE:${pair}`]);
  });

  it.each(['USDT', 'USDC', 'USD', 'FDUSD', 'BUSD'])('takes %s alone for a coin', (coin) => {
    expect(parsed(coin)[3]).toBe(`HYPERLIQUID:${coin}`);
  });

  it('drops duplicates, keeping the first', () => {
    expect(parsed('BYBIT:BTCUSDT, BTC, bybit:btcusdt')).toEqual([
      'BYBIT:BTCUSDT', 'BINANCE:BTCUSDT', 'OKX:BTC-USDT-SWAP', 'HYPERLIQUID:BTC',
    ]);
  });

  it('accepts names that are not Latin', () => {
    expect(parsed('BINANCE:币安人生USDT')).toEqual(['BINANCE:币安人生USDT']);
  });

  it.each([
    ['', 'symbol "": a coin, a pair or VENUE:PAIR is missing'],
    ['BTC,', 'symbol "": a coin'],
    ['BTC, KRAKEN:BTCUSD', 'symbol "KRAKEN:BTCUSD": unknown venue "KRAKEN", expected one of BINANCE, BYBIT'],
    ['BINANCE:', 'symbol "BINANCE:": the pair is empty'],
    ['BINANCE:BTC/USDT', 'symbol "BINANCE:BTC/USDT": "BTC/USDT" is no pair'],
    ['BINANCE:BTC:USDT', '"BTC:USDT" is no pair'],
    ['OKX:-BTC', '"-BTC" is no pair'],
    ['BTC-USDT-SWAP', 'symbol "BTC-USDT-SWAP": a coin or pair without a venue is only letters and digits'],
    ['BTC USDT', 'symbol "BTC USDT": a coin or pair'],
  ])('rejects %j and names the part that is wrong', (text, message) => {
    expect(() => parseSymbol(text)).toThrow(RangeError);
    expect(() => parseSymbol(text)).toThrow(message);
  });

  it('reads back what formatMarket writes', () => {
    const pair = fc.stringMatching(/^[A-Z0-9]{1,10}([-_][A-Z0-9]{1,6}){0,2}$/);
    fc.assert(
      fc.property(fc.record({ venue: fc.constantFrom(...VENUES), pair }), (market) => {
        expect(parseSymbol(formatMarket(market))).toEqual([market]);
      }),
    );
  });

  it('either finds markets or throws a RangeError, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'BTCUSD:,-_ ') })), (text) => {
        try {
          expect(parseSymbol(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe('baseCoin', () => {
  it.each([
    'BINANCE:BTCUSDT', 'BINANCE:BTCUSDC', 'BYBIT:BTCUSD', 'OKX:BTC-USDT-SWAP', 'MEXC:BTC_USDT', 'HYPERLIQUID:BTC',
    'SIMULATED:BTCUSDT', 'BINANCE:BTCFDUSD', 'BINANCE:BTCBUSD', 'BINANCE:BTCUSDT_260327',
  ])('of %s is BTC', (symbol) => {
    expect(parseSymbol(symbol).map(baseCoin)).toEqual(['BTC']);
  });

  it('of a coin that is a currency is the coin itself', () => {
    expect(baseCoin({ venue: 'HYPERLIQUID', pair: 'FDUSD' })).toBe('FDUSD');
    expect(baseCoin({ venue: 'BINANCE', pair: 'USDCUSDT' })).toBe('USDC');
  });
});
