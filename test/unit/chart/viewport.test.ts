import fc from 'fast-check';
import type { IChartApiBase, ISeriesApi, SeriesType } from 'lightweight-charts';
import { describe, expect, it } from 'vitest';
import type { LogicalRun } from '../../../src/chart/column-layout.js';
import { type Bitmap, project } from '../../../src/chart/viewport.js';
import { position, type PriceAxis } from '../../../src/grid/price-axis.js';
import { MAX_BIN_KNOTS, type Projection } from '../../../src/render/projection.js';
import { evenly } from '../grid/arbitraries.js';

/** A chart as far as `project` looks at it. Lengths are CSS pixels. */
interface FakeChart {
  /** Where bar 0 is, and how far bars are apart. */
  x: number;
  spacing: number;
  /** The price at a height; null without a price range. */
  priceAt: (y: number) => number | null;
}

const LINEAR: PriceAxis = { scale: 'linear', origin: 50, step: 0.5, count: 200 };
const LOGARITHMIC: PriceAxis = { scale: 'log', origin: 50, step: 0.005, count: 200 };
const BITMAP: Bitmap = { width: 600, height: 400, horizontalRatio: 1, verticalRatio: 1 };
const ALL: LogicalRun[] = [{ column0: 0, column1: 100, logical0: -0.5, logical1: 99.5 }];

function linearScale(top: number, bottom: number, height: number): FakeChart['priceAt'] {
  return (y) => top + ((bottom - top) * y) / height;
}

function logarithmicScale(top: number, bottom: number, height: number): FakeChart['priceAt'] {
  return (y) => top * (bottom / top) ** (y / height);
}

function projected(
  chart: Partial<FakeChart>,
  { prices, bitmap, layout }: { prices?: PriceAxis; bitmap?: Bitmap; layout?: LogicalRun[] } = {},
): Projection | null {
  const { x = 10, spacing = 6, priceAt = linearScale(150, 50, 400) } = chart;
  const timeScale = { logicalToCoordinate: (logical: number) => (Number.isNaN(x) ? null : x + logical * spacing) };
  return project(
    { timeScale: () => timeScale } as unknown as IChartApiBase<unknown>,
    { coordinateToPrice: priceAt } as unknown as ISeriesApi<SeriesType, unknown>,
    layout ?? ALL,
    prices ?? LINEAR,
    bitmap ?? BITMAP,
  );
}

/** The (fractional) bin at a height of the bitmap, as renderers read it off the knots. */
function binAt({ bins, height }: Projection, y: number): number {
  const place = (y / height) * (bins.length - 1);
  const knot = Math.min(Math.floor(place), bins.length - 2);
  return bins[knot] + (bins[knot + 1] - bins[knot]) * (place - knot);
}

describe('project along price', () => {
  it('needs two knots where the scale and the axis are of one kind, upside down or not', () => {
    expect(projected({})!.bins).toEqual(Float64Array.of(200, 0));
    expect(projected({ priceAt: linearScale(50, 150, 400) })!.bins).toEqual(Float64Array.of(0, 200));
    const [top, bottom, ...more] = projected({ priceAt: logarithmicScale(100, 50, 400) }, { prices: LOGARITHMIC })!.bins;
    expect(top).toBeCloseTo(Math.log(2) / 0.005, 9);
    expect(bottom).toBeCloseTo(0, 9);
    expect(more).toEqual([]);
  });

  it.each([
    ['a logarithmic scale over a linear axis', logarithmicScale, LINEAR],
    ['a linear scale over a logarithmic axis', linearScale, LOGARITHMIC],
  ])('stays within a hundredth of a pixel of %s', (_, scale, prices) => {
    const height = fc.integer({ min: 200, max: 1000 });
    const ends = fc.record({ low: evenly(40, 120), ratio: evenly(1.0001, 2), height });
    fc.assert(
      fc.property(ends, fc.boolean(), evenly(0, 1), ({ low, ratio, height }, inverted, part) => {
        const priceAt = inverted ? scale(low, low * ratio, height) : scale(low * ratio, low, height);
        const projection = projected({ priceAt }, { prices, bitmap: { ...BITMAP, height } })!;
        const y = part * height;
        const exact = (at: number) => position(prices, priceAt(at)!);
        const binsPerPixel = Math.abs(exact(Math.min(height, y + 1)) - exact(Math.min(height, y + 1) - 1));
        // Straight within a 64th of a pixel counts as straight.
        const tolerance = projection.bins.length === 2 ? 1 / 40 : 0.01;
        expect(Math.abs(binAt(projection, y) - exact(y)) / binsPerPixel).toBeLessThan(tolerance);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no more knots than renderers can, however high the pane', () => {
    const bitmap = { ...BITMAP, height: 4000, verticalRatio: 2 };
    const { bins } = projected({ priceAt: logarithmicScale(150, 50, 2000) }, { bitmap })!;
    expect(bins).toHaveLength(MAX_BIN_KNOTS);
    expect(bins[0]).toBeCloseTo(200, 9);
    expect(bins[bins.length - 1]).toBeCloseTo(0, 9);
  });

  it('asks for prices in the page’s pixels', () => {
    const bitmap = { ...BITMAP, height: 600, verticalRatio: 1.5 };
    expect(projected({}, { bitmap })!.bins).toEqual(Float64Array.of(200, 0));
  });

  it('gives a logarithmic axis finite bins where a linear scale shows no price at all', () => {
    const { bins } = projected({ priceAt: linearScale(100, -100, 400) }, { prices: LOGARITHMIC })!;
    expect(bins.every(Number.isFinite)).toBe(true);
    expect(bins[0]).toBeCloseTo(Math.log(2) / 0.005, 9);
    expect(bins[bins.length - 1]).toBeLessThan(-100);
  });

  it('says null without a price range', () => {
    expect(projected({ priceAt: () => null })).toBe(null);
  });
});

describe('project along time', () => {
  it.each([
    ['no bars', { x: NaN }],
    ['no width', { spacing: 0 }],
  ])('says null with %s', (_, chart) => {
    expect(projected(chart)).toBe(null);
  });

  it('places columns by the bars’ coordinates, in device pixels', () => {
    const bitmap = { ...BITMAP, width: 1200, horizontalRatio: 2 };
    expect(projected({ x: 13 }, { bitmap })!.runs).toEqual([{ x0: 20, x1: 1201, column0: 0, column1: 1181 / 12 }]);
  });

  it('cuts runs a pixel outside of the pane and leaves out those that do not touch it', () => {
    const layout = [
      { column0: 0, column1: 10, logical0: -0.5, logical1: 9.5 },
      { column0: 10, column1: 30, logical0: 9.5, logical1: 19.5 },
      { column0: 30, column1: 31, logical0: 40, logical1: 41 },
      { column0: 31, column1: 40, logical0: 1000, logical1: 1009 },
    ];
    const { runs } = projected({ x: -90, spacing: 6 }, { layout, bitmap: { ...BITMAP, width: 200 } })!;
    expect(runs).toHaveLength(2);
    expect(runs[0].x0).toBeCloseTo(-1, 9);
    expect(runs[0].column0).toBeCloseTo(10 + (89 / 6 - 9.5) * 2, 9);
    expect(runs[0]).toMatchObject({ column1: 30, x1: 27 });
    expect(runs[1]).toEqual({ x0: 150, x1: 156, column0: 30, column1: 31 });
  });

  it('keeps every column at its place, however much is cut off', () => {
    const part = fc.record({ gap: fc.nat(4), columns: fc.integer({ min: 1, max: 40 }), width: evenly(0.2, 30) });
    const layouts = fc.array(part, { maxLength: 6 }).map((parts) => {
      let column1 = 0;
      let logical1 = -10.5;
      return parts.map(({ gap, columns, width }): LogicalRun => {
        const [column0, logical0] = [column1, logical1 + gap];
        column1 += columns;
        logical1 = logical0 + width;
        return { column0, column1, logical0, logical1 };
      });
    });
    fc.assert(
      fc.property(layouts, evenly(-300, 300), evenly(0.3, 60), evenly(0, 200), (layout, x, spacing, pixel) => {
        const { runs } = projected({ x, spacing }, { layout, bitmap: { ...BITMAP, width: 200 } })!;
        const logical = (pixel - x) / spacing;
        const home = layout.find((run) => run.logical0 <= logical && logical < run.logical1);
        const shown = runs.find((run) => run.x0 <= pixel && pixel < run.x1);
        if (!home || !shown) {
          expect(shown).toBe(home);
          return;
        }
        const part = (logical - home.logical0) / (home.logical1 - home.logical0);
        const column = shown.column0 + ((pixel - shown.x0) / (shown.x1 - shown.x0)) * (shown.column1 - shown.column0);
        expect(column).toBeCloseTo(home.column0 + part * (home.column1 - home.column0), 6);
      }),
      { numRuns: 300 },
    );
  });
});
