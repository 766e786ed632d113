import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A reporter for @web/test-runner that writes how many test cases passed, failed and were skipped, as vitest does. */
export function countsReporter(path) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
      for (const session of sessions) countSession(session, counts);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(counts)}\n`);
    },
  };
}

function countSession(session, counts) {
  const failedBefore = counts.numFailedTests;
  if (session.testResults) countSuite(session.testResults, counts);
  // A file that did not load, a hook that threw or a page that hung has no failed test case.
  if (!session.passed && counts.numFailedTests === failedBefore) counts.numFailedTests += 1;
}

function countSuite(suite, counts) {
  for (const test of suite.tests) {
    if (test.skipped) counts.numPendingTests += 1;
    else if (test.passed) counts.numPassedTests += 1;
    else counts.numFailedTests += 1;
  }
  for (const inner of suite.suites) countSuite(inner, counts);
}
