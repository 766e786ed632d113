interface Scheduler {
  yield?: () => Promise<void>;
}

/** Lets the page answer before work goes on. */
export function breathe(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve));
}
