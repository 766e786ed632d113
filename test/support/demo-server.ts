import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Serves the demo to the tests of a file as `npm start` does; returns how to ask for its address, which ends in /. */
export function useDemo(): () => string {
  let vite: Awaited<ReturnType<typeof createServer>>;
  beforeAll(async () => {
    vite = await createServer({
      configFile: at('vite.config.ts'),
      logLevel: 'error',
      // A demo server that runs at the same time must not replace the bundled dependencies.
      cacheDir: at('.cache/vite-page-tests'),
      server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    });
    await vite.listen();
  });
  afterAll(() => vite.close());
  return () => vite.resolvedUrls!.local[0];
}
