import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../support/architecture.js';

const SRC = new URL('../../src/', import.meta.url);

function sourceTree(): Map<string, string> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(new URL(file, SRC), 'utf8')]));
}

/** The violations of a tree in which `file` holds `text` and each of `others` is empty. */
function violations(file: string, text: string, ...others: string[]): string[] {
  return violationsOf(new Map([[file, text], ...others.map((other) => [other, ''] as const)]));
}

describe('the source tree', () => {
  const tree = sourceTree();

  it('keeps the rules of the house', () => {
    expect(tree.size).toBeGreaterThan(0);
    expect(violationsOf(tree)).toEqual([]);
  });

  // pixi.js itself fails in Node, so its files are reached only in a browser; workers start as soon as they load.
  const importable = [...tree.keys()].filter((file) => !/^render\/webgl\/|-worker\.ts$/.test(file));
  it.each(importable)('%s can be imported in Node', async (file) => {
    await expect(import(new URL(file, SRC).href)).resolves.toBeDefined();
  });
});

describe('the check of the rules', () => {
  it('lets a room import from a room below it', () => {
    expect(violations('grid/a.ts', "import { b } from '../market/b.js';", 'market/b.ts')).toEqual([]);
  });

  it.each([
    ['static', "import { b } from '../grid/b.js';"],
    ['dynamic', "const b = await import('../grid/b.js');"],
    ['type-only', "import type { B } from '../grid/b.js';"],
    ['inline type', "let b: import('../grid/b.js').B;"],
    ['re-export', "export * from '../grid/b.js';"],
    ['side-effect', "import '../grid/b.js';"],
  ])('finds a %s import from a room above', (_, text) => {
    expect(violations('market/a.ts', text, 'grid/b.ts')).toEqual(['market/a.ts: market may not import grid (grid/b.ts)']);
  });

  it.each([
    ['market/a.ts', "import '../index.js';", 'index.ts'],
    ['render/a.ts', "import '../model/b.js';", 'model/b.ts'],
    ['render/a.ts', "import '../market/b.js';", 'market/b.ts'],
    ['chart/a.ts', "import type { P } from '../sources/provider.js';", 'sources/provider.ts'],
    ['chart/overlay.ts', "import '../sources/http.js';", 'sources/http.ts'],
  ])('finds that %s breaks its row of the table with %s', (file, text, other) => {
    expect(violations(file, text, other)).toHaveLength(1);
  });

  it('lets the overlay import the provider contract and render import types of market', () => {
    const provider = "import type { P } from '../sources/provider.js';";
    expect(violations('chart/overlay.ts', provider, 'sources/provider.ts')).toEqual([]);
    expect(violations('render/a.ts', "import type { Side } from '../market/b.js';", 'market/b.ts')).toEqual([]);
  });

  it.each([
    ['lit', 'chart/a.ts', "import { html } from 'lit';"],
    ['lit', 'index.ts', "import { property } from 'lit/decorators.js';"],
    ['lightweight-charts', 'render/a.ts', "import type { IChartApi } from 'lightweight-charts';"],
    ['lightweight-charts', 'elements/a.ts', "import { createChart } from 'lightweight-charts';"],
    ['pixi.js', 'render/a.ts', "import type { Texture } from 'pixi.js';"],
    ['valibot', 'model/a.ts', "import * as v from 'valibot';"],
  ])('finds %s in %s', (name, file, text) => {
    expect(violations(file, text)).toEqual([`${file}: "${name}" may not be imported here`]);
  });

  it('finds a package that is not in the table', () => {
    expect(violations('grid/a.ts', "import { readFileSync } from 'node:fs';")).toHaveLength(1);
  });

  it('lets each package into its own room', () => {
    expect(violations('elements/a.ts', "import { html } from 'lit';")).toEqual([]);
    expect(violations('elements/a.ts', "import type { IChartApi } from 'lightweight-charts';")).toEqual([]);
    expect(violations('render/webgl/a.ts', "import { Mesh } from 'pixi.js';")).toEqual([]);
  });

  it('lets files outside render/webgl reach it only through import() or as a type', () => {
    const from = (text: string): string[] => violations('render/a.ts', text, 'render/webgl/b.ts');
    expect(from("await import('./webgl/b.js');")).toEqual([]);
    expect(from("import type { B } from './webgl/b.js';")).toEqual([]);
    expect(from("import { b } from './webgl/b.js';")).toHaveLength(1);
    expect(from("import { type B } from './webgl/b.js';")).toHaveLength(1);
  });

  it('finds a specifier without .js and one that leads nowhere', () => {
    expect(violations('grid/a.ts', "import './b';", 'grid/b.ts')).toEqual(['grid/a.ts: "./b" does not end in .js']);
    expect(violations('grid/a.ts', "import './c.js';")).toEqual(['grid/a.ts: "./c.js" is not a file of src']);
  });

  it('finds a file that is too long', () => {
    expect(violations('grid/a.ts', '\n'.repeat(400) + '1;\n')).toEqual(['grid/a.ts: 401 lines, more than 400']);
    expect(violations('grid/a.ts', '\n'.repeat(399) + '1;\n')).toEqual([]);
  });

  it('finds a cycle of value imports and lets types go round', () => {
    const cycle = (back: string): string[] =>
      violationsOf(new Map([['grid/a.ts', "import './b.js';"], ['grid/b.ts', "import './c.js';"], ['grid/c.ts', back]]));
    expect(cycle("import { a } from './a.js';")).toEqual([
      'grid/a.ts: import cycle grid/a.ts → grid/b.ts → grid/c.ts → grid/a.ts',
    ]);
    expect(cycle("import type { A } from './a.js';")).toEqual([]);
  });
});
