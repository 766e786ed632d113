interface Scheduler {
  yield?: () => Promise<void>;
}

/** Lets the page answer before work goes on. */
export function breathe(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
}

/** How long work goes on before the page may answer. */
const SLICE_MS = 8;

/**
 * Does `work` for the indexes from 0 up to `count`, letting the page answer in between.
 *
 * @throws the reason of `signal` once it has aborted.
 */
export async function inSlices(count: number, work: (index: number) => void, signal: AbortSignal): Promise<void> {
  let end = 0;
  for (let i = 0; i < count; i++) {
    if (performance.now() >= end) {
      await breathe();
      signal.throwIfAborted();
      end = performance.now() + SLICE_MS;
    }
    work(i);
  }
}
