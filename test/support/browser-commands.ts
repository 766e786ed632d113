/** What browser tests can do that a page cannot: real input, another screen, a screenshot. Lengths are CSS pixels. */
import { executeServerCommand } from '@web/test-runner-commands';

export { emulateMedia } from '@web/test-runner-commands';

/** A place in the viewport. */
export interface Point {
  x: number;
  y: number;
}

/** The screen that a test file wants; each file starts with 800 x 600 and no touch. */
export interface Device {
  width: number;
  height: number;
  /** Whether the device reports a touch screen; false when left out. */
  touch?: boolean;
}

/** Changes the viewport's size until the end of the test file. */
export async function emulate(device: Device): Promise<void> {
  await executeServerCommand('emulate', device);
}

/** The mouse. It stays where it is between calls and between test files: `reset` it when buttons were left down. */
export const mouse = {
  /** Moves in `steps` events, 1 when left out. */
  move: (x: number, y: number, steps = 1) => send('mouse', 'move', x, y, { steps }),
  down: () => send('mouse', 'down'),
  up: () => send('mouse', 'up'),
  click: (x: number, y: number) => send('mouse', 'click', x, y),
  /** Turns the wheel where the mouse is. A key held down with {@link keyboard} counts as its modifier. */
  wheel: (deltaX: number, deltaY: number) => send('mouse', 'wheel', { deltaX, deltaY }),
  reset: () => send('mouse', 'reset'),
  async drag(from: Point, to: Point, steps = 10): Promise<void> {
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(to.x, to.y, steps);
    await mouse.up();
  },
};

/** The touch screen. Each call names all the fingers that are down; `end` lifts them all. */
export const touch = {
  start: (...points: Point[]) => sendTouch('touchStart', points),
  move: (...points: Point[]) => sendTouch('touchMove', points),
  end: () => sendTouch('touchEnd', []),
  async tap(x: number, y: number): Promise<void> {
    await touch.start({ x, y });
    await touch.end();
  },
};

/** The keyboard. Keys have the names of `KeyboardEvent.key`. */
export const keyboard = {
  press: (key: string) => send('keyboard', 'press', key),
  down: (key: string) => send('keyboard', 'down', key),
  up: (key: string) => send('keyboard', 'up', key),
  type: (text: string) => send('keyboard', 'type', text),
};

/**
 * What the screen shows, as a PNG; also saved as `.cache/screenshots/<name>.png`.
 *
 * @param clip the part to take; the whole viewport when left out
 */
export async function screenshot(name: string, clip?: Point & { width: number; height: number }): Promise<Blob> {
  const base64 = await executeServerCommand<string, object>('screenshot', { name, clip });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

/** Frees what nothing holds any more; a `WeakRef` to it is empty afterwards. */
export async function collectGarbage(): Promise<void> {
  await executeServerCommand('collect-garbage');
}

async function send(device: 'mouse' | 'keyboard', method: string, ...args: unknown[]): Promise<void> {
  await executeServerCommand(device, { method, args });
}

async function sendTouch(type: string, points: Point[]): Promise<void> {
  await executeServerCommand('touch', { type, points: points.map((point, id) => ({ ...point, id })) });
}
