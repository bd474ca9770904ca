import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packPublic, run } from '@sms/registry'
import { init, parse } from 'es-module-lexer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { libraries } from './packages.ts'

/** What a runtime file may import beside the files of its own package. */
const IMPORTS = ['@sms/core', '@sms/core/provider', 'ky', 'valibot']

/** What it may use beside JavaScript's own, all of it from the Minimum Common Web Platform API (ECMA-429). */
const GLOBALS = [
  'AbortController',
  'AbortSignal',
  // Not in it, but asked for before it is used.
  'MessageChannel',
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

const OXLINT = fileURLToPath(new URL('../node_modules/.bin/oxlint', import.meta.url))

let folder: string

beforeAll(async () => {
  await init
  folder = mkdtempSync(join(tmpdir(), 'published-files-'))
  const packed = await packPublic(folder)
  for (const { name, tarball } of packed) {
    mkdirSync(join(folder, name), { recursive: true })
    await run('tar', ['-xzf', tarball, '-C', name], { cwd: folder })
  }
  const globals = Object.fromEntries(GLOBALS.map((name) => [name, 'readonly']))
  const config = {
    categories: { correctness: 'off' },
    env: { builtin: false },
    globals,
    rules: { 'no-undef': 'error' },
  }
  writeFileSync(join(folder, 'oxlint.json'), JSON.stringify(config))
}, 120_000)

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** The texts of the files of a package that a runtime may load. */
function runtimeFiles(name: string): readonly string[] {
  const files = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => /\.[cm]?js$/.test(file))
    .map((file) => readFileSync(join(folder, name, file), 'utf8'))
}

describe.each(libraries)('$name, as it is packed,', ({ name }) => {
  test('imports nothing but its own files, core, ky and valibot', () => {
    const imported = runtimeFiles(name).flatMap((text) =>
      parse(text)[0].map(({ n: specifier }) => specifier ?? 'something computed'),
    )
    const outside = new Set(imported.filter((specifier) => !/^\.\.?\//.test(specifier)))
    expect(imported.length).toBeGreaterThan(outside.size)
    expect(IMPORTS).toEqual(expect.arrayContaining([...outside]))
  })

  test('uses no global that a runtime with fetch may lack', async () => {
    const words = ['--config', 'oxlint.json', '--format', 'unix', name]
    expect(await run(OXLINT, words, { cwd: folder })).toBe('')
  })

  test('asks whether there is one before it uses another property of globalThis', () => {
    const used = runtimeFiles(name).flatMap((text) => text.match(/\bglobalThis\b\S*( \?\?)?/g) ?? [])
    expect(used.filter((use) => !/^globalThis\.(fetch\b|\w+(\?\.| \?\?))/.test(use))).toEqual([])
  })
})
