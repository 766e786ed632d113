import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs `npm ci` when node_modules is absent or older than package-lock.json.
 *
 * @throws when npm fails
 */
export function ensureModules() {
  // npm writes this file last, so its time says when the install was complete.
  const installed = modifiedAt('node_modules/.package-lock.json');
  if (installed >= modifiedAt('package-lock.json')) return;
  console.log('Installing node modules (npm ci) …');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
}

/**
 * Runs a command in the repository's root, showing its output.
 *
 * @throws when it cannot start or exits non-zero
 */
export function run(command, args, env = {}) {
  const status = tryRun(command, args, env);
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed (exit code ${status}).`);
}

/** Like {@link run}, but returns the exit code, `null` when the command could not start or was killed. */
export function tryRun(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    // On Windows npm is a .cmd file, which only a shell starts.
    shell: process.platform === 'win32' && command === 'npm',
  });
  return status;
}

function modifiedAt(path) {
  return statSync(`${root}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
