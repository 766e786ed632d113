import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceAxis } from '../../../src/grid/price-axis.js';
import { estimate } from '../../../src/model/estimate.js';
import type { EstimateStep } from '../../../src/model/estimate-step.js';
import { Estimator } from '../../../src/model/estimator.js';
import type { EstimatorState } from '../../../src/model/estimator.js';
import type { MarketBar } from '../../../src/model/market-bar.js';
import type { EstimatorOptions } from '../../../src/model/options.js';
import { evenly } from '../grid/arbitraries.js';
import { INTERVAL, options, patchyBars, wholeBars } from './estimator-arbitraries.js';
import { simulatedBars } from './evaluation-data.js';

const SIDES = ['long', 'short'] as const;
const BIN = 0.001;

function run(bars: readonly MarketBar[], given: EstimatorOptions = {}): { estimator: Estimator; steps: EstimateStep[] } {
  const estimator = new Estimator(given);
  return { estimator, steps: bars.map((bar) => estimator.step(bar)) };
}

/** The bins that hold mass, and all mass in them, on one side; counted away from the price. */
function massByBin({ scale, tiers }: EstimatorState['longs']): Map<number, number> {
  const bins = new Map<number, number>();
  for (const { from, masses } of tiers) {
    masses.forEach((mass, i) => mass > 0 && bins.set(from + i, (bins.get(from + i) ?? 0) + mass * scale));
  }
  return bins;
}

/** The bar that follows: at one price, without volume or a change of open interest unless told otherwise. */
function after(bars: readonly MarketBar[], change: Partial<MarketBar> = {}): MarketBar {
  const { time, close, openInterest } = bars.at(-1)!;
  const interest = openInterest!.close;
  const still = { open: close, high: close, low: close, close, volume: 0 };
  return { time: time + INTERVAL, ...still, openInterest: { open: interest, close: interest }, ...change };
}

function numbersOf(step: EstimateStep): number[] {
  return Object.values(step).flatMap((value: number | boolean | { long: number; short: number }) =>
    typeof value === 'object' ? [value.long, value.short] : [Number(value)],
  );
}

function expectClose(actual: readonly number[], expected: readonly number[], scale: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-9 * scale));
}

describe('the books of the estimator', () => {
  it('never hold a negative number or one that is none, whatever bars leave out', () => {
    fc.assert(
      fc.property(patchyBars(), options, (bars, given) => {
        const { steps, estimator } = run(bars, given);
        const { longs, shorts } = estimator.toJSON();
        const masses = [...longs.tiers, ...shorts.tiers].flatMap(({ masses }) => masses);
        const wrong = [...steps.flatMap(numbersOf), ...masses].filter((number) => !(number >= 0 && number < Infinity));
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('balance on each side of each bar', () => {
    fc.assert(
      fc.property(patchyBars(), options, (bars, given) => {
        const { steps } = run(bars, given);
        steps.forEach((step, i) => {
          for (const side of SIDES) {
            const { openInterest, levels, reservoir, opened, deposited, inBar, exited, removed, overflow } = step;
            const before = steps[i - 1]?.levels[side] ?? 0;
            const flow = before + deposited[side] - exited[side] - removed[side] - overflow[side];
            const scale = Math.max(openInterest, before, opened[side]);
            expect(Math.abs(levels[side] - flow)).toBeLessThanOrEqual(1e-9 * scale);
            expect(Math.abs(levels[side] + reservoir[side] - openInterest)).toBeLessThanOrEqual(1e-9 * openInterest);
            expect(deposited[side] + inBar[side]).toBeLessThanOrEqual(opened[side] * (1 + 1e-9));
          }
        });
      }),
    );
  });

  it('agree with the masses in the bins', () => {
    fc.assert(
      fc.property(patchyBars(), options, (bars, given) => {
        const { steps, estimator } = run(bars, given);
        const state = estimator.toJSON();
        const { levels, openInterest } = steps.at(-1)!;
        const sums = [state.longs, state.shorts].map((book) => [...massByBin(book).values()].reduce((a, b) => a + b, 0));
        expectClose(sums, [levels.long, levels.short], openInterest);
      }),
    );
  });

  it('refuse a bar that is not after the last one, and are unchanged by it', () => {
    fc.assert(
      fc.property(wholeBars(), fc.integer({ min: 0, max: 5_000 }), (bars, earlier) => {
        const { estimator } = run(bars);
        const before = JSON.stringify(estimator);
        const late = after(bars, { time: bars.at(-1)!.time - earlier });
        expect(() => estimator.step(late)).toThrow(new RegExp(`bars\\[${bars.length}\\]\\.time`));
        expect(JSON.stringify(estimator)).toBe(before);
      }),
    );
  });
});

describe('consumption', () => {
  const silent: EstimatorOptions = { openInterestGain: 0, exitRate: 0 };

  it('leaves nothing that a bar touched, nor anything beyond its close', () => {
    fc.assert(
      fc.property(wholeBars(), evenly(0, 0.05), evenly(0, 0.05), (bars, fall, rise) => {
        const { estimator } = run(bars, silent);
        const { close } = bars.at(-1)!;
        const [low, high] = [close * Math.exp(-fall), close * Math.exp(rise)];
        const { longs: longsBefore, shorts: shortsBefore } = estimator.toJSON();
        const nearest = (book: EstimatorState['longs']): number => Math.min(...massByBin(book).keys());
        expect(nearest(longsBefore)).toBeGreaterThanOrEqual(Math.floor(-Math.log(close) / BIN));
        expect(nearest(shortsBefore)).toBeGreaterThanOrEqual(Math.floor(Math.log(close) / BIN));

        estimator.step(after(bars, { low, high }));
        const { longs, shorts } = estimator.toJSON();
        expect(nearest(longs) + 1).toBeGreaterThan(-Math.log(low * 0.9995) / BIN);
        expect(nearest(shorts) + 1).toBeGreaterThan(Math.log(high * 1.0005) / BIN);
      }),
    );
  });

  it('never takes fewer longs for a lower low, nor fewer shorts for a higher high', () => {
    fc.assert(
      fc.property(wholeBars(), evenly(0, 0.3), evenly(0, 0.3), (bars, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const { close } = bars.at(-1)!;
        const removed = (reach: number): EstimateStep['removed'] =>
          run([...bars, after(bars, { low: close * Math.exp(-reach), high: close * Math.exp(reach) })]).steps.at(-1)!.removed;
        expect(removed(more).long).toBeGreaterThanOrEqual(removed(less).long);
        expect(removed(more).short).toBeGreaterThanOrEqual(removed(less).short);
      }),
    );
  });

  it('takes what is touched exactly', () => {
    fc.assert(
      fc.property(wholeBars(20), fc.nat(200), (bars, skip) => {
        const { estimator } = run(bars, { ...silent, buffer: 0 });
        const bins = [...massByBin(estimator.toJSON().longs)].sort(([a], [b]) => a - b);
        fc.pre(bins.length > 0);
        const [touched] = bins[Math.min(skip, bins.length - 1)];
        const expected = bins.filter(([bin]) => bin <= touched).reduce((sum, [, mass]) => sum + mass, 0);
        // The lower edge of the bin, which is the higher end away from the price, but for rounding.
        const low = Math.exp(-(touched + 1) * BIN) * (1 + 1e-14);
        const { removed, openInterest } = estimator.step(after(bars, { low }));
        expectClose([removed.long], [expected], openInterest);
        expect(Math.min(...massByBin(estimator.toJSON().longs).keys())).toBeGreaterThan(touched);
      }),
    );
  });

  it('goes by the mark price where that is known, and at least to the close', () => {
    fc.assert(
      fc.property(wholeBars(), evenly(0.01, 0.1), evenly(0, 0.1), (bars, reach, markReach) => {
        const { close } = bars.at(-1)!;
        const low = close * Math.exp(-reach);
        const markLow = close * Math.exp(-markReach);
        const removed = (change: Partial<MarketBar>): number =>
          run([...bars, after(bars, change)], { ...silent, buffer: 0 }).steps.at(-1)!.removed.long;
        expect(removed({ low, markLow })).toBe(removed({ low: markLow }));
        expect(removed({ low, close: low, markLow: close })).toBe(removed({ low, close: low }));
      }),
    );
  });
});

describe('what is known of a time', () => {
  const axis: PriceAxis = { scale: 'log', origin: 0.001, step: 0.25, count: 100 };

  it('does not depend on what comes after', () => {
    fc.assert(
      fc.property(patchyBars(3), fc.nat(), options, evenly(-0.2, 0.2), (bars, cut, given, shock) => {
        fc.pre(bars.length > 1);
        const length = 1 + (cut % (bars.length - 1));
        const prefix = bars.slice(0, length);
        const { close } = bars[length];
        const low = Math.min(bars[length].low, close * Math.exp(shock));
        const changed = [...prefix, { ...bars[length], low, volume: 1e6, openInterest: { open: 3, close: 9_999 } }];
        const columns = (bars: readonly MarketBar[]): Float32Array =>
          estimate(bars, given).toGrid({ prices: axis }).values.subarray(0, length * axis.count * 4);
        expect(estimate(bars, given).steps.slice(0, length)).toEqual(estimate(prefix, given).steps);
        expect(estimate(changed, given).steps.slice(0, length)).toEqual(estimate(prefix, given).steps);
        expect(columns(bars)).toEqual(columns(prefix));
        expect(columns(changed)).toEqual(columns(prefix));
      }),
      { numRuns: 30 },
    );
  });

  it('is the same all at once and bar by bar, however often the running bar is looked at', () => {
    fc.assert(
      fc.property(patchyBars(), options, (bars, given) => {
        const batch = estimate(bars, given);
        const grid = batch.toGrid({ prices: axis });
        const length = axis.count * 4;
        const estimator = new Estimator(given);
        bars.slice(0, 15).forEach((bar, i) => {
          const previews = [{ ...bar, volume: bar.volume / 3 }, bar, bar].map((bar) => estimator.preview(bar, { prices: axis }));
          const step = estimator.step(bar);
          const column = estimator.column({ prices: axis });
          expect(step).toEqual(batch.steps[i]);
          expect(column.values).toEqual(grid.values.subarray(i * length, (i + 1) * length));
          expect(previews[1]).toEqual({ step, column });
          expect(previews[2]).toEqual({ step, column });
        });
      }),
      { numRuns: 10 },
    );
  });

  it('survives being saved as text and restored', () => {
    fc.assert(
      fc.property(patchyBars(), fc.nat(), options, (bars, cut, given) => {
        const whole = run(bars, given);
        const half = cut % bars.length;
        const saved = JSON.stringify(run(bars.slice(0, half), given).estimator);
        const restored = Estimator.fromJSON(JSON.parse(saved) as EstimatorState);
        expect(bars.slice(half).map((bar) => restored.step(bar))).toEqual(whole.steps.slice(half));
        expect(JSON.stringify(restored)).toBe(JSON.stringify(whole.estimator));
      }),
    );
  });
});

describe('symmetries of the estimate', () => {
  const scaled = (bars: readonly MarketBar[], price: number, amount = 1): MarketBar[] =>
    bars.map((bar) => ({
      ...bar,
      open: bar.open * price,
      high: bar.high * price,
      low: bar.low * price,
      close: bar.close * price,
      volume: bar.volume * amount,
      openInterest: { open: bar.openInterest!.open * amount, close: bar.openInterest!.close * amount },
    }));

  it('other units of price only shift the levels', () => {
    fc.assert(
      fc.property(wholeBars(), fc.integer({ min: -3_000, max: 3_000 }), (bars, bins) => {
        const factor = Math.exp(bins * BIN);
        const here = run(bars);
        const there = run(scaled(bars, factor));
        here.steps.forEach((step, i) => {
          for (const side of SIDES) {
            const { levels, removed, inBar, consumed } = there.steps[i];
            const masses = [step.levels[side], step.removed[side], step.inBar[side]];
            expectClose([levels[side], removed[side], inBar[side]], masses, step.openInterest);
            expectClose([consumed[side] / factor], [step.consumed[side]], step.openInterest * bars[i].high);
          }
        });
        const moved = massByBin(there.estimator.toJSON().shorts);
        const tolerance = 1e-9 * bars.at(-1)!.openInterest!.close;
        for (const [bin, mass] of massByBin(here.estimator.toJSON().shorts)) {
          expect(Math.abs((moved.get(bin + bins) ?? 0) - mass)).toBeLessThanOrEqual(tolerance);
        }
      }),
    );
  });

  it('other units of amount only scale the masses', () => {
    fc.assert(
      fc.property(wholeBars(), evenly(-6, 6).map((x) => 10 ** x), (bars, factor) => {
        const there = run(scaled(bars, 1, factor)).steps;
        run(bars).steps.forEach((step, i) => {
          for (const side of SIDES) {
            expectClose([there[i].levels[side] / factor], [step.levels[side]], step.openInterest);
            expectClose([there[i].removed[side] / factor], [step.removed[side]], step.openInterest);
          }
        });
      }),
    );
  });

  it('seen upside down, longs of linear contracts are shorts of inverse ones', () => {
    fc.assert(
      fc.property(wholeBars(), fc.integer({ min: -5_000, max: 5_000 }), (bars, bins) => {
        const product = Math.exp(bins * BIN);
        const mirrored = bars.map((bar) => ({
          ...bar,
          open: product / bar.open,
          high: product / bar.low,
          low: product / bar.high,
          close: product / bar.close,
        }));
        const exact: EstimatorOptions = { buffer: 0, exitSkew: 0.67 };
        const linear = run(bars, exact).steps;
        const inverse = run(mirrored, { ...exact, contract: 'inverse' }).steps;
        linear.forEach((step, i) => {
          const { levels, removed, inBar } = inverse[i];
          expectClose(
            [levels.short, levels.long, removed.short, removed.long, inBar.short, inBar.long],
            [step.levels.long, step.levels.short, step.removed.long, step.removed.short, step.inBar.long, step.inBar.short],
            step.openInterest,
          );
        });
      }),
    );
  });

  it('leverages add up, as long as what they open does not depend on what they lose', () => {
    fc.assert(
      fc.property(wholeBars(), (bars) => {
        const tiers = [100, 25, 10, 5].map((leverage, i) => ({ leverage, weight: 0.01 * (i + 1) }));
        const low = Math.min(...bars.map(({ low }) => low));
        // Finer than the model's own bins, so that even what is left of a bin must agree.
        const prices: PriceAxis = { scale: 'log', origin: low / 1.5, step: BIN / 3, count: 4_000 };
        const column = (given: EstimatorOptions['tiers']): Float32Array =>
          run(bars, { tiers: given, openInterestGain: 0 }).estimator.column({ prices, bands: ['all'] }).values;
        const all = column(tiers);
        const parts = [tiers.slice(0, 1), tiers.slice(1, 3), tiers.slice(3)].map(column);
        const most = all.reduce((a, b) => Math.max(a, b));
        const worst = all.reduce((worst, value, i) => {
          const sum = parts.reduce((total, part) => total + part[i], 0);
          return Math.max(worst, Math.abs(sum - value));
        }, 0);
        expect(worst).toBeLessThanOrEqual(1e-6 * most);
      }),
      { numRuns: 30 },
    );
  });
});

describe('bars that hardly differ', () => {
  it('a bar in which nothing happens changes no density', () => {
    fc.assert(
      fc.property(wholeBars(), fc.boolean(), (bars, moving) => {
        const { open, high, low, close } = bars.at(-1)!;
        // What liquidations free is opened again where price is; so either price stands still or that is left out.
        const given = moving ? { openInterestGain: 0 } : { buffer: 0 };
        const estimator = new Estimator({ exitRate: 0, ...given });
        for (const bar of bars) estimator.step(bar);
        const still = (index: number): MarketBar =>
          after(bars, { ...(moving ? { open, high, low, close } : {}), time: bars.at(-1)!.time + index * INTERVAL });
        // A bar's range is wider than its close: the first still bar may take what the last one opened between them.
        if (moving) estimator.step(still(1));
        const { longs, shorts } = estimator.toJSON();
        const { removed } = estimator.step(still(2));
        expect(removed).toEqual({ long: 0, short: 0 });
        expect(estimator.toJSON()).toMatchObject({ longs, shorts });
      }),
    );
  });

  it('a bar divided in two takes what stood before it all the same', () => {
    fc.assert(
      fc.property(wholeBars(), evenly(-0.05, 0.05), evenly(-0.05, 0.05), evenly(0, 500), (bars, first, second, volume) => {
        const { time, close } = bars.at(-1)!;
        const prices = [close, close * Math.exp(first), close * Math.exp(second)];
        const half = (i: number, volume: number): MarketBar =>
          after(bars, {
            time: time + INTERVAL + (i * INTERVAL) / 2,
            open: prices[i],
            close: prices[i + 1],
            high: Math.max(prices[i], prices[i + 1]),
            low: Math.min(prices[i], prices[i + 1]),
            volume,
          });
        const whole = (volume: number): MarketBar =>
          after(bars, { close: prices[2], high: Math.max(...prices), low: Math.min(...prices), volume });
        const removed = (last: readonly MarketBar[], given: EstimatorOptions): EstimateStep[] =>
          run([...bars, ...last], { exitRate: 0, ...given }).steps.slice(bars.length);

        const [one] = removed([whole(0)], { openInterestGain: 0 });
        const two = removed([half(0, 0), half(1, 0)], { openInterestGain: 0 });
        const [busy] = removed([whole(volume)], {});
        const busyTwo = removed([half(0, volume / 2), half(1, volume / 2)], {});
        for (const side of SIDES) {
          expectClose([two[0].removed[side] + two[1].removed[side]], [one.removed[side]], one.openInterest);
          const difference = busyTwo[1].levels[side] - busy.levels[side];
          const opened = busy.opened[side] + busyTwo[0].opened[side] + busyTwo[1].opened[side];
          expect(Math.abs(difference)).toBeLessThanOrEqual(opened + 1e-9 * busy.openInterest);
        }
      }),
    );
  });

  it('bins twice as wide hold the same', () => {
    const bars = simulatedBars(20);
    const prices: PriceAxis = { scale: 'log', origin: 30_000, step: 0.01, count: 200 };
    const [fine, coarse] = [BIN, 2 * BIN].map((binWidth) => {
      const { estimator, steps } = run(bars, { binWidth });
      return { column: estimator.column({ prices, bands: ['all'] }).values, consumed: steps.map((step) => step.consumed.long) };
    });
    const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
    const difference = sum(fine.column.map((value, i) => Math.abs(value - coarse.column[i])));
    expect(difference / sum(fine.column)).toBeLessThan(0.02);
    expect(Math.abs(sum(coarse.consumed) / sum(fine.consumed) - 1)).toBeLessThan(0.02);
  });
});
