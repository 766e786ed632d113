/** A background tab paints no frames; it is not waited for any longer than this. */
const TIMEOUT_MS = 250;

/** Resolves after the next paint, or soon where none happens. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(done);
    const timer = setTimeout(done, TIMEOUT_MS);
  });
}
