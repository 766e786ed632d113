import fc from 'fast-check';
import { DensityGrid } from '../../src/grid/density-grid.js';
import type { PriceAxis } from '../../src/grid/price-axis.js';
import type { Candle, Liquidation } from '../../src/market/types.js';
import type { HeatmapData } from '../../src/sources/provider.js';

/** Strictly ascending times in seconds, some with fractions. */
export function times(length: number): fc.Arbitrary<number[]> {
  const gaps = fc.array(fc.oneof(fc.constant(300), fc.integer({ min: 1, max: 1e6 }), fc.constant(0.5)), {
    minLength: length,
    maxLength: length,
  });
  return fc.tuple(fc.integer({ min: 0, max: 2e9 }), gaps).map(([start, steps]) => {
    let time = start;
    return steps.map((step) => (time += step));
  });
}

const price = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const amount = fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value + 0);

/** A usable axis of at most `maxCount` bins. */
export function priceAxis(maxCount = 12): fc.Arbitrary<PriceAxis> {
  const count = fc.integer({ min: 1, max: maxCount });
  const linear = fc.record({
    scale: fc.constant('linear' as const),
    origin: fc.double({ min: -1e5, max: 1e5, noNaN: true }).map((value) => value + 0),
    step: fc.double({ min: 0.01, max: 1e3, noNaN: true }),
    count,
  });
  const log = fc.record({
    scale: fc.constant('log' as const),
    origin: price,
    step: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
    count,
  });
  return fc.oneof(linear, log);
}

/** Valid candles, with and without volume. */
export const candles: fc.Arbitrary<Candle[]> = fc.nat({ max: 8 }).chain((length) =>
  fc
    .tuple(
      times(length),
      fc.array(fc.tuple(price, price, price, price, fc.option(amount, { nil: undefined })), {
        minLength: length,
        maxLength: length,
      }),
    )
    .map(([starts, bars]) =>
      bars.map(([a, b, c, d, volume], i) => {
        const [low, open, close, high] = [a, b, c, d].sort((x, y) => x - y);
        return { time: starts[i], open, high, low, close, ...(volume !== undefined && { volume }) };
      }),
    ),
);

const liquidation: fc.Arbitrary<Liquidation> = fc.record(
  {
    time: fc.integer({ min: 0, max: 2e9 }),
    side: fc.constantFrom('long' as const, 'short' as const),
    price,
    usd: amount,
    venue: fc.string(),
  },
  { requiredKeys: ['time', 'side', 'price', 'usd'] },
);

const grid: fc.Arbitrary<DensityGrid> = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    prices: priceAxis(),
    bands: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
    unit: fc.constantFrom('usd' as const, 'relative' as const),
  })
  .chain(({ columns, prices, bands, unit }) => {
    const length = columns * prices.count * bands.length;
    const value = fc.oneof(fc.constant(0), fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }));
    return fc
      .record({
        starts: times(columns),
        values: fc.array(value.map((number) => number + 0), { minLength: length, maxLength: length }),
        split: fc.array(fc.oneof(fc.constant(NaN), price), { minLength: columns, maxLength: columns }),
      })
      .map(
        ({ starts, values, split }) =>
          new DensityGrid({ times: starts, prices, bands, values: Float32Array.from(values), split, unit }),
      );
  });

const liquidations = fc.option(fc.array(liquidation, { maxLength: 4 }), { nil: undefined });

/** Any picture our own format can hold, without its sources. */
export const heatmapData: fc.Arbitrary<HeatmapData> = fc
  .record({ candles, grid, liquidations })
  .map(({ candles, grid, liquidations }) => ({ candles, grid, ...(liquidations && { liquidations }), sources: [] }));

/** What two pictures must share to be the same. */
export function comparable({ candles, grid, liquidations }: HeatmapData): unknown {
  const { times, prices, bands, values, split, unit } = grid;
  return { candles, liquidations, times, prices, bands, values, split, unit };
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'abc', '__proto__', 'x'.repeat(99), -1, 0, 0.5, 4, 1e11, 1e300),
  fc.constantFrom<unknown>(true, [], {}, [[]]),
  fc.double(),
  fc.integer(),
  fc.jsonValue(),
);

/** Breaks a JSON value at one to three places: a value replaced, removed, or put twice. */
export function mutated(json: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    walk: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    kind: fc.constantFrom('replace', 'remove', 'repeat'),
    value: junk,
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const root = { root: JSON.parse(JSON.stringify(json)) as unknown };
    for (const { walk, kind, value } of changes) mutate(root, [0, ...walk], kind, value);
    return root.root;
  });
}

function mutate(root: object, walk: number[], kind: string, value: unknown): void {
  let parent = root as Record<string, unknown>;
  let key = 'root';
  for (const step of walk) {
    const child = parent[key];
    if (typeof child !== 'object' || child === null) break;
    const keys = Object.keys(child);
    if (keys.length === 0) break;
    parent = child as Record<string, unknown>;
    key = keys[step % keys.length];
  }
  if (kind === 'replace') parent[key] = structuredClone(value);
  else if (Array.isArray(parent) && kind === 'repeat') parent.splice(Number(key), 0, structuredClone(parent[key]));
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (kind === 'remove') delete parent[key];
}
