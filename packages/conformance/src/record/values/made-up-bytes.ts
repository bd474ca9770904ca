import { createHash } from 'node:crypto'

/** Bytes that follow from a label alone. They are the same on every machine and in every run. */
export function madeUpBytes(label: string, length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update(label).digest()
}
