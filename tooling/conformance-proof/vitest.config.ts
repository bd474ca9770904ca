import shared from '../vitest/vitest.config.ts'

const MATRIX = 'test/matrix-*.test.ts'

export default {
  test: {
    ...shared.test,
    projects: [
      { test: { ...shared.test, name: 'matrix', include: [MATRIX] } },
      // The kit closes the network of its process, and recordings are made over it.
      { test: { ...shared.test, name: 'others', exclude: [MATRIX], isolate: true } },
    ],
  },
}
