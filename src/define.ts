import { LiqHeatmap } from './elements/liq-heatmap.js';

// Loading the script twice, or beside another copy, must not break the page.
if (globalThis.customElements && !customElements.get('liq-heatmap')) customElements.define('liq-heatmap', LiqHeatmap);

export * from './index.js';
