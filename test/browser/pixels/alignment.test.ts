import { expect } from 'chai';
import type { Logical } from 'lightweight-charts';
import type { LiqHeatmap } from '../../../src/elements/liq-heatmap.js';
import { edge, type PriceAxis } from '../../../src/grid/price-axis.js';
import { palette } from '../../../src/render/palettes.js';
import type { HeatmapData } from '../../../src/sources/provider.js';
import { emulate, mouse } from '../../support/browser-commands.js';
import {
  boundsOfColour, type Box, emptyGrid, flatCandles, frames, mountLoaded, picture, unmountAll,
} from '../../support/heatmap-fixture.js';

/** The colour of the only bright cell: the palette's last. */
const BRIGHT = [...palette('viridis').long.slice(-4, -1)];
const LINEAR: PriceAxis = { scale: 'linear', origin: 90, step: 1, count: 20 };
const LOGARITHMIC: PriceAxis = { scale: 'log', origin: 90, step: 0.01, count: 20 };

/** One bright cell, and where it must be: its bin, and its slot in (fractional) bar numbers. */
interface Scene {
  name: string;
  data: () => HeatmapData;
  bin: number;
  logical: [number, number];
}

const SCENES: Scene[] = [
  {
    name: 'columns of the bars’ own interval',
    data: () => scene(flatCandles(40), LINEAR, 60, 20, 14),
    bin: 14,
    logical: [19.5, 20.5],
  },
  {
    name: 'a logarithmic grid',
    data: () => scene(flatCandles(40), LOGARITHMIC, 60, 20, 16),
    bin: 16,
    logical: [19.5, 20.5],
  },
  {
    name: 'columns four times as long as bars',
    data: () => scene(flatCandles(40), LINEAR, 240, 5, 4),
    bin: 4,
    logical: [19.5, 23.5],
  },
  {
    name: 'columns a quarter as long as bars',
    data: () => scene(flatCandles(24), LINEAR, 15, 42, 4),
    bin: 4,
    logical: [10, 10.25],
  },
  {
    name: 'missing bars',
    data: () => scene(flatCandles(40, { gaps: [5, 6, 7, 18, 19] }), LINEAR, 60, 20, 3),
    bin: 3,
    logical: [19.5, 20.5],
  },
];

/** What a reader does to the chart before the cell is looked at. */
const MOVES: Record<string, (tag: LiqHeatmap, logical: [number, number]) => void | Promise<void>> = {
  'as loaded': () => undefined,
  panned: (tag) => tag.chart!.timeScale().setVisibleLogicalRange({ from: 6.3, to: 27.7 }),
  'zoomed in': (tag, [from, to]) => tag.chart!.timeScale().setVisibleLogicalRange({ from: from - 2.8, to: to + 4.6 }),
  'zoomed out': (tag) => tag.chart!.timeScale().setVisibleLogicalRange({ from: -70, to: 120 }),
  'on a logarithmic scale': async (tag) => {
    tag.priceScale = 'log';
    await tag.updateComplete;
  },
  inverted: (tag) => tag.series!.priceScale().applyOptions({ invertScale: true }),
  'with the price axis dragged': async (tag) => {
    const chart = tag.chart!.chartElement().getBoundingClientRect();
    const x = chart.right - 20;
    await mouse.drag({ x, y: chart.top + 60 }, { x, y: chart.top + 130 });
  },
  resized: async (tag) => {
    tag.style.width = '517px';
    tag.style.height = '333px';
    await frames(4);
  },
};

function scene(candles: HeatmapData['candles'], prices: PriceAxis, interval: number, column: number, bin: number) {
  const start = 1_700_000_040;
  const columns = Math.floor((candles[candles.length - 1].time + 60 - start) / interval);
  const grid = emptyGrid(Array.from({ length: columns }, (_, i) => start + i * interval), prices);
  return picture(candles, grid, [[column, bin, 1000]]);
}

/** Where the chart itself says that the cell lies, in device pixels. */
function expectedBox(tag: LiqHeatmap, { bin, logical }: Scene): Box {
  const timeScale = tag.chart!.timeScale();
  const zero = timeScale.logicalToCoordinate(0 as Logical)!;
  const spacing = timeScale.logicalToCoordinate(1 as Logical)! - zero;
  const { prices } = tag.grid!;
  const heights = [edge(prices, bin), edge(prices, bin + 1)].map((price) => tag.series!.priceToCoordinate(price)!);
  return {
    left: (zero + logical[0] * spacing) * devicePixelRatio,
    right: (zero + logical[1] * spacing) * devicePixelRatio,
    top: Math.min(...heights) * devicePixelRatio,
    bottom: Math.max(...heights) * devicePixelRatio,
  };
}

for (const renderer of ['canvas2d', 'webgl'] as const) {
  describe(`a bright cell with ${renderer} at ${devicePixelRatio} device pixels a pixel`, () => {
    before(() => emulate({ width: 800, height: 600 }));
    afterEach(async () => {
      await mouse.reset();
      unmountAll();
    });

    for (const one of SCENES) {
      for (const [move, act] of Object.entries(MOVES)) {
        it(`lies within a device pixel of its price and slot: ${one.name}, ${move}`, async () => {
          const tag = await mountLoaded({ data: one.data(), renderer });
          expect(tag.activeRenderer).to.equal(renderer);
          await act(tag, one.logical);
          await frames();
          const drawn = boundsOfColour(tag.chart!.takeScreenshot(), BRIGHT);
          const expected = expectedBox(tag, one);
          expect(drawn, 'the cell is in the screenshot').not.to.equal(null);
          for (const side of ['left', 'right', 'top', 'bottom'] as const) {
            expect(drawn![side], side).to.be.closeTo(expected[side], 1);
          }
        });
      }
    }
  });
}
