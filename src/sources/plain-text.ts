/** A stranger's text made fit for a message: one line, no control characters, cut to `length`. */
export function oneLine(text: string, length: number): string {
  const folded = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return folded.length > length ? `${folded.slice(0, length)}…` : folded;
}

/** A value as a message may quote it: at most 40 characters of a text; arrays and objects by their kind. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(oneLine(value, 40));
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}
