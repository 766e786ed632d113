import 'liq-heatmap/define';
import { DensityGrid } from 'liq-heatmap';

const MINUTE = 60;
const BARS = 240;
const TICKS_A_BAR = 5;
const prices = { scale: 'linear', origin: 80, step: 0.1, count: 400 };

// The market: a price that wanders around 100, and what that leaves behind.
let time = Math.floor(Date.now() / 1000 / MINUTE) * MINUTE - BARS * MINUTE;
let close = 100;
let candle = { time, open: close, high: close, low: close, close };
let density = new Float32Array(prices.count);

const binOf = (price) => Math.floor((price - prices.origin) / prices.step);

/** Positions opened at this price would be closed above or below it. */
function openPositions() {
  for (const [distance, usual] of [[0.007, 4e6], [0.016, 2e6], [0.035, 1e6]]) {
    // Small ones all the time, big ones now and then.
    const usd = usual * Math.random() ** 24;
    density[binOf(close * (1 + distance))] += usd;
    density[binOf(close * (1 - distance))] += usd;
  }
}

function beginBar() {
  time += MINUTE;
  candle = { time, open: close, high: close, low: close, close };
  density = density.map((usd) => usd * 0.996);
  openPositions();
}

/** Moves the price; positions that it comes to are closed, and gone. */
function trade() {
  const drift = (100 - close) * 0.001 + (Math.random() - 0.5) * 0.3;
  close = Number((close + drift).toFixed(2));
  const high = Math.max(candle.high, close);
  const low = Math.min(candle.low, close);
  candle = { ...candle, high, low, close };
  density.fill(0, binOf(low), binOf(high) + 1);
}

/** The newest bar and its column: one change for the chart. */
function change() {
  return { candle, column: { time, split: close, values: density.slice() } };
}

document.querySelector('liq-heatmap').provider = {
  // First a whole picture …
  async load() {
    const history = Array.from({ length: BARS }, () => {
      beginBar();
      for (let i = 0; i < TICKS_A_BAR; i++) trade();
      return change();
    });
    const columns = history.map(({ column }) => column);
    const values = new Float32Array(BARS * prices.count);
    columns.forEach((column, i) => values.set(column.values, i * prices.count));
    return {
      candles: history.map((bar) => bar.candle),
      grid: new DensityGrid({
        times: columns.map((column) => column.time),
        split: columns.map((column) => column.split),
        prices,
        values,
      }),
      sources: [{ id: 'this page', state: 'live', simulated: true }],
    };
  },

  // … then one change after the other, until the signal says that it is enough.
  subscribe(query, update, signal) {
    let trades = 0;
    const timer = setInterval(() => {
      if (trades++ % TICKS_A_BAR === 0) beginBar();
      trade();
      update(change());
    }, 200);
    signal.addEventListener('abort', () => clearInterval(timer));
  },
};
