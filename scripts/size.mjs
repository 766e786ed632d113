// `npm run size`: what a page downloads, brotli-compressed, against its budgets. 1 KB is 1024 bytes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
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

const BUDGETS = [
  { name: 'CDN, eager: the entry and its static imports', limit: 75, files: eager },
  { name: 'CDN, lazy: pixi.js and our code on top of it', limit: 80, files: webgl.filter((file) => !eager.includes(file)) },
  { name: 'own code: all ES modules, no dependency', limit: 40, files: files.filter((file) => !file.startsWith(CDN)) },
];

for (const { name, limit, files } of BUDGETS) {
  const size = files.reduce((sum, file) => sum + brotliSize(file), 0) / 1024;
  // A budget without files has lost what it measures, which must not pass for small.
  const ok = files.length > 0 && size <= limit;
  if (!ok) process.exitCode = 1;
  const note = files.length === 0 ? 'NO FILES' : ok ? 'ok' : 'OVER';
  console.log(`${name.padEnd(46)} ${size.toFixed(1).padStart(6)} KB of ${limit} KB  ${files.length} files  ${note}`);
}

function withStaticImports(entries) {
  const found = new Set(entries);
  for (const file of found) {
    for (const { specifier, kind } of importsOf(readFileSync(file, 'utf8'))) {
      if (kind === 'static') found.add(join(dirname(file), specifier));
    }
  }
  return [...found];
}

function brotliSize(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(readFileSync(file), { params }).length;
}
