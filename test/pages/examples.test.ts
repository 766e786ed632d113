import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HTTPRequest } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { examplesIn } from '../support/examples.js';
import { hear, heard, useChromium } from '../support/page-visit.js';
import { CDN, sampleJson, samplePage, servePage } from '../support/sample-page.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const documents = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const examples = ['README.md', ...documents.map((name) => `docs/${name}`)]
  .flatMap((file) =>
    examplesIn(readFileSync(join(ROOT, file), 'utf8')).map(({ line, html }) => ({ where: `${file}:${line}`, html })),
  );

const visit = useChromium();

describe('the search for examples', () => {
  it('finds the fenced HTML that is not marked as a fragment, and where it is', () => {
    const text = ['Words.', '```html', '<p>one', '</p>', '```', '<!-- fragment -->', '```html', '<p>two</p>', '```',
      '```js', 'three();', '```', '', '```html', '<p>four</p>', '```'].join('\n');
    expect(examplesIn(text)).toEqual([
      { line: 2, html: '<p>one\n</p>\n' },
      { line: 14, html: '<p>four</p>\n' },
    ]);
  });
});

describe('the examples in the documents', () => {
  it.each(examples)('$where loads as it is written', async ({ html }) => {
    const { origin } = await servePage(pageOf(html));
    const answer = (request: HTTPRequest) => answerFor(request, origin);
    const { page, complaints } = await visit(`${origin}/page.html`, { intercept: answer });
    const tags = await page.$$('liq-heatmap');
    expect(tags).not.toEqual([]);
    for (const [i, tag] of tags.entries()) {
      await tag.scrollIntoView();
      await hear(page, 'liq-load', i + 1);
    }
    expect(await heard(page, 'liq-error')).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

function pageOf(html: string): string {
  if (/<!doctype/i.test(html)) return html;
  return html.includes('liq-heatmap.js') ? samplePage(html, '') : samplePage(html);
}

/** Gives a page the CDN build wherever it takes it from, and a stand-in for any data. */
function answerFor(request: HTTPRequest, origin: string): Promise<void> {
  const url = new URL(request.url());
  const headers = { 'access-control-allow-origin': '*' };
  const script = join(CDN, basename(url.pathname));
  if (url.pathname.endsWith('.js') && existsSync(script)) {
    return request.respond({ headers, contentType: 'text/javascript', body: readFileSync(script) });
  }
  if (request.resourceType() === 'fetch') {
    return request.respond({ headers, contentType: 'application/json', body: JSON.stringify(sampleJson()) });
  }
  return url.origin === origin || url.protocol === 'data:' ? request.continue() : request.abort();
}
