import { fileURLToPath } from 'node:url'
import { run } from '@sms/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Assignment, startAssignment } from '../src/assignment.ts'
import { compile, type Compiler, copyProgram } from '../src/compile.ts'
import { type Published, publishAll } from '../src/published.ts'
import { installedRuntimes, nodeBinaries } from '../src/runtimes/list.ts'
import { installedTree } from './installed-tree.ts'
import { providers, tools } from './packages.ts'

const SLOW = 240_000

/** What every provider brings along. */
const SHARED = ['@sms/core', 'ky', 'valibot']

const running = new AsyncDisposableStack()
let published: Published
/** Where all providers are installed beside each other, with the compiled program. */
let folder: string
let assignment: Assignment

beforeAll(async () => {
  published = running.use(await publishAll())
  folder = await published.install(...providers.map(({ name }) => name))
  copyProgram(folder)
  await compile(folder, 'typescript', '--noCheck')
  assignment = running.use(await startAssignment())
}, SLOW)

afterAll(() => running.disposeAsync())

function treeOf(...names: readonly string[]): readonly string[] {
  return [...names, ...SHARED].map((name) => `node_modules/${name}`).toSorted()
}

describe('npm install', () => {
  test.each(providers)(
    'brings $name with core, ky and valibot, and nothing else',
    { timeout: SLOW },
    async ({ name }) => {
      expect(installedTree(await published.install(name))).toEqual(treeOf(name))
    },
  )

  test('shares core, ky and valibot between all providers', () => {
    expect(installedTree(folder)).toEqual(treeOf(...providers.map(({ name }) => name)))
  })

  test.each(tools)('brings $name, and its commands run', { timeout: SLOW }, async ({ name, bin }) => {
    // A peer is what its users have already; npm would take longer over vitest than over all else here.
    const alone = await published.install(name, '--legacy-peer-deps')
    for (const command of Object.keys(bin ?? {})) {
      expect(await run(`node_modules/.bin/${command}`, ['--help'], { cwd: alone })).toContain(
        `Usage: ${command}`,
      )
    }
  })
})

describe('a strict program', () => {
  const typeRoots = fileURLToPath(new URL('../node_modules/@types', import.meta.url))
  const nodeTypes = ['--lib', 'es2023', '--types', 'node', '--typeRoots', typeRoots]
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler']

  test.each<[string, Compiler, readonly string[]]>([
    ['TypeScript 7 for Node.js', 'typescript', []],
    ['TypeScript 7 and the types of Node.js in place of those of the DOM', 'typescript', nodeTypes],
    ['TypeScript 6 for a bundler', 'typescript6', bundler],
  ])('compiles with %s', { timeout: SLOW }, async (_, compiler, words) => {
    expect(await compile(folder, compiler, '--noEmit', ...words)).toBe('')
  })
})

test.each([22, 24] as const)(
  'require() gives the package on Node.js %s',
  { timeout: SLOW },
  async (major) => {
    const { task, environment, expected } = assignment
    const script = `
    const { createIp1 } = require('@sms/ip1')
    const reader = createIp1({ baseUrl: '${task.answering.ip1.baseUrl}' })
    reader.messages('${task.participant}').toArray().then(({ length }) => console.log(length))
  `
    const words = ['--input-type=commonjs', '--eval', script]
    const printed = await run(await nodeBinaries[major](), words, { cwd: folder, env: environment })
    expect(Number(printed)).toBe(expected[0]?.texts.length)
  },
)

test.each([22, 24, 26] as const)('Node.js %s is of that version', { timeout: SLOW }, async (major) => {
  expect(await run(await nodeBinaries[major](), ['--version'], { cwd: folder })).toMatch(`v${major}.`)
})

test.each(installedRuntimes)(
  '$name reads, aborts and is refused as it should',
  { timeout: SLOW },
  async (runtime) => {
    expect(await runtime.prove(folder, assignment)).toEqual(assignment.expected)
  },
)
