// `npm run size`: what a page downloads, brotli-compressed, against its budgets. 1 KB is 1024 bytes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';
import { importsOf } from './lib/imports.mjs';
import { root } from './lib/install.mjs';

const CDN = join(root, 'dist', 'cdn');

if (!existsSync(CDN)) {
  console.error('Nothing to measure: run "npm run build" first.');
  process.exit(1);
}

const cdn = readdirSync(CDN)
  .filter((fileName) => fileName.endsWith('.js'))
  .map((fileName) => ({ fileName, code: readFileSync(join(CDN, fileName), 'utf8') }));
const eager = withStaticImports(cdn, ({ fileName }) => fileName === 'liq-heatmap.js');
const webgl = withStaticImports(cdn, ({ fileName }) => fileName.startsWith('open-webgl'));
// The ES modules are for a page's own bundler, so they are measured as it would send them, without dependencies.
const own = await bundle('src/define.ts');
const overlay = withStaticImports(await bundle('src/chart/overlay.ts'), ({ isEntry }) => isEntry);

const BUDGETS = [
  { name: 'CDN, eager: the entry and its static imports', limit: 75, files: eager },
  { name: 'CDN, lazy: pixi.js and what draws with it', limit: 80, files: webgl.filter((file) => !eager.includes(file)) },
  { name: 'ES, all of our own code, no dependency', limit: 40, files: own },
  { name: 'ES, overlay and its static imports', limit: 20, files: overlay },
];

for (const { name, limit, files } of BUDGETS) {
  const size = files.reduce((sum, { code }) => sum + brotliSize(code), 0) / 1024;
  // A budget that finds nothing has lost what it measures, which must not pass for small.
  const ok = size > 0 && size <= limit;
  if (!ok) process.exitCode = 1;
  const outcome = size === 0 ? 'NOTHING FOUND' : ok ? 'ok' : 'OVER';
  console.log(`${name.padEnd(46)} ${size.toFixed(1).padStart(6)} KB of ${limit} KB  ${outcome}`);
}

/** The minified chunks of an entry, as `{ fileName, code, isEntry }`. */
async function bundle(entry) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, entry),
        external: /^(lit|lightweight-charts|pixi\.js|valibot|p-retry|comlink)(\/|$)/,
        // Or nothing would be left of an entry that only exports.
        preserveEntrySignatures: 'strict',
      },
    },
  });
  return output.filter(({ type }) => type === 'chunk');
}

/** Those of `files` that are wanted, and what they import before they run. Chunks all lie in one folder. */
function withStaticImports(files, wanted) {
  const found = new Set(files.filter(wanted));
  for (const { code } of found) {
    for (const { specifier, kind } of importsOf(code)) {
      const name = specifier.split('/').at(-1);
      const imported = files.find(({ fileName }) => fileName.split('/').at(-1) === name);
      if (kind === 'static' && imported) found.add(imported);
    }
  }
  return [...found];
}

function brotliSize(text) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(text, { params }).length;
}
