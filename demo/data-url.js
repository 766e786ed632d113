import 'liq-heatmap/define';

const HOUR = 3600;
const START = Date.UTC(2026, 0, 5) / 1000;
const COLUMNS = 72;
const prices = { scale: 'linear', origin: 92, step: 0.125, count: 128 };

/** Bars without dice: a few waves make the price. */
const priceAt = (hour) => 100 + 3 * Math.sin(hour / 11) + 1.4 * Math.sin(hour / 3.7) + 0.5 * Math.sin(hour * 1.9);
const candles = Array.from({ length: COLUMNS }, (_, hour) => {
  const [open, close] = [priceAt(hour), priceAt(hour + 1)];
  const wick = 0.2 + 0.25 * Math.abs(Math.sin(hour * 2.3));
  return [START + hour * HOUR, open, Math.max(open, close) + wick, Math.min(open, close) - wick, close];
}).map(([time, ...bar]) => [time, ...bar.map((price) => Number(price.toFixed(2)))]);

/** A level stands from the hour in which its positions were opened until the price comes to it. */
function cellsOfLevel(hour, distance, usd) {
  const price = candles[hour][4] * (1 + distance);
  const bin = Math.floor((price - prices.origin) / prices.step);
  if (bin < 0 || bin >= prices.count) return [];
  const reached = candles.findIndex(([, , high, low], i) => i > hour && (distance > 0 ? high >= price : low <= price));
  const end = reached < 0 ? COLUMNS : reached;
  return Array.from({ length: end - hour }, (_, i) => [hour + i, bin, usd]);
}

const cells = candles.flatMap((_, hour) =>
  [0.012, 0.024, 0.045].flatMap((distance, i) => {
    const usd = Math.round(1e7 * Math.exp(9 * Math.sin(hour * (i + 1.3)) - 9));
    return usd < 5e3 ? [] : [...cellsOfLevel(hour, distance, usd), ...cellsOfLevel(hour, -distance, usd)];
  }),
);

const rows = (list, perLine) =>
  Array.from({ length: Math.ceil(list.length / perLine) }, (_, i) =>
    `    ${list.slice(i * perLine, (i + 1) * perLine).map((row) => JSON.stringify(row)).join(', ')}`,
  ).join(',\n');

const tag = document.querySelector('liq-heatmap');
const text = document.querySelector('textarea');
text.value = `{
  "format": "liq-heatmap/1",
  "unit": "usd",
  "prices": ${JSON.stringify(prices)},
  "bands": ["all"],
  "times": [
${rows(candles.map(([time]) => time), 4)}
  ],
  "candles": [
${rows(candles, 1)}
  ],
  "cells": [
${rows(cells, 3)}
  ]
}
`;

/** Puts the text at an address and gives that to the tag. */
function show() {
  URL.revokeObjectURL(tag.src);
  tag.src = URL.createObjectURL(new Blob([text.value], { type: 'application/json' }));
}

let typing;
text.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(show, 400);
});
show();
