import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CopyError, copyTemplate } from '../src/copy-template.ts'
import { registerProvider } from '../src/register-provider.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TEMPLATE = join(ROOT, 'tooling/new-provider/template')

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

function textsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

test('a copy is built and keeps the contract, under its own name', { timeout: 120_000 }, () => {
  const folder = copyTemplate('acme-sms', join(workspace, 'packages'))
  // What an install would link: the template's own dependencies.
  symlinkSync(join(TEMPLATE, 'node_modules'), join(folder, 'node_modules'))
  const run = (tool: string, ...options: string[]): void => {
    execFileSync(join(folder, 'node_modules/.bin', tool), options, { cwd: folder, stdio: 'pipe' })
  }
  run('tsc', '-p', 'tsconfig.json')
  run('tsc', '-p', 'test/tsconfig.json')
  run('vitest', 'run', '--config', '../../tooling/config/vitest.config.ts')
  const report = JSON.parse(readFileSync(join(folder, '.test-results.json'), 'utf8')) as Record<
    string,
    number
  >
  expect(report['numFailedTests']).toBe(0)
  expect(report['numPassedTests']).toBeGreaterThan(60)
})

test('nothing of the template’s name is left in a copy, and it may be published', () => {
  const folder = copyTemplate('acme-sms', join(workspace, 'packages'))
  const texts = textsOf(folder)
  expect(texts).not.toMatch(/template/i)
  expect(texts).toContain('createAcmeSms')
  expect(texts).toContain('ACME_SMS_API_KEY')
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
    name: '@sms/acme-sms',
  })
  expect(texts).not.toContain('"private"')
})

test('the packages that work on every provider depend on a new one, and everything is formatted', () => {
  const repository = join(workspace, 'repository')
  const users = ['docs', 'api-reference', 'release'].map((user) => join('tooling', user, 'package.json'))
  const form = '.github/ISSUE_TEMPLATE/documentation-differs.yml'
  for (const file of [...users, form, '.oxfmtrc.json']) cpSync(join(ROOT, file), join(repository, file))
  symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'))
  copyTemplate('acme', join(repository, 'packages'))
  registerProvider('acme', repository)
  for (const user of users) {
    const text = readFileSync(join(repository, user), 'utf8')
    expect(JSON.parse(text)).toHaveProperty(['dependencies', '@sms/acme'], 'workspace:^')
  }
  expect(readFileSync(join(repository, form), 'utf8')).toMatch(/^ +- '@sms\/acme'\n +- another$/m)
  const check = (): unknown =>
    execFileSync(join(ROOT, 'node_modules/.bin/oxfmt'), ['--check', 'packages', 'tooling'], {
      cwd: repository,
    })
  expect(check).not.toThrow()
})

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

  test('by the command, with what to do instead', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'tooling/new-provider/src/new-provider.ts'), 'ip1'],
      {
        encoding: 'utf8',
      },
    )
    expect(status).toBe(1)
    expect(stderr).toMatch(/already.*\nUsage: npx pnpm@12 new-provider NAME/)
  })
})
