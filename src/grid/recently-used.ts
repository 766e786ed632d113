/** Puts an entry last in a map that is kept in order of use, and drops the first entries beyond `limit`. */
export function keepRecent<K, V>(entries: Map<K, V>, key: K, value: V, limit: number): void {
  entries.delete(key);
  entries.set(key, value);
  for (const oldest of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(oldest);
  }
}
