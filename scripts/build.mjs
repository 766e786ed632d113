// `npm run build`: dist/ with the ES entries and their types, and dist/cdn/ with the script for a plain page.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './lib/install.mjs';

const configFile = join(root, 'vite.config.ts');

process.chdir(root);
// Vite takes the libraries' development builds otherwise.
process.env.NODE_ENV = 'production';
rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({ configFile, mode: 'es', logLevel: 'warn' });
await build({ configFile, mode: 'cdn', logLevel: 'warn' });
const types = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
process.exitCode = types.status ?? 1;
