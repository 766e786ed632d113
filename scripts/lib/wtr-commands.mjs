import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { root } from './install.mjs';

const COMMANDS = { emulate, mouse, touch, keyboard, screenshot, 'collect-garbage': collectGarbage };

/**
 * Server side of `test/support/browser-commands.ts`: real input, device emulation and screenshots for the browser
 * tests, through the browser's own debugging protocol.
 */
export function browserCommands() {
  return {
    name: 'browser-commands',
    async executeCommand({ command, payload, session }) {
      const run = COMMANDS[command];
      if (!run) return undefined;
      const page = session.browser.getPage(session.id);
      // The runner takes null for "not my command".
      return (await run(page, payload)) ?? true;
    },
  };
}

async function emulate(page, { width, height, touch: enabled = false }) {
  // A pixel ratio of 0 keeps the browser's own.
  await page.setViewport({ width, height, deviceScaleFactor: 0 });
  // Through setViewport, a change of touch would reload the page.
  const client = await clientOf(page);
  await client.send('Emulation.setTouchEmulationEnabled', { enabled });
}

async function mouse(page, { method, args }) {
  await page.mouse[method](...args);
}

async function keyboard(page, { method, args }) {
  await page.keyboard[method](...args);
}

async function touch(page, { type, points }) {
  const client = await clientOf(page);
  await client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
}

async function screenshot(page, { name, clip }) {
  const path = `${root}.cache/screenshots/${name}.png`;
  await mkdir(dirname(path), { recursive: true });
  const png = await page.screenshot({ path, clip });
  return Buffer.from(png).toString('base64');
}

async function collectGarbage(page) {
  const client = await clientOf(page);
  await client.send('HeapProfiler.collectGarbage');
}

const clients = new WeakMap();

// One debugging session for each test file: what it emulates ends with it.
async function clientOf(page) {
  if (!clients.has(page)) {
    const client = await page.createCDPSession();
    clients.set(page, client);
    page.on('framenavigated', async function end(frame) {
      if (frame !== page.mainFrame()) return;
      page.off('framenavigated', end);
      clients.delete(page);
      await client.detach();
    });
  }
  return clients.get(page);
}
