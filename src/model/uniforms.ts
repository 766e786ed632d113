/**
 * Random numbers, uniform in (0, 1): one with each call, always the same ones for the same seed.
 *
 * @param seed - an integer
 */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    // splitmix32: evenly spaced numbers, their bits mixed.
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return (((bits ^ (bits >>> 15)) >>> 0) + 0.5) / 2 ** 32;
  };
}
