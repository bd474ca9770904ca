import { expect, test } from 'vitest'
import { codeBlocks, inlineCommands } from '../src/code-block.ts'

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

\`\`\`ts
console.log(three)
\`\`\`

\`\`\`text
3
\`\`\`

<!-- docs: excerpt of packages/ip1/src/api.ts -->

\`\`\`ts
const four = 4
// …
\`\`\`

<!-- something else -->
\`\`\`
no language
\`\`\`

Not \`\`\`ts a block\`\`\`.
`

test('the code blocks of a README are found, with their lines and marks', () => {
  expect(codeBlocks(sample)).toEqual([
    {
      language: 'ts',
      code: 'const one: number = 1',
      line: 4,
      compileOnly: false,
      excerptOf: null,
      prints: null,
    },
    {
      language: 'ts',
      code: 'const two: number = 2\n\nconsole.log(two)',
      line: 9,
      compileOnly: true,
      excerptOf: null,
      prints: null,
    },
    { language: 'sh', code: 'npm test', line: 16, compileOnly: false, excerptOf: null, prints: null },
    {
      language: 'ts',
      code: 'console.log(three)',
      line: 20,
      compileOnly: false,
      excerptOf: null,
      prints: '3',
    },
    { language: 'text', code: '3', line: 24, compileOnly: false, excerptOf: null, prints: null },
    {
      language: 'ts',
      code: 'const four = 4\n// …',
      line: 30,
      compileOnly: false,
      excerptOf: 'packages/ip1/src/api.ts',
      prints: null,
    },
    { language: '', code: 'no language', line: 36, compileOnly: false, excerptOf: null, prints: null },
  ])
})

test('a README may have none', () => {
  expect(codeBlocks('# Title')).toEqual([])
})

test('the commands within a text are found', () => {
  expect(inlineCommands('Run `npx pnpm@12 test`, not `npm test`.\n\n| `npx pnpm@12\nlint` |')).toEqual([
    'npx pnpm@12 test',
    'npx pnpm@12 lint',
  ])
})
