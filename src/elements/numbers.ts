const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}

/** A size as traders write it: `$12.4M`; without the currency where values only compare with each other. */
export function formatSize(value: number, unit: 'usd' | 'relative', locale?: string): string {
  const number = format(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
  return unit === 'usd' ? `$${number}` : number;
}
