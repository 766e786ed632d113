import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
};

const files = Object.entries(exports).flatMap(([entry, targets]) =>
  (typeof targets === 'string' ? [targets] : Object.values(targets)).map((file) => [entry, file] as const),
);
const entries = Object.entries(exports).filter(([, targets]) => typeof targets !== 'string').map(([entry]) => entry);

/** What Lit leaves behind: its versions and a registry of tags. */
const LIBRARIES = /^(lit|reactiveElement|customElements$)/;

/** Prints the globals that an import has added. */
const script = (specifier: string) => `
  const before = Reflect.ownKeys(globalThis);
  await import('${specifier}');
  const added = Reflect.ownKeys(globalThis).filter((name) => !before.includes(name));
  console.log(JSON.stringify(added.map(String)));
`;

describe('the published entries', () => {
  it.each(files)('%s leads to %s, which exists', (_, file) => {
    expect(existsSync(ROOT + file)).toBe(true);
  });

  it.each(entries)('%s has code and types', (entry) => {
    expect(Object.keys(exports[entry])).toEqual(['types', 'default']);
  });

  it.each(entries)('%s loads in Node, does nothing there and lets it end', (entry) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script(entry.replace('.', 'liq-heatmap'))],
      { cwd: ROOT, encoding: 'utf8', timeout: 20_000 },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as string[]).filter((name) => !LIBRARIES.test(name))).toEqual([]);
  });
});
