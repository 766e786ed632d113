import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { estimate } from '../../../src/model/estimate.js';
import * as model from '../../../src/model/index.js';
import { happened, simulatedBars } from './evaluation-data.js';

const BLOCK = /^```js\n(.*?)^```$/gms;
const IMPORT = /^import (\{[^}]*\}) from ('[^']*');$/gm;

/** The examples draw days again as often as users will. */
const TIMEOUT_MS = 60_000;

const text = readFileSync(new URL('../../../docs/model.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(BLOCK)].map(([, code]) => code);

const bars = simulatedBars(70);
const liquidations = happened(estimate(bars), (usd, i) => usd * 2 ** Math.sin(i * 12.9898));
const files: Record<string, unknown> = { 'bars.json': bars, 'liquidations.json': liquidations };

/** Runs an example on invented data, and gives what it prints. */
function run(code: string): unknown[][] {
  const printed: unknown[][] = [];
  const modules = {
    'node:fs': { readFileSync: (name: string) => JSON.stringify(files[name]) },
    'liq-heatmap/model': model,
  };
  const body = code.replace(IMPORT, 'const $1 = modules[$2];');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the code is that of our own document
  const example = new Function('modules', 'console', body) as (...values: unknown[]) => void;
  example(modules, { log: (...values: unknown[]) => printed.push(values) });
  return printed;
}

it('the model page has two examples', () => {
  expect(examples).toHaveLength(2);
});

it('the example of evaluate prints how much is explained, and more than fresh territory does', () => {
  const [together, sides, gain] = run(examples[0]);
  expect(together).toEqual(['deviance explained', expect.closeTo(0.95, 1), [expect.any(Number), expect.any(Number)]]);
  expect(sides).toHaveLength(3);
  expect(gain[1]).toBeGreaterThan(0);
}, TIMEOUT_MS);

it('the example of calibrate prints a line for each leverage and how its weights do later', () => {
  const printed = run(examples[1]);
  expect(printed.map(([first]) => first)).toEqual([
    ...['100x', '50x', '25x', '20x', '10x', '5x', '3x'],
    'deviance explained in months not seen',
  ]);
  expect(printed.at(-1)![1]).toBeGreaterThan(0.8);
}, TIMEOUT_MS);
