import { posix } from 'node:path';
import { importsOf, type Import } from '../../scripts/lib/imports.mjs';

/** Paths relative to `src` (`grid/zones.ts`) and the text of each file. */
export type SourceTree = ReadonlyMap<string, string>;

const MAX_LINES = 400;

/** What each room may import as values, from the lowest room to the highest. Its own files go without saying. */
const ROOMS: Record<string, readonly string[]> = {
  market: [],
  grid: ['market'],
  model: ['market', 'grid'],
  sources: ['market', 'grid', 'model'],
  render: ['grid'],
  chart: ['market', 'grid', 'render'],
  elements: ['market', 'grid', 'model', 'sources', 'render', 'chart'],
};

/** What a room may import as types besides: `render` meets a candle's side only as the grid's own type. */
const TYPE_ROOMS: Record<string, readonly string[]> = { render: ['market'] };

/** Which files may import a package as values, and which as types besides. */
const PACKAGES: Record<string, { values: RegExp; types?: RegExp }> = {
  lit: { values: /^(elements\/|define\.ts$)/ },
  'lightweight-charts': { values: /^chart\//, types: /^elements\// },
  'pixi.js': { values: /^render\/webgl\// },
  // The estimator's worker, and those who talk to it.
  comlink: { values: /^(model\/estimator-worker\.ts$|sources\/estimation\/)/ },
  'p-retry': { values: /^sources\// },
  valibot: { values: /^sources\// },
};

/**
 * Checks the rules of the house: rooms import only downward, packages stay in their room, no file is too long, no
 * import goes round in a circle.
 *
 * @returns one sentence for each violation, starting with the file; empty when all is well
 */
export function violationsOf(tree: SourceTree): string[] {
  const imports = new Map([...tree].map(([file, text]) => [file, importsOf(text)]));
  const violations: string[] = [];
  for (const [file, text] of tree) {
    const lines = text.trimEnd().split('\n').length;
    if (lines > MAX_LINES) violations.push(`${file}: ${lines} lines, more than ${MAX_LINES}`);
    for (const found of imports.get(file) ?? []) {
      const problem = found.specifier.startsWith('.')
        ? problemOfFile(file, found, tree)
        : problemOfPackage(file, found);
      if (problem) violations.push(`${file}: ${problem}`);
    }
  }
  return [...violations, ...cyclesOf(imports).map((cycle) => `${cycle[0]}: import cycle ${cycle.join(' → ')}`)];
}

function problemOfPackage(file: string, { specifier, kind }: Import): string | undefined {
  const name = specifier.split('/')[0];
  const allowed = PACKAGES[name];
  if (!allowed) return `the package "${specifier}" has no place in the table of packages`;
  if (allowed.values.test(file) || (kind === 'type' && allowed.types?.test(file))) return undefined;
  return `"${name}" may not be imported here`;
}

function problemOfFile(file: string, found: Import, tree: SourceTree): string | undefined {
  if (!/\.js(\?|$)/.test(found.specifier)) return `"${found.specifier}" does not end in .js`;
  const target = targetOf(file, found);
  if (!tree.has(target)) return `"${found.specifier}" is not a file of src`;
  const from = roomOf(file);
  const to = roomOf(target);
  if (found.kind === 'static' && inWebgl(target) && !inWebgl(file)) {
    return `${target} may only be imported with import() or as a type`;
  }
  // Files beside the rooms are the public entries: they may import everything, nothing may import them but they.
  if (from === to || from === '') return undefined;
  if (file === 'chart/overlay.ts' && target === 'sources/provider.ts') return undefined;
  if (ROOMS[from]?.includes(to)) return undefined;
  if (found.kind === 'type' && TYPE_ROOMS[from]?.includes(to)) return undefined;
  return `${from} may not import ${to === '' ? target : to} (${target})`;
}

function cyclesOf(imports: ReadonlyMap<string, readonly Import[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const found of imports.get(file) ?? []) {
      if (found.kind !== 'type' && found.specifier.startsWith('.')) visit(targetOf(file, found), [...path, file]);
    }
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return cycles;
}

function targetOf(file: string, { specifier }: Import): string {
  return posix.join(posix.dirname(file), specifier).replace(/\.js(\?.*)?$/, '.ts');
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function inWebgl(file: string): boolean {
  return file.startsWith('render/webgl/');
}
