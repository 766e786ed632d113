import 'liq-heatmap/define';

const COINS = [
  'BTC', 'ETH', 'SOL', 'XRP', 'BNB', 'DOGE', 'ADA', 'AVAX', 'LINK', 'DOT',
  'LTC', 'BCH', 'UNI', 'ATOM', 'XLM', 'ETC', 'FIL', 'APT', 'ARB', 'OP',
  'SUI', 'NEAR', 'INJ', 'TIA', 'SEI', 'AAVE', 'MKR', 'TON', 'TRX', 'ALGO',
];

const gallery = document.querySelector('.gallery');
let loaded = 0;
gallery.addEventListener('liq-load', () => {
  loaded++;
  document.querySelector('#loaded').textContent = `${loaded} of ${COINS.length} loaded`;
});

for (const coin of COINS) {
  const tag = document.createElement('liq-heatmap');
  tag.symbol = `SIMULATED:${coin}USDT`;
  tag.lookback = '24h';
  gallery.append(tag);
}
