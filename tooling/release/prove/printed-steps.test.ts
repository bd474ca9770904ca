import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputOf } from '@sms/config/run-program'
import { type Copy, copyRepository } from '../src/releases/copy-repository.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SLOW = 300_000

let copy: Copy
/** What `new-provider` printed. */
let printed: string

beforeAll(async () => {
  copy = await copyRepository(mkdtempSync(join(tmpdir(), 'new-provider-steps-')))
  printed = await pnpm('--silent', 'new-provider', 'acme')
  await pnpm('install', '--prefer-offline', '--ignore-scripts')
}, SLOW)

afterAll(() => rmSync(copy.root, { recursive: true }))

function pnpm(...words: readonly string[]): Promise<string> {
  return outputOf('pnpm', words, { cwd: copy.root, env: copy.env })
}

/** The words after `npx pnpm@12` of a step that has a command. */
function wordsOf(step: number): readonly string[] {
  const [, words] = new RegExp(`^${step}\\..*?npx pnpm@12 ([^:.\\n]+)[:.]`, 'm').exec(printed) ?? []
  if (words === undefined) throw new Error(`Step ${step} is no command:\n${printed}`)
  return words.split(' ')
}

test('step 3 builds the provider and whatever it needs, and its tests pass', { timeout: SLOW }, async () => {
  const dist = ['core', 'conformance', 'acme'].map((name) => join(copy.root, 'packages', name, 'dist'))
  for (const folder of dist) rmSync(folder, { recursive: true, force: true })
  await pnpm(...wordsOf(3))
  expect(dist.filter((folder) => !existsSync(folder))).toEqual([])
  const report = JSON.parse(readFileSync(join(copy.root, 'packages/acme/.test-results.json'), 'utf8')) as {
    readonly numPassedTests: number
    readonly numFailedTests: number
  }
  expect(report.numFailedTests).toBe(0)
  expect(report.numPassedTests).toBeGreaterThan(60)
})

test('step 3 fails if the source is broken, although it was built before', { timeout: SLOW }, async () => {
  const file = join(copy.root, 'packages/acme/src/normalize.ts')
  const source = readFileSync(file, 'utf8')
  const broken = source.replace("? 'outbound' : 'inbound'", "? 'inbound' : 'outbound'")
  expect(broken).not.toBe(source)
  writeFileSync(file, broken)
  await expect(pnpm(...wordsOf(3))).rejects.toThrow(/acme keeps the contract/)
  writeFileSync(file, source)
  await pnpm(...wordsOf(3))
})

test('step 4 gives the provider a column in the README', { timeout: SLOW }, async () => {
  await pnpm(...wordsOf(4))
  expect(readFileSync(join(copy.root, 'README.md'), 'utf8')).toMatch(/^\| +\| acme +\|/m)
})

test(
  'the tests of the documents pass, although the simulator does not know the provider',
  { timeout: SLOW },
  async () => {
    const run = pnpm('turbo', 'run', 'test:documents', '--filter=@sms/docs')
    await expect(run).resolves.toMatch(/Tasks: +(\d+) successful, \1 total/)
  },
)
