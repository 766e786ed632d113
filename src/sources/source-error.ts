/** What went wrong with a source, for programs; {@link SourceError.message} says it for people. */
export type SourceErrorCode =
  /** The address cannot be understood. */
  | 'bad-url'
  /** No answer, or the connection broke: offline, blocked, or refused by CORS rules. */
  | 'network'
  /** The server answered with an error status. */
  | 'http'
  /** No byte arrived for too long. */
  | 'timeout'
  /** More bytes or more cells than the limits allow. */
  | 'too-large'
  | 'not-json'
  /** JSON, but of no format this release reads. */
  | 'unknown-format'
  /** A known format with a wrong value in it; `path` names the place. */
  | 'invalid-data'
  /** The data vendor answered with an error of its own. */
  | 'vendor'
  /** This release cannot do what was asked. */
  | 'unsupported';

/** What else is known about a {@link SourceError}. */
export interface SourceErrorDetails {
  /** Whether trying again later may help; by default true for `network` and `timeout` only. */
  recoverable?: boolean;
  /** The place in the payload that is wrong, such as `cells[17][2]`. */
  path?: string;
  cause?: unknown;
}

/** A failed load. The message is plain text (never markup), starts with the source and holds no query string. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  /** Who failed: an address without its query string, or a symbol. */
  readonly source: string;
  readonly recoverable: boolean;
  readonly path?: string;

  /** @param problem - the rest of the message, after the source */
  constructor(code: SourceErrorCode, source: string, problem: string, details: SourceErrorDetails = {}) {
    super(`${source}: ${problem}`, { cause: details.cause });
    this.code = code;
    this.source = source;
    this.recoverable = details.recoverable ?? (code === 'network' || code === 'timeout');
    this.path = details.path;
  }
}
