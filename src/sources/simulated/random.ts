/** Spreads the bits of a 32-bit integer so that neighbouring inputs give unrelated outputs in 0…2³²-1. */
function scramble(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A 32-bit seed made from integers: the same integers always give the same seed, others an unrelated one. */
export function seedOf(...parts: readonly number[]): number {
  return parts.reduce((seed, part) => scramble(Math.imul(seed, 31) + scramble(part | 0) + 1), 0);
}

/** A 32-bit seed made from a text. */
export function seedOfText(text: string): number {
  return seedOf(...Array.from(text, (character) => character.codePointAt(0)!));
}

/** A repeatable stream of random numbers: two with the same seed give the same numbers in the same order. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** The next number of the stream, uniform in the open interval (0, 1). */
  uniform(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return (scramble(this.#state) + 0.5) / 2 ** 32;
  }

  /** A number with the standard normal distribution: mean 0, deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }
}
