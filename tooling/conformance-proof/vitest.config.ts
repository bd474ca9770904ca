import shared from '../vitest/vitest.config.ts'

const MATRIX = 'test/matrix-*.test.ts'

const { reporters, outputFile, ...options } = shared.test

export default {
  test: {
    // A project adds its lists, such as `include`, to those that stand here: only what all of them share does.
    reporters,
    outputFile,
    projects: [
      { test: { ...options, name: 'matrix', include: [MATRIX] } },
      // The kit closes the network of its process, and recordings are made over it.
      { test: { ...options, name: 'others', exclude: [MATRIX], isolate: true } },
    ],
  },
}
