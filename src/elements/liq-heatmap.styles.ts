import { css } from 'lit';

/** The look of `<liq-heatmap>`. Every `--liq-*` property is read here once, with its default for light and dark. */
export const styles = css`
  :host {
    --_background: var(--liq-background, light-dark(#ffffff, #0e1116));
    --_text: var(--liq-text-color, light-dark(#3c4453, #a9b2c0));
    --_strong: var(--liq-strong-text-color, light-dark(#11161f, #f1f4f8));
    --_grid: var(--liq-grid-color, light-dark(rgb(20 30 50 / 7%), rgb(160 180 210 / 7%)));
    --_border: var(--liq-border-color, light-dark(#dfe3ea, #232a35));
    --_crosshair: var(--liq-crosshair-color, light-dark(#6b7485, #8b95a5));
    --_crosshair-label: var(--liq-crosshair-label-color, light-dark(#3c4453, #394252));
    --_up: var(--liq-up-color, light-dark(#ffffff, #f4f7fb));
    --_down: var(--liq-down-color, light-dark(#f0476c, #ff5470));
    --_wick-up: var(--liq-wick-up-color, var(--_up));
    --_wick-down: var(--liq-wick-down-color, var(--_down));
    --_price-line: var(--liq-price-line-color, light-dark(#6b7485, #c3ccd9));
    --_heat-opacity: var(--liq-heat-opacity, 1);
    --_focus: var(--liq-focus-color, light-dark(#1f6feb, #6cb0ff));
    --_error: var(--liq-error-color, light-dark(#b3261e, #ffb4ab));
    --_panel: var(--liq-panel-color, light-dark(#f6f7f9, #171c24));
    --_font: var(--liq-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    --_radius: var(--liq-radius, 8px);

    color-scheme: light dark;
    display: block;
    position: relative;
    box-sizing: border-box;
    min-height: 320px;
    /* Given, or a height would widen the tag through its ratio, as in a grid. */
    width: 100%;
    min-width: 0;
    aspect-ratio: 16 / 9;
    contain: content;
    color: var(--_text);
    font: 12px/1.4 var(--_font);
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([hidden]) {
    display: none;
  }

  .base {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    container-type: inline-size;
    overflow: hidden;
    background: var(--_background);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    min-height: 40px;
    padding: 6px 12px;
    box-sizing: border-box;
    border-bottom: 1px solid var(--_border);
  }

  .title {
    display: flex;
    flex: 1 1 auto;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 8px;
    min-width: 0;
    white-space: nowrap;
  }

  .name {
    max-width: 100%;
    overflow: hidden;
    color: var(--_strong);
    font-size: 14px;
    font-weight: 600;
    text-overflow: ellipsis;
  }

  .badge {
    padding: 0 6px;
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_panel);
    font-size: 11px;
  }

  /* A narrow tag has no room for it. */
  @container (max-width: 440px) {
    .model {
      display: none;
    }
  }

  .legend {
    display: flex;
    align-items: center;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }

  .ramp {
    width: clamp(96px, 18vw, 200px);
    height: 8px;
    border-radius: 4px;
    outline: 1px solid var(--_border);
  }

  .maximum {
    min-width: 6ch;
  }

  .stage {
    position: relative;
    flex: 1;
    min-height: 0;
  }

  .chart {
    position: absolute;
    inset: 0;
    outline: none;
  }

  /* Over the chart's canvases, which cover all that is inside. */
  .chart:focus-visible::after {
    position: absolute;
    inset: 0;
    z-index: 3;
    box-shadow: inset 0 0 0 2px var(--_focus);
    content: '';
    pointer-events: none;
  }

  .attribution {
    position: absolute;
    inset-block-end: 30px;
    inset-inline-start: 8px;
    z-index: 3;
    padding: 0 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_background) 60%, transparent);
    color: var(--_text);
    font-size: 10px;
    text-decoration: none;
  }

  .attribution:hover,
  .attribution:focus-visible {
    color: var(--_strong);
    text-decoration: underline;
  }

  .attribution:focus-visible,
  button:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .cover {
    position: absolute;
    inset: 0;
    z-index: 4;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 24px;
    background: var(--_background);
    text-align: center;
  }

  .cover strong {
    color: var(--_strong);
    font-size: 14px;
    font-weight: 600;
  }

  .cover p,
  .banner p {
    max-width: 64ch;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .skeleton {
    display: flex;
    align-items: flex-end;
    gap: 6px;
    height: 72px;
  }

  .skeleton i {
    width: 6px;
    height: 30%;
    border-radius: 2px;
    background: var(--_border);
    animation: breathe 1.6s ease-in-out infinite;
  }

  .skeleton i:nth-child(2) {
    height: 55%;
    animation-delay: 0.1s;
  }

  .skeleton i:nth-child(3) {
    height: 42%;
    animation-delay: 0.2s;
  }

  .skeleton i:nth-child(4) {
    height: 78%;
    animation-delay: 0.3s;
  }

  .skeleton i:nth-child(5) {
    height: 64%;
    animation-delay: 0.4s;
  }

  .skeleton i:nth-child(6) {
    height: 96%;
    animation-delay: 0.5s;
  }

  .skeleton i:nth-child(7) {
    height: 72%;
    animation-delay: 0.6s;
  }

  .banner {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 8px;
    z-index: 4;
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border: 1px solid color-mix(in srgb, var(--_error) 50%, var(--_border));
    border-radius: var(--_radius);
    background: var(--_panel);
  }

  .banner p {
    flex: 1;
  }

  .progress {
    position: absolute;
    inset: 0 0 auto;
    z-index: 4;
    height: 2px;
    overflow: hidden;
  }

  .progress::before {
    position: absolute;
    inset: 0 auto 0 0;
    width: 30%;
    background: var(--_focus);
    animation: slide 1.2s ease-in-out infinite;
    content: '';
  }

  /* Its colour is read to learn the tag's: see theme.ts. Behind the heat is a shade darker than the faintest of it. */
  .probe {
    --_heat-background: var(--liq-heat-background, color-mix(in srgb, var(--_faintest, #440154) 42%, #06040a));
  }

  .error {
    color: var(--_error);
  }

  button {
    flex: none;
    padding: 4px 12px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_panel);
    color: var(--_strong);
    font: inherit;
    cursor: pointer;
  }

  .hint {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 50%;
    z-index: 3;
    padding: 4px 10px;
    border-radius: 999px;
    background: var(--_panel);
    transform: translateX(-50%);
    white-space: nowrap;
  }

  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }

  @keyframes slide {
    from {
      transform: translateX(-100%);
    }

    to {
      transform: translateX(340%);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton i,
    .progress::before {
      animation: none;
    }
  }
`;
