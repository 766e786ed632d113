/** An example in a document. */
export interface Example {
  /** Where the block begins, counted from 1. */
  line: number;
  html: string;
}

/** A fenced block of HTML, with the comment before it that says that it is no complete example. */
const BLOCK = /^(<!-- fragment -->\s*)?^```html\n(.*?)^```$/gms;

/** The complete HTML examples of a Markdown text: every fenced `html` block without `<!-- fragment -->` before it. */
export function examplesIn(markdown: string): Example[] {
  return [...markdown.matchAll(BLOCK)]
    .filter(([, fragment]) => !fragment)
    .map(({ 2: html, index }) => ({ line: markdown.slice(0, index).split('\n').length, html }));
}
