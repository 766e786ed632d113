import { html, nothing, type TemplateResult } from 'lit';
import type { SourceStatus } from '../sources/provider.js';
import type { LoadState } from './data-controller.js';
import type { LiqErrorDetail } from './events.js';
import { UNTITLED } from './options.js';

/** What stands in place of a chart that has nothing to show yet. */
export function chartCover(state: LoadState, error: LiqErrorDetail | undefined, retry: () => void): TemplateResult {
  if (error && state === 'error') {
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

/** The line above the chart: what it shows, whether that is invented, and the colour scale. */
export function chartHead(
  title: string,
  sources: readonly SourceStatus[],
  unknownLeverage: readonly string[],
  legend: TemplateResult | typeof nothing,
): TemplateResult {
  const simulated = sources.some((source) => source.simulated);
  const models = [...new Set(sources.flatMap(({ model }) => model ?? []))];
  return html`<div class="head">
    <div class="title">
      <span class="name">${title}</span>
      <span>${title === UNTITLED ? 'estimated' : 'estimated liquidations'}</span>
      ${simulated ? html`<span class="badge" part="status">simulated</span>` : nothing}
      ${unknownLeverage.map((id) => html`<span class="badge" part="status">no leverage band ${id}</span>`)}
      ${models.map((model) => html`<span class="badge model" part="status">${model} model</span>`)}
    </div>
    ${legend}
  </div>`;
}

/** Says that a picture has no density at all. */
export const emptyHint = html`<div class="hint" part="status" role="status">No density in this data</div>`;
