import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type Frame, type HTTPRequest, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { chromiumArgs, findChromium, SOFTWARE_WEBGL } from '../../scripts/lib/chromium.mjs';

/** An event of a tag, or a violation of the page's policy, as the page heard it. */
export interface Heard {
  type: string;
  /** Of a violation: the directive and what it blocked. */
  detail: unknown;
}

/** A page that a test has opened; closed when the test is over. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings in the console, uncaught errors, and requests that failed. */
  readonly complaints: string[];
  /** The addresses asked for, without `data:` and `blob:`. */
  readonly requests: string[];
}

const EVENT_TIMEOUT_MS = 20_000;

/** Warnings that are not about us: Lit's of its development build, the driver's of tests that read pixels. */
const FOREIGN = /Lit is in dev mode|GL Driver Message|willReadFrequently/;

/** How a test opens a page. */
export interface VisitOptions {
  /** Decides about every request: must continue, answer or abort it. */
  intercept?: (request: HTTPRequest) => Promise<void>;
}

/**
 * Gives the tests of a file or a `describe` a Chromium of their own.
 *
 * @param webgl the arguments that say how it draws WebGL, or keep it from pages.
 * @returns opens an address in a page of 1000 x 800 that hears every event from the start.
 */
export function useChromium(webgl = [SOFTWARE_WEBGL]): (url: string, options?: VisitOptions) => Promise<Visit> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await puppeteer.launch({ executablePath: findChromium(), args: [...chromiumArgs(), ...webgl] });
  });
  afterAll(() => browser.close());
  return (url, options) => visit(browser, url, options);
}

async function visit(browser: Browser, url: string, { intercept }: VisitOptions = {}): Promise<Visit> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (!['error', 'warn'].includes(message.type()) || FOREIGN.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) requests.push(request.url());
  });
  page.on('requestfailed', (request) => complaints.push(`${request.failure()?.errorText}: ${request.url()}`));
  if (intercept) {
    await page.setRequestInterception(true);
    page.on('request', (request) => void intercept(request));
  }
  await page.setViewport({ width: 1000, height: 800 });
  await page.evaluateOnNewDocument(listen);
  await page.goto(url);
  return { page, complaints, requests };
}

/** The events of that name that a page or frame has heard. */
export async function heard(frame: Page | Frame, type: string): Promise<Heard[]> {
  const all = await frame.evaluate(() => window.heard);
  return all.filter((event) => event.type === type);
}

/** Waits until a page or frame has heard so many events of that name. */
export async function hear(frame: Page | Frame, type: string, count = 1): Promise<void> {
  const end = performance.now() + EVENT_TIMEOUT_MS;
  while ((await heard(frame, type)).length < count) {
    if (performance.now() > end) {
      const all = await frame.evaluate(() => window.heard);
      throw new Error(`waited for ${count} ${type}, heard ${JSON.stringify(all, undefined, 2)}`);
    }
    await sleep(50);
  }
}

/** Runs in the page, before any of its scripts. */
function listen(): void {
  const events: Heard[] = [];
  window.heard = events;
  for (const type of ['liq-load', 'liq-error', 'liq-update', 'liq-renderer-change']) {
    addEventListener(type, (event) => events.push({ type, detail: (event as CustomEvent).detail }));
  }
  addEventListener('securitypolicyviolation', ({ type, effectiveDirective, blockedURI, sourceFile }) => {
    events.push({ type, detail: `${effectiveDirective} ${blockedURI} ${sourceFile}` });
  });
}

declare global {
  interface Window {
    heard: Heard[];
  }
}
