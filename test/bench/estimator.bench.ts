import { bench, describe } from 'vitest';
import { Estimator } from '../../src/model/estimator.js';
import { SimulatedMarket } from '../../src/sources/simulated/simulated-market.js';

const TIERS = 7;
const SIDES = 2;
const BINS = 1_500;
const YEAR = 35_040;
const END = 1_767_225_600;

const bars = new SimulatedMarket('BTCUSDT').bars(900, END - YEAR * 900, END);
const levels = new Float64Array(TIERS * SIDES * BINS).fill(1);
const rounds = { iterations: 8, time: 0, warmupIterations: 2, warmupTime: 0 };

// The plain loop does the least of what a bar asks for: every level loses the share of positions that are closed.
describe('a year of 15-minute bars', () => {
  bench(
    'Estimator: all steps of the model, touched bins only',
    () => {
      const estimator = new Estimator();
      for (const bar of bars) estimator.step(bar);
    },
    rounds,
  );

  bench(
    `plain loop: one multiplication of each of ${TIERS} x ${SIDES} x ${BINS} bins at every bar`,
    () => {
      for (let bar = 0; bar < YEAR; bar++) {
        for (let i = 0; i < levels.length; i++) levels[i] *= 0.9999;
      }
    },
    rounds,
  );
});

describe('a live update', () => {
  const estimator = new Estimator();
  for (const bar of bars) estimator.step(bar);
  const { low, high } = estimator.extent!;
  const prices = { scale: 'log', origin: low, step: 0.001, count: Math.ceil(Math.log(high / low) / 0.001) } as const;
  const running = { ...bars.at(-1)!, time: END };

  bench('books and column of the running bar', () => void estimator.preview(running, { prices }));
});
