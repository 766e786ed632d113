import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './install.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of an installed Chromium or Chrome (`CHROME_PATH` first), `undefined` when there is none. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROME_PATH, ...onPath, ...usualPlaces()].find((path) => path && existsSync(path));
}

/** What every test passes to Chromium. */
export function chromiumArgs() {
  return [
    // The sandbox does not start as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
  ];
}

/** WebGL in software where there is no GPU. Not --use-angle=swiftshader: that draws the whole page so. */
export const SOFTWARE_WEBGL = '--enable-unsafe-swiftshader';

/**
 * Installs Chromium where this can be done without asking: on Debian, as root.
 *
 * @throws a message that says what to do, when there is no Chromium and it cannot be installed
 */
export function ensureChromium() {
  if (findChromium()) return;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing Chromium (apt-get) …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update'], env);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], env);
    if (findChromium()) return;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one (on Debian: "sudo apt-get install chromium"), ' +
      'or set CHROME_PATH to the one you have.',
  );
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    const { ProgramFiles, 'ProgramFiles(x86)': ProgramFilesX86, LOCALAPPDATA } = process.env;
    return [ProgramFiles, ProgramFilesX86, LOCALAPPDATA]
      .filter(Boolean)
      .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  }
  return [];
}
