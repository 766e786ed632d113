const MAX_RETRY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 500;

/**
 * Reads a `Retry-After` header: seconds or an HTTP date.
 *
 * @param now - the present, in milliseconds since the epoch
 * @returns milliseconds to wait (0 for a date in the past), or undefined when absent or not understood
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/**
 * Milliseconds to wait before a retry: what the server asked for, but at most a minute; else 0.5 s, 1 s, 2 s…
 * shortened at random by up to half, so that thirty tags on a page do not come back all at once.
 *
 * @param attempt - 1 for the first retry
 */
export function retryDelay(attempt: number, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
  return FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2);
}
