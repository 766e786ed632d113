import { createServer } from 'vite';
import { root } from './install.mjs';

/** The runner's own pages and modules; everything else is Vite's. */
const RUNNER_URL = /^\/(__web-|\?|$)/;

/**
 * Lets Vite serve the browser tests, so that they run exactly what `npm start` runs.
 *
 * @returns a `middleware` and a `plugin` for the configuration of @web/test-runner
 */
export async function viteForTestRunner() {
  const vite = await createServer({
    root,
    configFile: `${root}vite.config.ts`,
    appType: 'custom',
    // Own cache: a demo server that runs at the same time must not replace the bundled dependencies.
    cacheDir: `${root}.cache/vite-browser-tests`,
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    // A dependency found only while a test runs would be bundled then and reload the page. So all are looked for
    // first, in every run.
    optimizeDeps: {
      entries: ['test/browser/**/*.test.ts', 'src/**/*.ts'],
      exclude: ['@web/test-runner-commands'],
      force: true,
    },
    plugins: [{ name: 'test-runner-modules', enforce: 'pre', resolveId: keepRunnerModules }],
  });
  return { middleware: serveWith(vite), plugin: { name: 'vite', serverStop: () => vite.close() } };
}

function keepRunnerModules(id) {
  return RUNNER_URL.test(id) ? { id, external: true } : undefined;
}

function serveWith(vite) {
  return async (context, next) => {
    if (RUNNER_URL.test(context.url)) return next();
    const { req, res } = context;
    // Koa starts from 404, Vite expects Node's 200.
    res.statusCode = 200;
    const handled = await new Promise((resolve, reject) => {
      res.once('close', () => resolve(true));
      vite.middlewares(req, res, (error) => (error ? reject(error) : resolve(false)));
    });
    if (handled) {
      context.respond = false;
      return;
    }
    context.status = 404;
  };
}
