/** Begin this far ahead of the viewport. */
const NEAR = '200px';

/** What a tag wants to know of the page around it. */
export interface PageEvents {
  /** Do not wait for the viewport. */
  eager: boolean;
  /** The tag is in the viewport or soon will be. Called once. */
  near: () => void;
  /** The tag may look different now: the reader's colour scheme or contrast, or a class of tag or page changed. */
  restyled: () => void;
}

/** Watches the page for a tag until the controller it returns is aborted. */
export function watchPage(tag: HTMLElement, { eager, near, restyled }: PageEvents): AbortController {
  const watching = new AbortController();
  const { signal } = watching;
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', restyled, { signal });
  }
  // A canvas does not see that a page restyles its tag; it has to be told.
  const style = new MutationObserver(restyled);
  style.observe(tag, { attributes: true, attributeFilter: ['class', 'style'] });
  // Where pages keep their theme, under whatever name.
  for (const element of [document.documentElement, document.body]) style.observe(element, { attributes: true });
  signal.addEventListener('abort', () => style.disconnect());
  if (eager) {
    // Not at once: the tag may be in the middle of an update.
    queueMicrotask(() => {
      if (!signal.aborted) near();
    });
    return watching;
  }
  const viewport = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      viewport.disconnect();
      near();
    },
    { rootMargin: NEAR },
  );
  viewport.observe(tag);
  signal.addEventListener('abort', () => viewport.disconnect());
  return watching;
}
