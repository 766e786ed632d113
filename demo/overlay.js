import { CandlestickSeries, createChart, HistogramSeries } from 'lightweight-charts';
import { attachHeatmap } from 'liq-heatmap/overlay';
import { resolveProvider } from 'liq-heatmap/sources';

// A chart as a page may have one already: candles, volume, its own colours.
const chart = createChart(document.querySelector('#chart'), {
  autoSize: true,
  layout: { background: { color: '#131722' }, textColor: '#b2b5be' },
  grid: { vertLines: { visible: false }, horzLines: { color: '#1f2430' } },
  timeScale: { timeVisible: true, rightOffset: 3, minBarSpacing: 0.1 },
  rightPriceScale: { scaleMargins: { top: 0.16, bottom: 0.2 } },
});
const series = chart.addSeries(CandlestickSeries, {
  upColor: '#f4f7fb',
  wickUpColor: '#f4f7fb',
  downColor: '#8fa0c0',
  wickDownColor: '#8fa0c0',
  borderVisible: false,
});
const volume = chart.addSeries(HistogramSeries, {
  color: '#465069',
  priceScaleId: '',
  priceFormat: { type: 'volume' },
  priceLineVisible: false,
  lastValueVisible: false,
});
volume.priceScale().applyOptions({ scaleMargins: { top: 0.9, bottom: 0 } });

const volumeOf = (candle) => ({ time: candle.time, value: candle.volume });
const query = { symbol: 'SIMULATED:BTCUSDT', interval: '30m', lookback: '7d' };
const provider = await resolveProvider(query);
const { signal } = new AbortController();
const { candles } = await provider.load(query, signal);
series.setData(candles);
volume.setData(candles.map(volumeOf));
chart.timeScale().fitContent();
const follow = ({ candle }) => {
  if (!candle) return;
  series.update(candle);
  volume.update(volumeOf(candle));
};
provider.subscribe(query, follow, signal);

// The heatmap: one call to have it, one to be rid of it.
const palette = document.querySelector('#palette');
const toggle = document.querySelector('#toggle');
let heatmap;

function attach() {
  heatmap = attachHeatmap(series, { provider, query, palette: palette.value });
  toggle.textContent = 'Detach';
}

function detach() {
  heatmap.detach();
  heatmap = undefined;
  toggle.textContent = 'Attach';
}

toggle.addEventListener('click', () => (heatmap ? detach() : attach()));
palette.addEventListener('input', () => {
  heatmap?.applyOptions({ palette: palette.value });
});
attach();
