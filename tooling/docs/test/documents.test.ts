import { readFileSync } from 'node:fs'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { codeBlocks, inlineCommands } from '../src/code-block.ts'
import { unknownCommands } from '../src/commands.ts'
import { docComments } from '../src/doc-comments.ts'
import { missingPart } from '../src/excerpt.ts'
import { emptyPrograms, writeProgram } from '../src/program.ts'
import { runExample } from '../src/run-example.ts'
import { typeCheck } from '../src/type-check.ts'
import { ROOT } from '@sms/config/workspace'
import { guides, sources } from '../src/documents.ts'

// What is neither code nor commands.
const UNCHECKED = ['', 'text', 'json', 'mermaid']

emptyPrograms()
const documents = [
  ...guides.map((file) => ({ file, markdown: read(file) })),
  ...sources.map((file) => ({ file, markdown: docComments(read(file)) })),
]
const blocks = documents.flatMap(({ file, markdown }) =>
  codeBlocks(markdown).map((block) => {
    const isProgram = block.language === 'ts' && block.excerptOf === null
    const program = isProgram ? writeProgram(file, block) : null
    return { ...block, file, program }
  }),
)

function read(file: string): string {
  return readFileSync(`${ROOT}/${file}`, 'utf8')
}

let simulator: Simulator
let complaints: ReadonlyMap<string, string>

beforeAll(async () => {
  // The seed for which +46701740605 is the first participant: the number that examples use.
  simulator = await startSimulator({ seed: 12 })
  complaints = typeCheck()
})
afterAll(() => simulator.close())

describe.concurrent('every code block works:', () => {
  test('the simulator knows the number that examples use', ({ expect }) => {
    expect(simulator.participants[0]).toBe('+46701740605')
  })

  test('every example of a doc comment is a code block', ({ expect }) => {
    const others = documents.filter(({ markdown }) => /^@example(?!\n(?:<!--.*-->\n)?```ts$)/m.test(markdown))
    expect(others.map(({ file }) => file)).toEqual([])
  })

  test('every command of this repository that a text names is one', ({ expect }) => {
    expect(documents.flatMap(({ markdown }) => inlineCommands(markdown).flatMap(unknownCommands))).toEqual([])
  })

  for (const { file, line, language, code, program, compileOnly, excerptOf, prints } of blocks) {
    test(`${file}:${line}`, async ({ expect }) => {
      if (excerptOf !== null) {
        expect(missingPart(code, read(excerptOf)), `not in ${excerptOf}`).toBeNull()
      } else if (program !== null) {
        expect(complaints.get(program.name) ?? '').toBe('')
        if (compileOnly) return
        const { stdout, failure } = await runExample(program.path, simulator)
        expect(failure).toBe('')
        if (prints !== null) expect(stdout.trimEnd()).toBe(prints)
      } else if (language === 'sh') {
        expect(unknownCommands(code)).toEqual([])
      } else {
        expect(UNCHECKED, 'nothing checks code in this language').toContain(language)
      }
    })
  }
})
