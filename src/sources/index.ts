export type { HeatmapData, HeatmapProvider, HeatmapQuery, HeatmapUpdate, SourceStatus } from './provider.js';
export { SourceError, type SourceErrorCode, type SourceErrorDetails } from './source-error.js';
export { createUrlProvider } from './url-provider.js';
export { resolveProvider } from './resolve.js';
export { parseLiqJson, toLiqJson, type LiqHeatmapJson } from './formats/liq-json.js';
