import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium } from './scripts/lib/chromium.mjs';
import { viteForTestRunner } from './scripts/lib/vite-plugin-for-wtr.mjs';
import { browserCommands } from './scripts/lib/wtr-commands.mjs';
import { countsReporter } from './scripts/lib/wtr-report.mjs';

const vite = await viteForTestRunner();

export default {
  files: 'test/browser/**/*.test.ts',
  // One page at a time: real input goes to the page in front, and frame times are measured.
  concurrency: 1,
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: findChromium(),
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--no-first-run',
          // WebGL in software where there is no GPU. Not --use-angle=swiftshader: that draws the whole page so.
          '--enable-unsafe-swiftshader',
          '--force-color-profile=srgb',
          '--hide-scrollbars',
        ],
      },
    }),
  ],
  middleware: [vite.middleware],
  plugins: [vite.plugin, browserCommands()],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter(), countsReporter('.cache/browser-tests.json')],
  testFramework: { config: { timeout: 10_000 } },
};
