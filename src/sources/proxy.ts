/**
 * The address through which a proxy fetches `url`: every `{url}` in `proxy` is replaced by the encoded address,
 * else the address is appended as it is. Without a proxy it is the address itself.
 */
export function proxied(url: string, proxy: string | undefined): string {
  if (!proxy) return url;
  return proxy.includes('{url}') ? proxy.replaceAll('{url}', encodeURIComponent(url)) : proxy + url;
}
