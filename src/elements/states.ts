import { html, nothing, type TemplateResult } from 'lit';
import type { LoadState } from './data-controller.js';
import type { LiqErrorDetail } from './events.js';

/** What stands in place of a chart that has nothing to show yet. */
export function chartCover(state: LoadState, error: LiqErrorDetail | undefined, retry: () => void): TemplateResult {
  if (error) {
    return html`<div class="cover" part="error" role="alert">
      <slot name="error">
        <strong>The heatmap could not be loaded</strong>
        <p class="error">${error.message}</p>
      </slot>
      <button type="button" @click=${retry}>Try again</button>
      <slot></slot>
    </div>`;
  }
  if (state === 'idle') return html`<div class="cover"><slot></slot></div>`;
  return html`<div class="cover" part="status" role="status" aria-label="Loading">
    <div class="skeleton" aria-hidden="true">${Array.from({ length: 7 }, () => html`<i></i>`)}</div>
  </div>`;
}

/** Says that the newest load failed, over the last good picture. */
export function errorBanner(error: LiqErrorDetail | undefined, retry: () => void): TemplateResult | typeof nothing {
  if (!error) return nothing;
  return html`<div class="banner" part="error" role="alert">
    <slot name="error"><p class="error">${error.message}</p></slot>
    <button type="button" @click=${retry}>Try again</button>
  </div>`;
}
