import fc from 'fast-check';
import type { EstimatorOptions } from '../../../src/model/options.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import { evenly } from '../grid/arbitraries.js';

export const INTERVAL = 900;
export const START = 1_760_000_400;

/** What becomes of the price, by logarithm, and of the rest in one bar. */
interface Move {
  drift: number;
  above: number;
  below: number;
  volume: number;
  interest: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  drift: fc.oneof({ arbitrary: evenly(-0.006, 0.006), weight: 6 }, evenly(-0.08, 0.08), fc.constant(0)),
  above: fc.oneof(evenly(0, 0.004), fc.constant(0)),
  below: fc.oneof(evenly(0, 0.004), fc.constant(0)),
  volume: fc.oneof(evenly(0, 500), fc.constant(0)),
  interest: fc.oneof(evenly(-0.01, 0.01), fc.constant(0)),
});

function barsOf(price: number, moves: readonly Move[]): MarketBar[] {
  let close = price;
  let interest = 20_000;
  return moves.map(({ drift, above, below, volume, interest: change }, i) => {
    const open = close;
    close = open * Math.exp(drift);
    const openInterest = { open: interest, close: interest * (1 + change) };
    interest = openInterest.close;
    const [high, low] = [Math.max(open, close) * Math.exp(above), Math.min(open, close) * Math.exp(-below)];
    return { time: START + i * INTERVAL, open, high, low, close, volume, openInterest };
  });
}

/** Bars without a gap, each opening where the one before closed, that tell everything. */
export function wholeBars(minLength = 2, maxLength = 40): fc.Arbitrary<MarketBar[]> {
  const price = evenly(Math.log(0.01), Math.log(100_000)).map(Math.exp);
  return fc.tuple(price, fc.array(move, { minLength, maxLength })).map(([price, moves]) => barsOf(price, moves));
}

/** Bars of which some are missing, and some do not tell their open interest or volume or tell nonsense. */
export function patchyBars(minLength = 2, maxLength = 40): fc.Arbitrary<MarketBar[]> {
  const bad = fc.constantFrom(NaN, 0, -1, Infinity);
  const patch = fc.record({
    kept: fc.integer({ min: 0, max: 9 }).map((i) => i > 0),
    openInterest: fc.oneof(
      { arbitrary: fc.constant('as it is' as const), weight: 6 },
      { arbitrary: fc.constant(undefined), weight: 2 },
      fc.record({ open: bad, close: bad }),
      bad.map((open) => ({ open, close: 7 })),
    ),
    volume: fc.oneof({ arbitrary: fc.constant('as it is' as const), weight: 6 }, bad),
    takerShare: fc.oneof(fc.constant(undefined), evenly(0, 1), fc.constant(NaN)),
  });
  return wholeBars(minLength, maxLength).chain((bars) =>
    fc.array(patch, { minLength: bars.length, maxLength: bars.length }).map((patches) =>
      bars.flatMap((bar, i) => {
        const { kept, openInterest, volume, takerShare } = patches[i];
        if (!kept && i > 0) return [];
        return {
          ...bar,
          openInterest: openInterest === 'as it is' ? bar.openInterest : openInterest,
          volume: volume === 'as it is' ? bar.volume : volume,
          takerBuyVolume: takerShare === undefined ? undefined : takerShare * bar.volume,
        };
      }),
    ),
  );
}

/** Options of every kind, with weights large enough that the levels now and then hold more than the open interest. */
export const options: fc.Arbitrary<EstimatorOptions> = fc.record(
  {
    preset: fc.constantFrom('default' as const, 'high-leverage' as const, 'all-leverage' as const),
    tiers: fc.uniqueArray(fc.constantFrom(100, 75, 50, 20, 10, 3), { minLength: 1, maxLength: 4 }).map((leverages) =>
      leverages.map((leverage) => ({ leverage, weight: 1 / leverages.length })),
    ),
    contract: fc.constantFrom('linear' as const, 'inverse' as const),
    closeMode: fc.constantFrom('reservoir' as const, 'proportional' as const),
    binWidth: fc.constantFrom(0.0005, 0.001, 0.002),
    buffer: evenly(0, 0.002),
    smear: evenly(0, 0.4),
    exitRate: fc.constantFrom(0, 0.02, 5, 1e6),
    exitSkew: evenly(0, 2),
    turnover: evenly(0, 50),
    openInterestGain: evenly(0, 2),
    tilt: evenly(0, 1),
    reportingShare: evenly(0, 1),
    openInterest: evenly(1, 40_000),
  },
  { requiredKeys: [] },
);
