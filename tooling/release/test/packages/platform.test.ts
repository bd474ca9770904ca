import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'
import { init, parse } from 'es-module-lexer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PackedPackage, packedText } from '../../src/packages/packed-package.ts'
import { packages } from './packages.ts'

/** What a file may import, besides the files of its own package. */
const IMPORTS = ['@sms/core', '@sms/core/provider', 'ky', 'valibot']

/** The globals that it may use, besides JavaScript's own. They are from the Minimum Common Web Platform API (ECMA-429). */
const GLOBALS = [
  'AbortController',
  'AbortSignal',
  // Not in it: the code checks that there is one before it uses it.
  'MessageChannel',
  'ReadableStream',
  'ReadableStreamBYOBReader',
  'Request',
  'Response',
  'TextDecoder',
  'URL',
  'URLSearchParams',
  'atob',
  'btoa',
  'clearTimeout',
  'performance',
  'setTimeout',
]

const OXLINT = fileURLToPath(new URL('../../node_modules/.bin/oxlint', import.meta.url))

// A package with commands is for Node.js alone, and so are the archives, which are in databases that only Node.js reaches.
const libraries = packages.filter(
  ({ manifest }) => manifest.bin === undefined && !manifest.name.startsWith('@sms/archive'),
)

const folder = mkdtempDisposableSync(join(tmpdir(), 'packed-files-'))

beforeAll(async () => {
  await init
  for (const { manifest, files } of libraries) {
    for (const path of runtimeFiles(files)) {
      const file = join(folder.path, manifest.name, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, packedText(files, path))
    }
  }
  const globals = Object.fromEntries(GLOBALS.map((name) => [name, 'readonly']))
  const config = {
    categories: { correctness: 'off' },
    env: { builtin: false },
    globals,
    rules: { 'no-undef': 'error' },
  }
  writeFileSync(join(folder.path, 'oxlint.json'), JSON.stringify(config))
})

afterAll(() => folder.remove())

/** The paths of the files of a package that a runtime may load. */
function runtimeFiles(files: PackedPackage['files']): readonly string[] {
  return [...files.keys()].filter((path) => /\.[cm]?js$/.test(path))
}

describe.each(libraries)('$manifest.name, as it is packed,', ({ manifest, files }) => {
  const texts = runtimeFiles(files).map((path) => packedText(files, path))

  test('has one module for each entry point, and one at most for what they share', () => {
    const entryPoints = Object.values(manifest.exports ?? {}).filter((entry) => typeof entry !== 'string')
    const most = entryPoints.length === 1 ? 1 : entryPoints.length + 1
    // If there are more, the compiler alone has built it: remove `dist` and build again.
    expect(runtimeFiles(files).length).toBeLessThanOrEqual(most)
  })

  test('imports nothing but its own files, core, ky and valibot', () => {
    const imported = texts.flatMap((text) =>
      parse(text)[0].map(({ n: specifier }) => specifier ?? 'something computed'),
    )
    const outside = new Set(imported.filter((specifier) => !/^\.\.?\//.test(specifier)))
    // Each needs core or ky: else nothing was read.
    expect(outside.size).toBeGreaterThan(0)
    expect(IMPORTS).toEqual(expect.arrayContaining([...outside]))
  })

  test('uses no global that a runtime with fetch may lack', async () => {
    const words = ['--config', 'oxlint.json', '--format', 'unix', manifest.name]
    expect(await outputOf(OXLINT, words, { cwd: folder.path })).toBe('')
  })

  test('checks that any other property of globalThis exists before it uses it', () => {
    const used = texts.flatMap((text) => text.match(/\bglobalThis\b\S*( \?\?)?/g) ?? [])
    expect(used.filter((use) => !/^globalThis\.(fetch\b|\w+(\?\.| \?\?))/.test(use))).toEqual([])
  })
})
