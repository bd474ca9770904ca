import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'
import { publicPackages } from '@sms/config/workspace'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Assignment, startAssignment } from '../../src/install/assignment.ts'
import { compile, type Compiler, copyProgram } from '../../src/install/compile.ts'
import { install } from '../../src/install/published.ts'
import { installedRuntimes, nodeBinaries } from '../../src/install/runtimes/list.ts'
import { installedTree } from './installed-tree.ts'

const SLOW = 240_000

/** What every provider depends on. */
const SHARED = ['@sms/core', 'ky', 'valibot']

const manifests = publicPackages().map(({ manifest }) => manifest)
const providers = manifests.filter(({ sms }) => sms !== undefined)
/** Packages with commands, for Node.js alone. */
const tools = manifests.filter(({ bin }) => bin !== undefined)

const published = inject('published')
/** Where all providers are installed beside each other, with the compiled program. */
let folder: string
let assignment: Assignment

beforeAll(async () => {
  folder = await install(published, ...providers.map(({ name }) => name))
  copyProgram(folder)
  await compile(folder, 'typescript', '--noCheck')
  assignment = await startAssignment()
}, SLOW)

afterAll(() => assignment[Symbol.asyncDispose]())

function treeOf(...names: readonly string[]): readonly string[] {
  return [...names, ...SHARED].map((name) => `node_modules/${name}`).toSorted()
}

describe('npm install', () => {
  test.each(providers)(
    'installs $name with core, ky and valibot, and nothing else',
    { timeout: SLOW },
    async ({ name }) => {
      // The lockfile is the tree: nothing has to be unpacked to read it.
      expect(installedTree(await install(published, name, '--package-lock-only'))).toEqual(treeOf(name))
    },
  )

  test('shares core, ky and valibot between all providers', () => {
    expect(installedTree(folder)).toEqual(treeOf(...providers.map(({ name }) => name)))
  })

  test.each(tools)('installs $name, whose commands run', { timeout: SLOW }, async ({ name, bin }) => {
    // Its users have vitest, a peer, already; npm would take longer to install it than all else here.
    const alone = await install(published, name, '--legacy-peer-deps')
    for (const command of Object.keys(bin ?? {})) {
      expect(await outputOf(`node_modules/.bin/${command}`, ['--help'], { cwd: alone })).toContain(
        `Usage: ${command}`,
      )
    }
  })
})

describe('a strict program', () => {
  const typeRoots = fileURLToPath(new URL('../../node_modules/@types', import.meta.url))
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
  'require() loads the package on Node.js %s',
  { timeout: SLOW },
  async (major) => {
    const { task, environment, expected } = assignment
    const baseUrl = task.providers.find(({ provider }) => provider === 'ip1')?.answering['baseUrl']
    const script = `
    const { createIp1 } = require('@sms/ip1')
    const reader = createIp1({ baseUrl: '${baseUrl}' })
    reader.messages('${task.participant}').toArray().then(({ length }) => console.log(length))
  `
    const words = ['--input-type=commonjs', '--eval', script]
    const printed = await outputOf(await nodeBinaries[major](), words, { cwd: folder, env: environment })
    expect(Number(printed)).toBe(expected[0]?.texts.length)
  },
)

test.each([22, 24, 26] as const)(
  'the binary for Node.js %s is of that version',
  { timeout: SLOW },
  async (major) => {
    expect(await outputOf(await nodeBinaries[major](), ['--version'], { cwd: folder })).toMatch(`v${major}.`)
  },
)

test.each(installedRuntimes)(
  '$name reads messages, aborts a walk and reports rejected credentials',
  { timeout: SLOW },
  async (runtime) => {
    expect(await runtime.prove(folder, assignment)).toEqual(assignment.expected)
  },
)
