import { expect, test } from 'vitest'
import { codeBlocks } from '../src/code-block.ts'

const sample = `# Sample

\`\`\`ts
const one: number = 1
\`\`\`

<!-- docs: compile only -->
\`\`\`ts
const two: number = 2

console.log(two)
\`\`\`

1. In a list:
   \`\`\`sh
   npm test
   \`\`\`

<!-- something else -->
\`\`\`
no language
\`\`\`

Not \`\`\`ts a block\`\`\`.
`

test('the code blocks of a README are found, with their lines and marks', () => {
  expect(codeBlocks(sample)).toEqual([
    { language: 'ts', code: 'const one: number = 1', line: 4, compileOnly: false },
    { language: 'ts', code: 'const two: number = 2\n\nconsole.log(two)', line: 9, compileOnly: true },
    { language: 'sh', code: 'npm test', line: 16, compileOnly: false },
    { language: '', code: 'no language', line: 21, compileOnly: false },
  ])
})

test('a README may have none', () => {
  expect(codeBlocks('# Title')).toEqual([])
})
