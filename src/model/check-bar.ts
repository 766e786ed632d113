import type { MarketBar } from './market-bar.js';

/**
 * Checks that a bar has a place after `last` and prices that can be used. Volume and open interest are not checked:
 * where they cannot be used they count as unknown.
 *
 * @param index - what the message calls the bar
 * @throws RangeError naming the bar and the field that is wrong.
 */
export function checkBar(bar: MarketBar, index: number, last: number | undefined): void {
  const wrong = (field: string, expected: string, got: number): RangeError =>
    new RangeError(`bars[${index}].${field}: expected ${expected}, got ${got}`);

  if (!Number.isFinite(bar.time)) throw wrong('time', 'a finite number', bar.time);
  if (last !== undefined && bar.time <= last) throw wrong('time', `a time after ${last}`, bar.time);
  for (const field of ['open', 'high', 'low', 'close', 'markHigh', 'markLow'] as const) {
    const price = bar[field];
    if (price === undefined && field.startsWith('mark')) continue;
    if (!(Number.isFinite(price) && price! > 0)) throw wrong(field, 'a finite price above 0', price!);
  }
  if (bar.low > bar.high) throw wrong('low', `at most the high, ${bar.high}`, bar.low);
}
