import { proxy, releaseProxy, type Remote, transfer, wrap } from 'comlink';
import type { DensityColumn } from '../../grid/density-grid.js';
import type { ColumnBlock, SessionRequest } from '../../model/estimator-session.js';
import type { EstimatorWorker } from '../../model/estimator-worker.js';
import type { MarketBar } from '../../model/market-bar.js';
import { packBars } from '../../model/packed-bars.js';
import { AnyOriginWorker as Worker } from './any-origin-worker.js';
import { breathe } from './breathe.js';

/** An estimate in the making: an `EstimatorSession`, wherever it runs. */
export interface Estimation {
  load(request: SessionRequest, progress?: (share: number) => void): Promise<ColumnBlock>;
  whole(): Promise<ColumnBlock | null>;
  close(bar: MarketBar): Promise<DensityColumn>;
  preview(bar: MarketBar): Promise<DensityColumn>;
}

/** A worker that has not answered by then never will. */
const START_TIMEOUT_MS = 10_000;
/** How long the worker outlives its last user. */
const LINGER_MS = 10_000;

let shared: { worker: Promise<RunningWorker | null>; users: number; timer?: ReturnType<typeof setTimeout> } | undefined;

interface RunningWorker {
  remote: Remote<EstimatorWorker>;
  terminate: () => void;
}

/**
 * Starts an estimate in the page's one estimator worker or, where workers are refused, in slices on the page itself.
 *
 * @param signal - ends the estimate, whatever it is doing
 */
export async function startEstimation(signal: AbortSignal): Promise<Estimation> {
  const worker = await acquire(signal);
  signal.throwIfAborted();
  if (!worker) {
    const { EstimatorSession } = await import('../../model/estimator-session.js');
    const session = new EstimatorSession(breathe);
    signal.addEventListener('abort', () => session.cancel(), { once: true });
    return {
      load: (request, progress) => session.load(request, progress),
      whole: () => session.whole(),
      close: async (bar) => Promise.resolve(session.close(bar)),
      preview: async (bar) => Promise.resolve(session.preview(bar)),
    };
  }
  const session = await worker.remote.open();
  const end = () => {
    void session.cancel();
    session[releaseProxy]();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  // After the end, the worker's answers do not arrive any more.
  return {
    load: (request, progress) => {
      const bars = packBars(request.bars);
      const packed = transfer({ ...request, bars }, [bars.buffer]);
      return untilAborted(session.load(packed, progress && proxy(progress)), signal);
    },
    whole: () => untilAborted(session.whole(), signal),
    close: (bar) => untilAborted(session.close(bar), signal),
    preview: (bar) => untilAborted(session.preview(bar), signal),
  };
}

/** What `work` comes to, unless `signal` aborts before: then it rejects with the reason. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Takes hold of the page's worker until `signal` aborts; null where there can be none. */
async function acquire(signal: AbortSignal): Promise<RunningWorker | null> {
  signal.throwIfAborted();
  shared ??= { worker: start(), users: 0 };
  const held = shared;
  clearTimeout(held.timer);
  held.users++;
  signal.addEventListener(
    'abort',
    () => {
      if (--held.users > 0) return;
      held.timer = setTimeout(() => {
        if (shared === held) shared = undefined;
        void held.worker.then((worker) => worker?.terminate());
      }, LINGER_MS);
    },
    { once: true },
  );
  return held.worker;
}

async function start(): Promise<RunningWorker | null> {
  let worker: Worker | undefined;
  try {
    worker = new Worker(new URL('../../model/estimator-worker.ts', import.meta.url), { type: 'module' });
    const remote = wrap<EstimatorWorker>(worker);
    await answered(worker, remote);
    return { remote, terminate: () => worker?.terminate() };
  } catch {
    // Refused by a policy, or its file cannot be had: the same work is done on the page.
    worker?.terminate();
    return null;
  }
}

/** Resolves when the worker has answered; rejects when it cannot start. */
function answered(worker: Worker, remote: Remote<EstimatorWorker>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the worker did not answer')), START_TIMEOUT_MS);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      finish();
    };
    worker.addEventListener('error', () => settle(() => reject(new Error('the worker could not start'))), { once: true });
    remote.ping().then(
      () => settle(resolve),
      () => settle(() => reject(new Error('the worker could not answer'))),
    );
  });
}
