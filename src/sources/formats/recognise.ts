import { isObject } from '../is-object.js';

/** The formats this release reads. */
export type FormatId = 'liq-heatmap' | 'coinglass';

/** Tells a payload's format by what is in it; null for none that is known. */
export function recognise(json: unknown): FormatId | null {
  if (!isObject(json)) return null;
  if (typeof json.format === 'string' && json.format.startsWith('liq-heatmap/')) return 'liq-heatmap';
  return isCoinglass(json) || isCoinglass(json.data) ? 'coinglass' : null;
}

function isCoinglass(data: unknown): boolean {
  if (!isObject(data)) return false;
  return 'liquidation_leverage_data' in data || ('liq' in data && 'y' in data);
}
