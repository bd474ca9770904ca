import { readFileSync } from 'node:fs'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { codeBlocks } from '../src/code-block.ts'
import { unknownCommands } from '../src/commands.ts'
import { emptyPrograms, writeProgram } from '../src/program.ts'
import { runProgram } from '../src/run-program.ts'
import { typeCheck } from '../src/type-check.ts'
import { readmes, root } from '../src/workspace.ts'

// What is neither code nor commands.
const UNCHECKED = ['', 'text', 'json', 'mermaid']

emptyPrograms()
const blocks = readmes.flatMap((readme) =>
  codeBlocks(readFileSync(`${root}/${readme}`, 'utf8')).map((block) => {
    const program = block.language === 'ts' ? writeProgram(readme, block) : null
    return { ...block, readme, program }
  }),
)

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

  for (const { readme, line, language, code, program, compileOnly } of blocks) {
    test(`${readme}:${line}`, async ({ expect }) => {
      if (program !== null) {
        expect(complaints.get(program.name) ?? '').toBe('')
        if (!compileOnly) expect(await runProgram(program.path, simulator)).toBe('')
      } else if (language === 'sh') {
        expect(unknownCommands(code)).toEqual([])
      } else {
        expect(UNCHECKED, 'nothing checks code in this language').toContain(language)
      }
    })
  }
})
