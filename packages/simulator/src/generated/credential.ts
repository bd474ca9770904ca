import { hash } from './hash.ts'

/** A credential that is evidently fake, and differs for every seed and every name. */
export function fakeCredential(name: string, seed: number): string {
  const letters = Array.from(name, (letter) => letter.charCodeAt(0))
  return `fake-${name}-${hash(seed, ...letters)
    .toString(16)
    .padStart(8, '0')}`
}
