// `npm test`: installs what is missing, then runs every check and ends on one line that counts them.
import { readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureModules, root, tryRun } from './lib/install.mjs';

// `script` is an npm script. A step with a `report` counts the test cases in that file, any other counts as one.
// A step is skipped when the one that it `needs` failed.
const STEPS = [
  { name: 'Types', script: 'typecheck' },
  { name: 'Lint', script: 'lint' },
  { name: 'Unit tests', script: 'test:unit', report: '.cache/unit-tests.json' },
  { name: 'Build', script: 'build' },
  { name: 'Browser tests', script: 'test:browser', report: '.cache/browser-tests.json', before: ensureChromium },
  {
    name: 'Page tests', script: 'test:pages', report: '.cache/page-tests.json', before: ensureChromium, needs: 'Build',
  },
  { name: 'Manifest', script: 'manifest:check' },
  { name: 'Sizes', script: 'size', needs: 'Build' },
];

try {
  ensureModules();
} catch (error) {
  console.error(`${error.message}\n\n0 passed, 1 failed`);
  process.exit(1);
}

const results = new Map();
for (const step of STEPS) {
  console.log(`\n── ${step.name} ──`);
  const start = performance.now();
  const result = runStep(step);
  results.set(step.name, { ...result, seconds: (performance.now() - start) / 1000 });
}

console.log('');
for (const [name, { seconds, ...counts }] of results) {
  console.log(`${name.padEnd(14)} ${describe(counts).padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
}

const sum = (key) => [...results.values()].reduce((total, result) => total + result[key], 0);
const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`\n${describe(total)}`);

function runStep({ script, report, before, needs }) {
  if (needs && results.get(needs).failed > 0) {
    console.log(`Skipped: it needs "${needs}", which failed.`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  try {
    before?.();
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A report of an earlier run must not be taken for this one's.
  if (report) rmSync(`${root}${report}`, { force: true });
  const ok = tryRun('npm', ['run', '--silent', script]) === 0;
  const counts = report ? readReport(report) : { passed: ok ? 1 : 0, failed: 0, skipped: 0 };
  // A step can fail without a failed test case: a crash, a file that does not load.
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(`${root}${path}`, 'utf8'));
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  } catch (error) {
    console.error(`No test report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
