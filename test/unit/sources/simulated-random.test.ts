import { describe, expect, it } from 'vitest';
import { Random, seedOf, seedOfText } from '../../../src/sources/simulated/random.js';

const COUNT = 20_000;

function draw(next: (random: Random) => number): number[] {
  const random = new Random(seedOfText('BTCUSDT'));
  return Array.from({ length: COUNT }, () => next(random));
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

describe('Random', () => {
  it('repeats itself for the same seed', () => {
    const [a, b] = [new Random(7), new Random(7)];
    expect([a.uniform(), a.normal(), a.uniform()]).toEqual([b.uniform(), b.normal(), b.uniform()]);
  });

  it('is uniform strictly between 0 and 1', () => {
    const numbers = draw((random) => random.uniform());
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length);
    for (const tenth of tenths) expect(Math.abs(tenth - COUNT / 10)).toBeLessThan(200);
  });

  it('has standard normal mean, deviation and tails', () => {
    const numbers = draw((random) => random.normal());
    expect(Math.abs(mean(numbers))).toBeLessThan(0.03);
    expect(mean(numbers.map((n) => n * n))).toBeCloseTo(1, 1);
    expect(numbers.filter((n) => Math.abs(n) > 2).length / COUNT).toBeCloseTo(0.0455, 2);
  });
});

describe('seedOf', () => {
  it('depends on every part and on their order', () => {
    const seeds = [seedOf(1, 2, 3), seedOf(3, 2, 1), seedOf(1, 2, 4), seedOf(1, 2), seedOf(1, 2, 3, 0)];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('gives neighbours unrelated streams', () => {
    const firsts = Array.from({ length: COUNT }, (_, i) => new Random(seedOf(5, i)).uniform());
    const products = firsts.slice(1).map((value, i) => (value - 0.5) * (firsts[i] - 0.5));
    expect(Math.abs(mean(products)) * 12).toBeLessThan(0.03);
  });

  it('tells texts apart', () => {
    expect(seedOfText('BTCUSDT')).toBe(seedOfText('BTCUSDT'));
    expect(seedOfText('BTCUSDT')).not.toBe(seedOfText('BTCUSDC'));
    expect(seedOfText('AB')).not.toBe(seedOfText('BA'));
  });
});
