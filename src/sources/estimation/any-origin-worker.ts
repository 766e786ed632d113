interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

declare const trustedTypes: { createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy } | undefined;

/**
 * A `Worker` that also starts when its file lies on another origin than the page, as from a CDN: by way of a `blob:`
 * that imports the file. Called `Worker` where it is used, so that bundlers see which file is meant.
 *
 * @throws where the page's policies allow no such worker.
 */
export const AnyOriginWorker = function (url: URL, options: WorkerOptions): Worker {
  const sameOrigin = url.origin === location.origin;
  const start = sameOrigin ? url.href : URL.createObjectURL(importing(url));
  try {
    return new Worker(trusted(start), options);
  } finally {
    // Its address is resolved at once; the worker starts from what it stood for.
    if (!sameOrigin) setTimeout(() => URL.revokeObjectURL(start), 10_000);
  }
} as unknown as new (url: URL, options: WorkerOptions) => Worker;

function importing(url: URL): Blob {
  return new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
}

let policy: ScriptUrlPolicy | undefined;

/** The address as a page that requires Trusted Types wants it. */
function trusted(url: string): string {
  if (typeof trustedTypes === 'undefined') return url;
  policy ??= trustedTypes.createPolicy('liq-heatmap', { createScriptURL: (ours) => ours });
  return policy.createScriptURL(url);
}
