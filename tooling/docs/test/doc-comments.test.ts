import { expect, test } from 'vitest'
import { codeBlocks } from '../src/code-block.ts'
import { docComments } from '../src/doc-comments.ts'

const sample = `import { one } from './one.ts'

/** One line. */
export const pattern = 'packages/**/*.ts' // no doc comment

/**
 * Several lines.
 *
 * @example
 * \`\`\`ts
 * const two = 1 + 1
 *
 * if (two === 2) {
 *   console.log(two)
 * }
 * \`\`\`
 */
export function two(): number {
  /* Nor is this one. */
  return 2
}
`

test('doc comments are Markdown, every line where it was', () => {
  const lines = docComments(sample).split('\n')
  expect(lines).toHaveLength(sample.split('\n').length)
  expect(lines.slice(0, 4)).toEqual(['', '', 'One line.', ''])
  expect(lines.filter((line) => line !== '')).toEqual([
    'One line.',
    'Several lines.',
    '@example',
    '```ts',
    'const two = 1 + 1',
    'if (two === 2) {',
    '  console.log(two)',
    '}',
    '```',
  ])
})

test('the code block of an example is found, with its line', () => {
  expect(codeBlocks(docComments(sample))).toEqual([
    {
      language: 'ts',
      code: 'const two = 1 + 1\n\nif (two === 2) {\n  console.log(two)\n}',
      line: 11,
      compileOnly: false,
      excerptOf: null,
      prints: null,
    },
  ])
})

test('an example may be marked as one that cannot run by itself', () => {
  const marked = sample.replace(' * @example\n', ' * @example\n * <!-- docs: compile only -->\n')
  expect(codeBlocks(docComments(marked))).toMatchObject([{ compileOnly: true }])
})
