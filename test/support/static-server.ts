import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** What a {@link StaticServer} serves. */
export interface Site {
  /** Bodies by path, such as `/index.html`. */
  files?: Record<string, string>;
  /** A folder whose files lie at the root too. */
  folder?: string;
  /** Sent with every answer. */
  headers?: Record<string, string>;
}

/** A web server on 127.0.0.1 for a page that a test opens. */
export interface StaticServer {
  readonly origin: string;
  /** The paths asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** Starts a server; what it does not have answers 404. */
export async function startStaticServer({ files = {}, folder, headers = {} }: Site): Promise<StaticServer> {
  const requests: string[] = [];

  async function bodyOf(path: string): Promise<string | Buffer | undefined> {
    if (path in files) return files[path];
    if (!folder || path.includes('..')) return undefined;
    return readFile(join(folder, path)).catch(() => undefined);
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    requests.push(path);
    void bodyOf(path).then((body) => {
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type, ...headers });
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
