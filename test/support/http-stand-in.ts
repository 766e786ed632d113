import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One scripted answer. The chunks are sent `gapMs` apart, and then `end` happens. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** The body; several chunks are sent one by one. Without one, `stall` and `cut` send not even headers. */
  chunks?: (string | Uint8Array)[];
  gapMs?: number;
  /** `finish` the answer properly (default), `stall` for ever, or `cut` the connection. */
  end?: 'finish' | 'stall' | 'cut';
}

/** A request as it arrived. */
export interface RecordedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
}

/** A real HTTP server on 127.0.0.1 that answers as told and remembers what it was asked. */
export interface HttpStandIn {
  readonly origin: string;
  readonly requests: RecordedRequest[];
  /** Scripts the answers to a path, one a request; the last one repeats. Returns the full address. */
  answer(path: string, ...answers: Answer[]): string;
  close(): Promise<void>;
}

/** Starts a stand-in; paths without a script answer 404. */
export async function startHttpStandIn(): Promise<HttpStandIn> {
  const scripts = new Map<string, Answer[]>();
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers });
    const script = scripts.get(url.split('?')[0]) ?? [{ status: 404 }];
    const answer = script.length > 1 ? script.shift()! : script[0];
    void perform(answer, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    answer(path, ...answers) {
      scripts.set(path, answers);
      return origin + path;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The answer with a JSON body. */
export function jsonAnswer(value: unknown, answer: Answer = {}): Answer {
  return { ...answer, chunks: [JSON.stringify(value)] };
}

async function perform(answer: Answer, response: ServerResponse): Promise<void> {
  const { status = 200, headers = {}, chunks = [], gapMs = 0, end = 'finish' } = answer;
  if (chunks.length > 0 || end === 'finish') {
    response.writeHead(status, headers);
    response.flushHeaders();
  }
  for (const chunk of chunks) {
    response.write(chunk);
    await sleep(gapMs);
  }
  if (end === 'finish') response.end();
  if (end === 'cut') response.socket?.destroy();
}
