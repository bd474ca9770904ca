import { inject } from 'vitest'
import { type PackedPackage, readPacked } from '../../src/packages/packed-package.ts'

/** Every public package, and one just begun from the template, as packed. */
export const packages: readonly PackedPackage[] = await Promise.all(inject('tarballs').map(readPacked))
