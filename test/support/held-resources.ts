/** Counts what a page holds on to, by standing in front of the browser's own functions. */
import { replaceMethod } from './replace-method.js';

/** What is held at a moment. */
export interface Held {
  /** Listeners on the window, the document and media queries. */
  listeners: number;
  /** Observers that observe something. */
  observers: number;
  intervals: number;
  timeouts: number;
  frames: number;
}

/** Begins to count; `end` puts the browser's own functions back. */
export function watchResources(): { held: () => Held; end: () => void } {
  const listeners = watchListeners();
  const observers = watchObservers();
  const intervals = watchHandles('setInterval', 'clearInterval', false);
  const timeouts = watchHandles('setTimeout', 'clearTimeout', true);
  const frames = watchHandles('requestAnimationFrame', 'cancelAnimationFrame', true);
  return {
    held: () => ({
      listeners: listeners.count(),
      observers: observers.count(),
      intervals: intervals.count(),
      timeouts: timeouts.count(),
      frames: frames.count(),
    }),
    end: () => [listeners, observers, intervals, timeouts, frames].forEach((watch) => watch.end()),
  };
}

interface Watch {
  count: () => number;
  end: () => void;
}

function watchListeners(): Watch {
  const held = new Set<string>();
  const ids = new Map<unknown, number>();
  const idOf = (value: unknown) => ids.get(value) ?? (ids.set(value, ids.size), ids.size - 1);
  const shared = new Set<unknown>([window, document, document.documentElement, document.body]);
  const isShared = (target: unknown) => shared.has(target) || target instanceof MediaQueryList;
  const nameOf = (target: unknown, type: string, listener: unknown, options: unknown) => {
    const capture = typeof options === 'object' ? (options as AddEventListenerOptions | null)?.capture : options;
    return [idOf(target), type, idOf(listener), Boolean(capture)].join();
  };
  const { prototype } = EventTarget;
  const queries = MediaQueryList.prototype;
  const restore = [
    replaceMethod(prototype, 'addEventListener', (original) => {
      return function (this: EventTarget | undefined, type, listener, options) {
        const target = this ?? window;
        original.call(target, type, listener, options);
        const signal = typeof options === 'object' ? options.signal : undefined;
        if (!isShared(target) || signal?.aborted) return;
        const name = nameOf(target, type, listener, options);
        held.add(name);
        if (signal) original.call(signal, 'abort', () => held.delete(name));
      };
    }),
    replaceMethod(prototype, 'removeEventListener', (original) => {
      return function (this: EventTarget | undefined, type, listener, options) {
        held.delete(nameOf(this ?? window, type, listener, options));
        original.call(this ?? window, type, listener, options);
      };
    }),
    // Older names of the same, which the chart library uses.
    replaceMethod(queries, 'addListener', (original) => {
      return function (this: MediaQueryList, listener) {
        held.add(nameOf(this, 'change', listener, false));
        original.call(this, listener);
      };
    }),
    replaceMethod(queries, 'removeListener', (original) => {
      return function (this: MediaQueryList, listener) {
        held.delete(nameOf(this, 'change', listener, false));
        original.call(this, listener);
      };
    }),
  ];
  return { count: () => held.size, end: () => restore.forEach((one) => one()) };
}

interface Observer {
  observe(target: Node, options?: object): void;
  unobserve(target: Node): void;
  disconnect(): void;
}

function watchObservers(): Watch {
  const held = new Map<Observer, Set<Node>>();
  const restore: (() => void)[] = [];
  for (const { prototype } of [ResizeObserver, IntersectionObserver, MutationObserver]) {
    const observer = prototype as unknown as Observer;
    restore.push(
      replaceMethod(observer, 'observe', (original) => {
        return function (this: Observer, target, options) {
          held.set(this, (held.get(this) ?? new Set()).add(target));
          original.call(this, target, options);
        };
      }),
      replaceMethod(observer, 'disconnect', (original) => {
        return function (this: Observer) {
          held.delete(this);
          original.call(this);
        };
      }),
    );
    if (!('unobserve' in prototype)) continue;
    restore.push(
      replaceMethod(observer, 'unobserve', (original) => {
        return function (this: Observer, target) {
          held.get(this)?.delete(target);
          original.call(this, target);
        };
      }),
    );
  }
  return {
    count: () => [...held.values()].filter((targets) => targets.size > 0).length,
    end: () => restore.forEach((one) => one()),
  };
}

type Functions = Record<string, (...words: unknown[]) => unknown>;

/** Watches a pair of functions that give a number and take it back; `once` where it is spent when the time comes. */
function watchHandles(
  start: 'setInterval' | 'setTimeout' | 'requestAnimationFrame',
  stop: 'clearInterval' | 'clearTimeout' | 'cancelAnimationFrame',
  once: boolean,
): Watch {
  const held = new Set<unknown>();
  const scope = window as unknown as Functions;
  const restore = [
    replaceMethod(scope, start, (original) => (callback, ...rest) => {
      const run = (...words: unknown[]) => {
        if (once) held.delete(handle);
        (callback as (...words: unknown[]) => void)(...words);
      };
      const handle = original.call(window, run, ...rest);
      held.add(handle);
      return handle;
    }),
    replaceMethod(scope, stop, (original) => (handle) => {
      held.delete(handle);
      return original.call(window, handle);
    }),
  ];
  return { count: () => held.size, end: () => restore.forEach((one) => one()) };
}
