import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const FILES = [
  '{.,packages/*,tooling/*,tooling/new-provider/template}/package.json',
  'tooling/release/src/releases/*.ts',
]

let workspace: string

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'repository-'))
  for (const file of globSync(FILES, { cwd: ROOT })) cpSync(join(ROOT, file), join(workspace, file))
})

afterEach(() => {
  rmSync(workspace, { recursive: true })
})

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function setRepository(...words: readonly string[]): Outcome {
  return runCommand('set-repository', words, {})
}

/** Asks whether the packages may be released from a repository on GitHub; without one, from a maintainer's machine. */
function checkRepository(repository?: string): Outcome {
  return runCommand('check-repository', [], repository === undefined ? {} : { GITHUB_REPOSITORY: repository })
}

function runCommand(name: string, words: readonly string[], extra: NodeJS.ProcessEnv): Outcome {
  const { GITHUB_REPOSITORY: _, GITHUB_SERVER_URL: __, ...env } = process.env
  const script = join(workspace, 'tooling/release/src/releases', `${name}.ts`)
  return spawnSync(process.execPath, [script, ...words], { encoding: 'utf8', env: { ...env, ...extra } })
}

interface Manifest {
  readonly private?: boolean
  readonly repository?: { readonly url: string; readonly directory?: string }
}

function manifests(): ReadonlyMap<string, Manifest> {
  const files = globSync('packages/*/package.json', { cwd: workspace })
  return new Map(files.map((file) => [file, JSON.parse(text(file)) as Manifest]))
}

function text(file: string): string {
  return readFileSync(join(workspace, file), 'utf8')
}

describe('a maintainer who names the repository', () => {
  test('finds it in every public package, with the folder of each', () => {
    expect(setRepository('https://github.com/acme/sms')).toMatchObject({ status: 0, stderr: '' })
    for (const [file, { repository }] of manifests()) {
      const directory = file.replace('/package.json', '')
      expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/acme/sms.git', directory })
    }
  })

  test('changes nothing else of a manifest', () => {
    setRepository('https://git.example/before/sms')
    const before = text('packages/core/package.json')
    setRepository('https://github.com/acme/sms')
    expect(text('packages/core/package.json')).toBe(before.replace('git.example/before', 'github.com/acme'))
  })

  test.each([
    'https://github.com/acme/sms.git',
    'git+https://github.com/acme/sms.git',
    'https://github.com/acme/sms/',
  ])('may copy it from anywhere: %s', (url) => {
    setRepository(url)
    expect(checkRepository('acme/sms')).toMatchObject({ status: 0, stderr: '' })
  })

  test.each([
    '',
    'acme/sms',
    'http://github.com/acme/sms',
    'git@github.com:acme/sms.git',
    'https://github.com/acme',
  ])('reads what the URL must look like, instead of %j', (url) => {
    const before = text('packages/core/package.json')
    const { status, stderr } = setRepository(url)
    expect(status).toBe(1)
    expect(stderr).toMatch(/owner\/name[^]*\nUsage: npx pnpm@12 set-repository URL\n$/)
    expect(text('packages/core/package.json')).toBe(before)
  })

  test('never sees a password of the URL in the output', () => {
    const before = text('packages/core/package.json')
    const { status, stdout, stderr } = setRepository('https://acme:hunter2@github.com/acme/sms')
    expect(status).toBe(1)
    expect(stdout + stderr).not.toContain('hunter2')
    expect(text('packages/core/package.json')).toBe(before)
  })
})

describe('a release', () => {
  test('runs in the repository that the packages name', () => {
    setRepository('https://github.com/acme/sms')
    expect(checkRepository('acme/sms')).toMatchObject({ status: 0, stderr: '' })
    expect(checkRepository()).toMatchObject({ status: 0, stderr: '' })
  })

  test('is refused in another one, with the command that names it', () => {
    setRepository('https://github.com/acme/sms')
    const { status, stderr } = checkRepository('fork/sms')
    expect(status).toBe(1)
    expect(stderr).toContain('git+https://github.com/acme/sms.git')
    expect(stderr).toContain('npx pnpm@12 set-repository https://github.com/fork/sms\n')
  })

  test('is refused if one package names another repository', () => {
    setRepository('https://github.com/acme/sms')
    cpSync(join(ROOT, 'packages/ip1/package.json'), join(workspace, 'packages/ip1/package.json'))
    expect(checkRepository('acme/sms').status).toBe(1)
  })

  test('is refused everywhere while the packages name a reserved host', () => {
    setRepository('https://git.example/acme/sms')
    const { status, stderr } = checkRepository()
    expect(status).toBe(1)
    expect(stderr).toContain('npx pnpm@12 set-repository https://github.com/OWNER/NAME\n')
  })
})
