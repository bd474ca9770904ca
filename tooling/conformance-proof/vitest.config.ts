import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../config/test-parts.ts'

const MATRIX = [
  'test/matrix-*.test.ts',
  'test/{clauses,contradicting-declarations,exempt-clauses,repeated-pages,small-pages,absent-fixtures}.test.ts',
]

const config: ViteUserConfig = testParts({
  matrix: { include: MATRIX },
  // The kit closes the network of its process, and recordings are made over it.
  network: { include: ['test/**/*.test.ts'], exclude: MATRIX, isolate: true },
})

export default config
