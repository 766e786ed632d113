// `npm run manifest`: writes custom-elements.json from the elements' doc comments. With `--check` it writes nothing
// and fails when the file is not what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli as analyzer } from '@custom-elements-manifest/analyzer/cli.js';
import { root } from './lib/install.mjs';

const path = join(root, 'custom-elements.json');
const argv = ['analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'];
const manifest = await analyzer({ argv, cwd: root, noWrite: true });
// The analyzer lists files in the order in which the disk has them.
manifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
const text = `${JSON.stringify(manifest, null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('custom-elements.json is not up to date: run "npm run manifest" and commit the file.');
  process.exitCode = 1;
} else {
  console.log('custom-elements.json is up to date.');
}
