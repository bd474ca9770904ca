import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const OUTSIDER = fileURLToPath(new URL('../outsider', import.meta.url))

/** What the outsider installs beside the two packages, in the versions that the workspace has. */
const TOOLS = ['typescript', 'valibot', 'vitest']

let folder: string

function run(
  command: string,
  ...options: string[]
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { status, output: stdout + stderr }
}

function succeed(command: string, ...options: string[]): void {
  const { status, output } = run(command, ...options)
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${output}`)
}

/** Packs a package as it would be published. */
function pack(name: string): string {
  const source = join(ROOT, 'packages', name)
  succeed('npx', '--yes', 'pnpm@12', '--dir', source, 'pack', '--pack-destination', folder)
  return join(folder, readdirSync(folder).find((file) => file.startsWith(`sms-${name}-`)) ?? '')
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[]
  }[]
}

/** The titles of the kit's tests, by what became of them. */
function runKit(): Readonly<Record<'passed' | 'failed' | 'skipped', readonly string[]>> {
  run(join(folder, 'node_modules/.bin/vitest'), 'run', '--reporter=json', '--outputFile=report.json')
  const { testResults } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const titled = (status: string): string[] =>
    results.filter((result) => result.status === status).map(({ title }) => title)
  return { passed: titled('passed'), failed: titled('failed'), skipped: titled('skipped') }
}

describe('somebody who has only the packed files, and an API with tokens for pages,', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'outsider-'))
    cpSync(OUTSIDER, folder, { recursive: true })
    const tarballs = ['core', 'conformance'].map(pack)
    const tools = TOOLS.map((name) => `${name}@${versionOf(name)}`)
    succeed('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, ...tools)
  }, 180_000)

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('writes a provider that compiles', { timeout: 60_000 }, () => {
    expect(run(join(folder, 'node_modules/.bin/tsc'))).toEqual({ status: 0, output: '' })
  })

  test('sees it keep the contract', { timeout: 60_000 }, () => {
    const { passed, failed, skipped } = runKit()
    expect(failed).toEqual([])
    expect(passed.length).toBeGreaterThan(60)
    expect(skipped.every((title) => /\[skipped: its? /.test(title))).toBe(true)
  })

  test('is told which clause a broken line breaks', { timeout: 60_000 }, () => {
    const file = join(folder, 'pigeon.ts')
    const source = readFileSync(file, 'utf8')
    const broken = source.replace(
      "isSameNumber(peer, participant) ? null : 'a message of this thread'",
      'null',
    )
    expect(broken).not.toBe(source)
    writeFileSync(file, broken)
    const { failed } = runKit()
    writeFileSync(file, source)
    expect(failed).toEqual([expect.stringMatching(/^ERROR-15 A message of another participant/)])
  })
})

function versionOf(name: string): string {
  const manifest = readFileSync(join(ROOT, 'packages/conformance/node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
