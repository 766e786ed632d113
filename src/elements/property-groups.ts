/** The custom states of `<liq-heatmap>`. */
export const STATES = ['loading', 'ready', 'live', 'stale', 'error'] as const;

/** These ask for other data; all others only for another look. */
export const DATA_PROPERTIES = [
  'symbol', 'src', 'candlesSrc', 'lookback', 'interval', 'proxy', 'data', 'provider', 'modelOptions',
] as const;

/** These say how density is shown. */
export const STYLE_PROPERTIES = ['palette', 'intensity', 'threshold', 'peak', 'leverage', 'side'] as const;
