import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fetchText, type FetchTextOptions } from '../../../src/sources/http.js';
import { SourceError } from '../../../src/sources/source-error.js';
import { type Answer, type HttpStandIn, jsonAnswer, startHttpStandIn } from '../../support/http-stand-in.js';

let server: HttpStandIn;
beforeAll(async () => {
  server = await startHttpStandIn();
});
afterAll(() => server.close());

const atOnce: FetchTextOptions = { delay: () => 0 };

async function failure(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

function requestsTo(path: string): number {
  return server.requests.filter(({ url }) => url.startsWith(path)).length;
}

describe('fetchText', () => {
  it('returns a body that arrives in pieces cut in the middle of a character', async () => {
    const bytes = new TextEncoder().encode('price ≥ 5 €');
    const url = server.answer('/pieces', { chunks: [bytes.slice(0, 7), bytes.slice(7)], gapMs: 10 });
    expect(await fetchText(url)).toBe('price ≥ 5 €');
  });

  it('sends a GET with the headers every fetch sends and not one more', async () => {
    await fetchText(server.answer('/headers', { chunks: ['x'] }));
    const { method, headers } = server.requests.find(({ url }) => url === '/headers')!;
    expect(method).toBe('GET');
    expect(Object.keys(headers).sort()).toEqual(
      ['accept', 'accept-encoding', 'accept-language', 'connection', 'host', 'sec-fetch-mode', 'user-agent'],
    );
    expect(headers.accept).toBe('*/*');
  });

  it('follows redirects', async () => {
    server.answer('/new-place', { chunks: ['moved'] });
    const url = server.answer('/old-place', { status: 302, headers: { location: '/new-place' } });
    expect(await fetchText(url)).toBe('moved');
  });

  it.each([408, 429, 500, 502, 503, 504])('tries again after HTTP %i', async (status) => {
    const path = `/once-${status}`;
    const url = server.answer(path, { status }, { chunks: ['good'] });
    expect(await fetchText(url, atOnce)).toBe('good');
    expect(requestsTo(path)).toBe(2);
  });

  it('tells the delay which retry it is and what Retry-After asked for', async () => {
    const url = server.answer(
      '/busy', { status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { chunks: ['good'] },
    );
    const asked: unknown[] = [];
    const delay = (attempt: number, retryAfterMs?: number) => {
      asked.push([attempt, retryAfterMs]);
      return 0;
    };
    expect(await fetchText(url, { delay })).toBe('good');
    expect(asked).toEqual([[1, 7000], [2, undefined]]);
  });

  it('forgets what Retry-After asked for when the network fails next', async () => {
    const busy: Answer = { status: 429, headers: { 'retry-after': '7' } };
    const url = server.answer('/busy-then-cut', busy, { end: 'cut' }, { chunks: ['good'] });
    const asked: unknown[] = [];
    const delay = (_: number, retryAfterMs?: number) => {
      asked.push(retryAfterMs);
      return 0;
    };
    expect(await fetchText(url, { delay })).toBe('good');
    expect(asked).toEqual([7000, undefined]);
  });

  it('waits as long as the delay says', async () => {
    const url = server.answer('/wait', { status: 500 }, { chunks: ['good'] });
    const start = performance.now();
    await fetchText(url, { delay: () => 150 });
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it('gives up after four attempts and says the status', async () => {
    const url = server.answer('/down', { status: 503 });
    const error = await failure(fetchText(`${url}?key=secret`, atOnce));
    expect(error).toMatchObject({ code: 'http', recoverable: true, source: url });
    expect(error.message).toBe(`${url}: HTTP 503 Service Unavailable`);
    expect(requestsTo('/down')).toBe(4);
  });

  it('does not try again after a 404', async () => {
    const url = server.answer('/absent', { status: 404 });
    const error = await failure(fetchText(url, atOnce));
    expect(error).toMatchObject({ code: 'http', recoverable: false });
    expect(requestsTo('/absent')).toBe(1);
  });

  it.each([
    [{ code: '40001', msg: 'API key missing' }, '40001: API key missing'],
    [{ message: 'Forbidden\n<b>here</b>' }, 'Forbidden <b>here</b>'],
    [{ error: 'no such plan' }, 'no such plan'],
    [{ error: { code: 7, message: 'upgrade' } }, '7: upgrade'],
    [{ code: 1, msg: 'x'.repeat(300) }, `1: ${'x'.repeat(197)}…`],
  ])('adds the words of the vendor %j to HTTP 403', async (body, words) => {
    const url = server.answer('/forbidden', jsonAnswer(body, { status: 403 }));
    expect((await failure(fetchText(url))).message).toBe(`${url}: HTTP 403 Forbidden (${words})`);
  });

  it('says just the status when the body of an error is long, cut or no JSON', async () => {
    for (const answer of [
      { chunks: [`{"msg": "${'x'.repeat(100_000)}"}`] },
      { chunks: ['{"msg": "half'], end: 'cut' as const },
      { chunks: ['<html>Forbidden</html>'] },
    ]) {
      const url = server.answer('/forbidden', { status: 403, ...answer });
      expect((await failure(fetchText(url))).message).toBe(`${url}: HTTP 403 Forbidden`);
    }
  });

  it('survives a status outside the standard', async () => {
    const url = server.answer('/odd', { status: 999 });
    expect(await failure(fetchText(url))).toMatchObject({ code: 'http' });
  });

  it('tries again when the connection is cut in the middle of the body', async () => {
    const url = server.answer('/cut-once', { chunks: ['half'], gapMs: 10, end: 'cut' }, { chunks: ['whole'] });
    expect(await fetchText(url, atOnce)).toBe('whole');
  });

  it('reports a connection that is always cut', async () => {
    const url = server.answer('/cut', { chunks: ['half'], gapMs: 10, end: 'cut' });
    const error = await failure(fetchText(`${url}?key=secret`, atOnce));
    expect(error).toMatchObject({ code: 'network', recoverable: true });
    expect(error.message.startsWith(`${url}: `)).toBe(true);
    expect(error.message).not.toContain('secret');
    expect(requestsTo('/cut?')).toBe(4);
  });

  it('tries again whatever words a browser has for a failed network', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('Error in body stream'));
    try {
      expect(await fetchText(server.answer('/other-words', { chunks: ['good'] }), atOnce)).toBe('good');
      expect(fetch).toHaveBeenCalledTimes(2);
    } finally {
      fetch.mockRestore();
    }
  });

  it('does not try again with an address that no fetch accepts, and tells no password', async () => {
    const url = server.answer('/private', { chunks: ['x'] }).replace('//', '//me:secret@');
    const delay = vi.fn(() => 0);
    const error = await failure(fetchText(url, { delay }));
    expect(error.code).toBe('network');
    expect(error.message).not.toContain('secret');
    expect(delay).not.toHaveBeenCalled();
  });

  it('reports a server that is not there', async () => {
    const gone = await startHttpStandIn();
    await gone.close();
    expect(await failure(fetchText(gone.origin, atOnce))).toMatchObject({ code: 'network' });
  });

  it.each([
    ['before the first byte', '/stall-1', []],
    ['in the middle of the body', '/stall-2', ['half']],
  ])('stops waiting for a server that stalls %s', async (_, path, chunks) => {
    const url = server.answer(path, { chunks, end: 'stall' });
    const error = await failure(fetchText(url, { stallMs: 100 }));
    expect(error).toMatchObject({ code: 'timeout', recoverable: true });
    expect(error.message).toBe(`${url}: sent nothing for 0.1 s`);
    expect(requestsTo(path)).toBe(1);
  });

  it('is patient with a slow body that keeps coming', async () => {
    const chunks = ['a', 'b', 'c', 'd', 'e', 'f'];
    const url = server.answer('/slow', { chunks, gapMs: 50 });
    expect(await fetchText(url, { stallMs: 150 })).toBe('abcdef');
  });

  it('accepts a body of exactly maxBytes and stops reading a longer one', async () => {
    const url = server.answer('/endless', { chunks: Array.from({ length: 8 }, () => 'x'.repeat(1000)), end: 'stall' });
    const error = await failure(fetchText(url, { maxBytes: 5000 }));
    expect(error).toMatchObject({ code: 'too-large', recoverable: false });
    expect(error.message).toContain('5000 bytes');
    expect(requestsTo('/endless')).toBe(1);

    const fitting = server.answer('/fitting', { chunks: ['x'.repeat(5000)] });
    expect(await fetchText(fitting, { maxBytes: 5000 })).toHaveLength(5000);
  });

  describe('when aborted', () => {
    const reason = new Error('the tag is gone');

    async function abortAfter(ms: number, url: string): Promise<unknown> {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), ms);
      const start = performance.now();
      const options = { signal: controller.signal, delay: () => 10_000 };
      const result = await fetchText(url, options).catch((error: unknown) => error);
      expect(performance.now() - start).toBeLessThan(2000);
      return result;
    }

    it('asks nothing when it is already so', async () => {
      const url = server.answer('/never', { chunks: ['x'] });
      const promise = fetchText(url, { signal: AbortSignal.abort() });
      await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
      expect(requestsTo('/never')).toBe(0);
    });

    it('rejects with the reason while waiting for an answer', async () => {
      expect(await abortAfter(50, server.answer('/abort-1', { end: 'stall' }))).toBe(reason);
    });

    it('rejects with the reason while the body is read', async () => {
      expect(await abortAfter(50, server.answer('/abort-2', { chunks: ['half'], end: 'stall' }))).toBe(reason);
    });

    it('rejects with the reason while the body of an error is read', async () => {
      const url = server.answer('/abort-3', { status: 403, chunks: ['{'], end: 'stall' });
      expect(await abortAfter(50, url)).toBe(reason);
    });

    it('rejects with the reason while waiting for a retry, and does not make it', async () => {
      const url = server.answer('/abort-4', { status: 500 });
      expect(await abortAfter(50, url)).toBe(reason);
      expect(requestsTo('/abort-4')).toBe(1);
    });
  });
});
