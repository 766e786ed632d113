/** How much of a stranger's data is taken in before it is refused. */
export interface Limits {
  /** The longest body read, in bytes after decompression. */
  maxBytes: number;
  /** The largest grid built: columns x bins x bands. */
  maxCells: number;
}

/** 64 MiB of text and 32 million cells (128 MB of memory). */
export const DEFAULT_LIMITS: Readonly<Limits> = { maxBytes: 64 * 1024 * 1024, maxCells: 32_000_000 };
