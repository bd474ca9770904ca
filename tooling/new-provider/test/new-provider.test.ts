import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Paging, PAGINGS } from '../src/change-paging.ts'
import { CopyError, copyTemplate } from '../src/copy-template.ts'
import { registerProvider } from '../src/register-provider.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TEMPLATE = join(ROOT, 'tooling/new-provider/template')

const LINT_CONFIG = join(ROOT, '.oxlintrc.json')

/** Those of the script `lint`. */
const LINT_OPTIONS = [
  ['--deny-warnings'],
  ['--type-aware', '-A', 'all', '-D', 'typescript/no-floating-promises'],
]

let workspace: string

// A workspace of its own, in which only the copied package is new.
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'new-provider-'))
  mkdirSync(join(workspace, 'packages'))
  symlinkSync(join(ROOT, 'tooling'), join(workspace, 'tooling'))
})

afterEach(() => {
  rmSync(workspace, { recursive: true })
})

function schemaOf(folder: string): string {
  return readFileSync(join(ROOT, 'tooling/new-provider', folder, 'src/schema.ts'), 'utf8')
}

function textsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

test.each(PAGINGS)(
  'a copy with %s is built, linted and keeps the contract',
  { timeout: 120_000 },
  (paging) => {
    const folder = copyTemplate('acme-sms', join(workspace, 'packages'), paging)
    // What an install would link: the template's own dependencies.
    symlinkSync(join(TEMPLATE, 'node_modules'), join(folder, 'node_modules'))
    const run = (tool: string, ...options: string[]): void => {
      execFileSync(join(folder, 'node_modules/.bin', tool), options, { cwd: folder, stdio: 'pipe' })
    }
    run('rolldown', '--config', '../../tooling/config/rolldown.config.ts')
    run('tsc', '-p', 'tsconfig.json', '--emitDeclarationOnly')
    run('tsc', '-p', 'test/tsconfig.json')
    for (const options of LINT_OPTIONS) {
      execFileSync(
        join(ROOT, 'node_modules/.bin/oxlint'),
        [...options, '--config', LINT_CONFIG, 'src', 'test'],
        {
          cwd: folder,
          stdio: 'pipe',
        },
      )
    }
    run('vitest', 'run', '--config', '../../tooling/config/vitest.config.ts')
    const report = JSON.parse(readFileSync(join(folder, '.test-results.json'), 'utf8')) as Record<
      string,
      number
    >
    expect(report['numFailedTests']).toBe(0)
    expect(report['numPassedTests']).toBeGreaterThan(60)
  },
)

test('a package that a copy imports and does not declare is not built into it', () => {
  const folder = copyTemplate('acme', join(workspace, 'packages'))
  symlinkSync(join(TEMPLATE, 'node_modules'), join(folder, 'node_modules'))
  appendFileSync(join(folder, 'src/index.ts'), `export { testProvider } from '@sms/conformance'\n`)
  const options = ['--config', '../../tooling/config/rolldown.config.ts']
  execFileSync(join(folder, 'node_modules/.bin/rolldown'), options, { cwd: folder, stdio: 'pipe' })
  expect(readFileSync(join(folder, 'dist/index.js'), 'utf8')).toContain('from "@sms/conformance"')
})

test.each<[Paging, string, string, RegExp]>([
  ['offsets', 'walkOffsets', 'offset', /exact if messages arrive and are deleted\. /],
  ['pages', 'walkNumberedPages', 'page', /exact if messages only arrive\. /],
  ['tokens', 'walkTokens', 'after', /because a token stands for a place/],
])('a copy with %s shows their walk, requests and promise', (paging, walk, parameter, promise) => {
  const folder = copyTemplate('acme', join(workspace, 'packages'), paging)
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  expect(read('src/provider.ts').match(/\bwalk[A-Z]\w+/g)).toEqual([walk, walk])
  expect(
    read('README.md')
      .match(/^A walk .*?(?=\n## )/ms)?.[0]
      .replaceAll('\n', ' '),
  ).toMatch(promise)
  const { calls } = JSON.parse(read('test/fixtures/several-pages.json')) as {
    readonly calls: readonly {
      readonly exchanges: readonly { readonly request: { readonly query: object } }[]
    }[]
  }
  expect(Object.keys(calls[0]?.exchanges[1]?.request.query ?? {}).toSorted()).toEqual(
    ['limit', parameter, 'with'].toSorted(),
  )
})

test('the schema of an API with tokens is that of the template, with the token of the next page', () => {
  const withTokens = schemaOf('paging/tokens').split('\n')
  expect(withTokens.filter((line) => !/\b(next|token)\b/.test(line))).toEqual(
    schemaOf('template').split('\n'),
  )
})

test.each(PAGINGS)(
  'nothing of the template’s name is left in a copy with %s, and it may be published',
  (paging) => {
    const folder = copyTemplate('acme-sms', join(workspace, 'packages'), paging)
    const texts = textsOf(folder)
    expect(texts).not.toMatch(/template/i)
    expect(texts).toContain('createAcmeSms')
    expect(texts).toContain('ACME_SMS_API_KEY')
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name: '@sms/acme-sms',
    })
    expect(texts).not.toContain('"private"')
  },
)

test.each(PAGINGS)(
  'the command line and the issue form learn of a provider with %s, and it is formatted',
  (paging) => {
    const repository = join(workspace, 'repository')
    const manifest = 'packages/cli/package.json'
    const names = 'packages/cli/src/providers/published-providers.ts'
    const form = '.github/ISSUE_TEMPLATE/documentation-differs.yml'
    for (const file of [manifest, names, form, '.oxfmtrc.json']) {
      cpSync(join(ROOT, file), join(repository, file))
    }
    symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'))
    copyTemplate('acme', join(repository, 'packages'), paging)
    registerProvider('acme', repository)
    const read = (file: string): string => readFileSync(join(repository, file), 'utf8')
    expect(JSON.parse(read(manifest))).toHaveProperty(['devDependencies', '@sms/acme'], 'workspace:^')
    expect(read(names)).toMatch(
      /publishedProviders: readonly string\[\] = \[\s*'acme',\s*'conversations-rcs'/,
    )
    expect(read(form)).toMatch(/^ +- '@sms\/acme'\n +- another$/m)
    const check = (): unknown =>
      execFileSync(join(ROOT, 'node_modules/.bin/oxfmt'), ['--check', 'packages'], { cwd: repository })
    expect(check).not.toThrow()
  },
)

describe('a name is refused', () => {
  test.each(['', 'Acme', 'acme sms', '-acme', 'acme-', '../acme', 'acme/sms', '1acme'])(
    'that no package can have: %j',
    (name) => {
      expect(() => copyTemplate(name, join(workspace, 'packages'))).toThrow(CopyError)
      expect(readdirSync(join(workspace, 'packages'))).toEqual([])
    },
  )

  test('that is taken', () => {
    mkdirSync(join(workspace, 'packages/acme'))
    expect(() => copyTemplate('acme', join(workspace, 'packages'))).toThrow(/already/)
  })
})

test.each([
  ['a name that is taken', ['ip1'], /already/],
  [
    'an unknown way of paging',
    ['acme', '--paging', 'links'],
    /--paging must be one of offsets, pages, tokens/,
  ],
  ['an unknown option', ['acme', '--pages'], /Unknown option '--pages'/],
])('the command refuses %s, and says what to do instead', (_what, words, expected) => {
  const command = join(ROOT, 'tooling/new-provider/src/new-provider.ts')
  const { status, stderr } = spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(expected)
  expect(stderr).toMatch(/\nUsage: npx pnpm@12 new-provider NAME \[--paging offsets\|pages\|tokens\]\n$/)
  expect(stderr).not.toMatch(/^ +at /m)
})
