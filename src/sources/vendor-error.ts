import { isObject } from './is-object.js';
import { oneLine } from './plain-text.js';

const MAX_TEXT = 200;

/**
 * Reads a vendor's own error out of an answer such as `{"code": "40001", "msg": "…"}`, also under `error`.
 *
 * @returns code and text in one line of plain text, or undefined when the answer is no error envelope: nothing of
 * the kind in it, or a code that means success (`0`, or any with `success: true`)
 */
export function vendorError(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const { success } = json;
  const { code, msg, message, error } = isObject(json.error) ? { ...json.error, error: undefined } : json;
  if (success === true || (success !== false && String(code) === '0')) return undefined;
  const parts = [code, msg || message || error].filter((part) => ['string', 'number'].includes(typeof part));
  return oneLine(parts.join(': '), MAX_TEXT) || (success === false ? 'success: false' : undefined);
}
