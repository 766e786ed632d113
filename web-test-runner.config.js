import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromiumArgs, findChromium, SOFTWARE_WEBGL } from './scripts/lib/chromium.mjs';
import { viteForTestRunner } from './scripts/lib/vite-plugin-for-wtr.mjs';
import { browserCommands } from './scripts/lib/wtr-commands.mjs';
import { withFreshPages } from './scripts/lib/wtr-fresh-pages.mjs';
import { countsReporter } from './scripts/lib/wtr-report.mjs';

const vite = await viteForTestRunner();

/** A Chromium whose screen has so many device pixels a CSS pixel; emulation would not reach the canvases. */
function chromium(name, deviceScaleFactor) {
  const launcher = withFreshPages(chromeLauncher({
    launchOptions: {
      executablePath: findChromium(),
      defaultViewport: null,
      args: [
        ...chromiumArgs(),
        SOFTWARE_WEBGL,
        '--window-size=800,600',
        `--force-device-scale-factor=${deviceScaleFactor}`,
      ],
    },
  }));
  launcher.name = name;
  return launcher;
}

/** What depends on the pixel ratio runs once more at others. */
const PIXEL_TESTS = 'test/browser/pixels/**/*.test.ts';

export default {
  files: 'test/browser/**/*.test.ts',
  // One page at a time: real input goes to the page in front, and frame times are measured.
  concurrency: 1,
  browsers: [chromium('Chromium', 1)],
  groups: [1.5, 2].map((ratio) => ({
    name: `${ratio} device pixels a pixel`,
    files: PIXEL_TESTS,
    browsers: [chromium(`Chromium at ${ratio}`, ratio)],
  })),
  middleware: [vite.middleware],
  plugins: [vite.plugin, browserCommands()],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter(), countsReporter('.cache/browser-tests.json')],
  testFramework: { config: { timeout: 10_000 } },
};
