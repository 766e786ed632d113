import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MarketBar } from '../../../src/model/market-bar.js';
import { packBars, unpackBars } from '../../../src/model/packed-bars.js';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

const bars: fc.Arbitrary<MarketBar[]> = fc.array(
  fc.record(
    {
      time: number,
      open: number,
      high: number,
      low: number,
      close: number,
      volume: number,
      openInterest: fc.record({ open: number, close: number }),
      takerBuyVolume: number,
      markHigh: number,
      markLow: number,
    },
    { requiredKeys: ['time', 'open', 'high', 'low', 'close', 'volume'] },
  ),
);

it('bars come out as they went in', () => {
  fc.assert(
    fc.property(bars, (some) => {
      expect(unpackBars(packBars(some))).toEqual(some);
    }),
  );
});
