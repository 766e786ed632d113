// `npm run size`: what a page downloads, brotli-compressed, against its budgets. 1 KB is 1024 bytes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { minifySync } from 'vite';
import { importsOf } from './lib/imports.mjs';
import { root } from './lib/install.mjs';

const DIST = join(root, 'dist');
const CDN = join(DIST, 'cdn');

if (!existsSync(DIST)) {
  console.error('Nothing to measure: run "npm run build" first.');
  process.exit(1);
}

const files = readdirSync(DIST, { recursive: true })
  .filter((file) => file.endsWith('.js'))
  .map((file) => join(DIST, file));
const eager = withStaticImports(files.filter((file) => file === join(CDN, 'liq-heatmap.js')));
const webgl = withStaticImports(files.filter((file) => file.startsWith(join(CDN, 'open-webgl'))));
const overlay = withStaticImports(files.filter((file) => file === join(DIST, 'chart', 'overlay.js')));
const own = files.filter((file) => !file.startsWith(CDN));

// The ES modules are for a page's own bundler, so they are measured as it would send them: minified, in one file.
const BUDGETS = [
  { name: 'CDN, eager: the entry and its static imports', limit: 75, texts: eager.map(read) },
  { name: 'CDN, lazy: pixi.js and what draws with it', limit: 80, texts: difference(webgl, eager).map(read) },
  { name: 'ES, all of our own code, no dependency', limit: 40, texts: asOneFile(own) },
  { name: 'ES, overlay and its static imports', limit: 20, texts: asOneFile(overlay) },
];

for (const { name, limit, texts } of BUDGETS) {
  const size = texts.reduce((sum, text) => sum + brotliSize(text), 0) / 1024;
  // A budget that finds nothing has lost what it measures, which must not pass for small.
  const ok = size > 0 && size <= limit;
  if (!ok) process.exitCode = 1;
  const outcome = size === 0 ? 'NOTHING FOUND' : ok ? 'ok' : 'OVER';
  console.log(`${name.padEnd(46)} ${size.toFixed(1).padStart(6)} KB of ${limit} KB  ${outcome}`);
}

function withStaticImports(entries) {
  const found = new Set(entries);
  for (const file of found) {
    for (const { specifier, kind } of importsOf(read(file))) {
      if (kind === 'static' && specifier.startsWith('.')) found.add(join(dirname(file), specifier));
    }
  }
  return [...found];
}

function difference(files, others) {
  return files.filter((file) => !others.includes(file));
}

function asOneFile(files) {
  if (files.length === 0) return [];
  return [files.map((file) => minifySync(file, read(file), { module: true }).code).join('\n')];
}

function read(file) {
  return readFileSync(file, 'utf8');
}

function brotliSize(text) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(text, { params }).length;
}
