/**
 * A copy of a JSON value with another value at `path` (such as `cells[2][0]` or `prices.step`); `undefined` removes
 * what is there.
 */
export function changed(json: unknown, path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(json);
  const keys = path.match(/\w+/g) ?? [];
  const last = keys.pop() ?? '';
  let parent = copy as Record<string, unknown>;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
