/**
 * The only source of pseudo-random numbers. The same words return the same unsigned 32-bit number, on every machine and
 * in any order of calls. The steps are those of the improved integer hash "lowbias32".
 * @see https://github.com/skeeto/hash-prospector/issues/19
 */
export function hash(...words: readonly number[]): number {
  let state = 0
  for (const word of words) {
    // Without the golden ratio, a word of 0 would not change the state.
    state = (state + word + 0x9e3779b9) | 0
    state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
    state ^= state >>> 15
  }
  return state >>> 0
}
