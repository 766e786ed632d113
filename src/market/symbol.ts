/** Where a market can trade. `SIMULATED` is invented data and needs no network. */
export const VENUES = ['BINANCE', 'BYBIT', 'OKX', 'HYPERLIQUID', 'MEXC', 'SIMULATED'] as const;

/** One of {@link VENUES}. */
export type Venue = (typeof VENUES)[number];

/** One futures market. `pair` is spelled the venue's way, in capitals: `BTCUSDT`, `BTC-USDT-SWAP`, `BTC`. */
export interface Market {
  readonly venue: Venue;
  readonly pair: string;
}

const QUOTES = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'USD'];

// Letters of any script: venues list coins whose names are not Latin.
const PAIR = /^[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*$/u;
const BARE_NAME = /^[\p{L}\p{N}]+$/u;

/**
 * Reads a `symbol`: a comma-separated list whose parts are `VENUE:PAIR`, a bare pair such as `BTCUSDT` (meaning
 * Binance) or a bare coin such as `BTC` (meaning Binance, Bybit, OKX and Hyperliquid). A bare name is a pair when
 * it ends in USDT, USDC, USD, FDUSD or BUSD with something before it. Case does not matter.
 *
 * @returns the markets in the order named, without duplicates; at least one.
 * @throws RangeError naming the part that is wrong.
 */
export function parseSymbol(text: string): Market[] {
  const markets = text.split(',').flatMap((part) => parsePart(part.trim()));
  return [...new Map(markets.map((market) => [formatMarket(market), market])).values()];
}

/** The market as `VENUE:PAIR`, which {@link parseSymbol} reads back. */
export function formatMarket(market: Market): string {
  return `${market.venue}:${market.pair}`;
}

/** The coin a market trades, however spelled: `BTC` for `BTCUSDT`, `BTC-USDT-SWAP`, `BTC_USDT` and `BTC`. */
export function baseCoin(market: Market): string {
  const [name] = market.pair.split(/[-_]/);
  return splitQuote(name) ?? name;
}

function parsePart(part: string): Market[] {
  const colon = part.indexOf(':');
  if (colon < 0) return parseBareName(part);

  const venue = part.slice(0, colon).trim().toUpperCase();
  const pair = part.slice(colon + 1).trim().toUpperCase();
  if (!isVenue(venue)) throw wrong(part, `unknown venue "${venue}", expected one of ${VENUES.join(', ')}`);
  if (pair === '') throw wrong(part, 'the pair is empty');
  if (!PAIR.test(pair)) throw wrong(part, `"${pair}" is no pair: letters and digits, joined by - or _`);
  return [{ venue, pair }];
}

function parseBareName(part: string): Market[] {
  const name = part.toUpperCase();
  if (name === '') throw wrong(part, 'a coin, a pair or VENUE:PAIR is missing');
  if (!BARE_NAME.test(name)) {
    throw wrong(part, 'a coin or pair without a venue is only letters and digits');
  }
  if (splitQuote(name) !== null) return [{ venue: 'BINANCE', pair: name }];
  return [
    { venue: 'BINANCE', pair: `${name}USDT` },
    { venue: 'BYBIT', pair: `${name}USDT` },
    { venue: 'OKX', pair: `${name}-USDT-SWAP` },
    { venue: 'HYPERLIQUID', pair: name },
  ];
}

/** What stands before the quote currency, or null when `name` is a coin (FDUSD is one, although it ends in USD). */
function splitQuote(name: string): string | null {
  if (QUOTES.includes(name)) return null;
  const quote = QUOTES.find((candidate) => name.endsWith(candidate));
  return quote === undefined ? null : name.slice(0, -quote.length);
}

function isVenue(text: string): text is Venue {
  return (VENUES as readonly string[]).includes(text);
}

function wrong(part: string, reason: string): RangeError {
  return new RangeError(`symbol "${part}": ${reason}`);
}
