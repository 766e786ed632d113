import { expose, proxy, transfer } from 'comlink';
import { type ColumnBlock, EstimatorSession, type SessionRequest } from './estimator-session.js';
import type { MarketBar } from './market-bar.js';
import { unpackBars } from './packed-bars.js';

/** A request whose bars are packed. */
export type PackedRequest = Omit<SessionRequest, 'bars'> & { bars: Float64Array };

/** Lets messages in, `cancel` among them. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/** What a page can ask of the worker. */
const worker = {
  /** Answers as soon as the worker runs. */
  ping: () => true,
  /** A new session, which lives until the page lets go of it. */
  open() {
    const session = new EstimatorSession(pause);
    return proxy({
      load: async ({ bars, ...request }: PackedRequest, progress?: (share: number) => void) =>
        moved(await session.load({ ...request, bars: unpackBars(bars) }, progress)),
      whole: async () => moved(await session.whole()),
      close: (bar: MarketBar) => session.close(bar),
      preview: (bar: MarketBar) => session.preview(bar),
      cancel: () => session.cancel(),
    });
  },
};

export type EstimatorWorker = typeof worker;

/** Hands a block's memory over instead of copying it. */
function moved<T extends ColumnBlock | null>(block: T): T {
  return block ? transfer(block, [block.values.buffer as ArrayBuffer]) : block;
}

expose(worker);
