import pRetry from 'p-retry';
import { DEFAULT_LIMITS } from './limits.js';
import { oneLine } from './plain-text.js';
import { parseRetryAfter, retryDelay } from './retry-delay.js';
import { SourceError } from './source-error.js';
import { vendorError } from './vendor-error.js';

/** Settings of {@link fetchText}. */
export interface FetchTextOptions {
  signal?: AbortSignal;
  /** The name used in messages; by default the address without its query string. */
  source?: string;
  /** The longest body read, in bytes after decompression. */
  maxBytes?: number;
  /** How long the server may send nothing, in milliseconds. */
  stallMs?: number;
  /**
   * Milliseconds to wait before a retry; {@link retryDelay} by default.
   *
   * @param attempt - 1 for the first retry
   * @param retryAfterMs - what the server asked for, uncapped
   */
  delay?: (attempt: number, retryAfterMs?: number) => number;
}

const MAX_RETRIES = 3;
const RETRIED_STATUSES = new Set([408, 429, 500, 502, 503, 504]);
const MAX_ERROR_BYTES = 64 * 1024;

/** An address as it may be shown: origin and path, without what may be secret (query string, credentials). */
export function shortUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return host ? `${protocol}//${host}${pathname}` : `${protocol}…`;
}

/**
 * GETs a text with no header of its own, so that no CORS preflight is needed. Tries up to four times when the
 * network fails or the server answers 408, 429, 500, 502, 503 or 504, waiting as `Retry-After` says or ever longer.
 *
 * @param url - absolute
 * @throws SourceError `network`, `http`, `timeout` or `too-large`; the signal's reason as soon as it is aborted
 */
export async function fetchText(url: string, options: FetchTextOptions = {}): Promise<string> {
  const { signal, source = shortUrl(url), stallMs = 20_000, delay = retryDelay } = options;
  const { maxBytes = DEFAULT_LIMITS.maxBytes } = options;
  let retryAfterMs: number | undefined;

  // The body is read inside the attempt, so that a connection cut in its middle is retried like other failures.
  async function attempt(request: Request): Promise<string> {
    const stalled = new AbortController();
    const stall = () => stalled.abort(new SourceError('timeout', source, `sent nothing for ${stallMs / 1000} s`));
    let timer = setTimeout(stall, stallMs);
    const onBytes = () => {
      clearTimeout(timer);
      timer = setTimeout(stall, stallMs);
    };
    retryAfterMs = undefined;
    try {
      const signals = signal ? [signal, stalled.signal] : [stalled.signal];
      const response = await fetch(request, { signal: AbortSignal.any(signals) });
      onBytes();
      retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
      if (response.ok) return await readText(response, source, maxBytes, onBytes);
      const body = await readText(response, source, MAX_ERROR_BYTES, onBytes).catch(() => '');
      throw httpError(source, response, body);
    } catch (error) {
      // Not as it came: p-retry does not try again after a TypeError with words it does not know.
      throw asSourceError(error, source);
    } finally {
      clearTimeout(timer);
    }
  }

  try {
    const request = new Request(url);
    return await pRetry(() => attempt(request), {
      signal,
      retries: MAX_RETRIES,
      // The waits of p-retry know no Retry-After: ours take their place.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (signal?.aborted || !isPassing(error)) return false;
        await sleep(delay(attemptNumber, retryAfterMs), signal);
        return true;
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw asSourceError(error, source);
  }
}

/** Whether trying again may help: the network failed, or the server says that it cannot answer now. */
function isPassing(error: Error): boolean {
  return error instanceof SourceError && error.recoverable && error.code !== 'timeout';
}

/** Waits, but no longer than until the signal is aborted. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
  });
}

async function readText(
  response: Response, source: string, maxBytes: number, onBytes: () => void,
): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    onBytes();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new SourceError('too-large', source, `the answer is longer than the limit of ${maxBytes} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function httpError(source: string, { status, statusText }: Response, body: string): SourceError {
  const title = oneLine(`HTTP ${status} ${statusText}`, 80);
  const vendor = vendorError(jsonOrNull(body));
  const recoverable = RETRIED_STATUSES.has(status);
  return new SourceError('http', source, vendor ? `${title} (${vendor})` : title, { recoverable });
}

function asSourceError(error: unknown, source: string): SourceError {
  if (error instanceof SourceError) return error;
  const problem = 'could not be read: offline, connection lost, or this page is not allowed to (CORS)';
  return new SourceError('network', source, problem, { cause: error });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
