import { measureAdvantage } from './probe.js';
import { SharedContext } from './shared-context.js';
import { WebglRenderer } from './webgl-renderer.js';

/** WebGL is preferred unless it costs this much more a frame than the plain canvas. */
const TOLERATED_MS = 2;

let advantage: Promise<number> | undefined;

/**
 * Makes a WebGL renderer on the page's shared context.
 *
 * @param ifFast only where measuring (once a page) shows that it is not slower than the plain canvas.
 * @throws Error when there is no WebGL 2.
 */
export async function openWebgl(ifFast: boolean): Promise<{ renderer?: WebglRenderer; reason: string }> {
  const context = await SharedContext.acquire();
  if (!ifFast) return { renderer: new WebglRenderer(context), reason: 'requested' };
  try {
    advantage ??= measureAdvantage(context);
    const gained = await advantage;
    if (gained >= -TOLERATED_MS) {
      return { renderer: new WebglRenderer(context), reason: `measured: ${describe(gained)}` };
    }
    context.release();
    return { reason: `measured: ${describe(gained)}` };
  } catch (error) {
    context.release();
    throw error;
  }
}

function describe(gained: number): string {
  const amount = Math.abs(gained).toFixed(1);
  return `a frame takes ${amount} ms ${gained >= 0 ? 'less' : 'more'} with WebGL than with the plain canvas`;
}
