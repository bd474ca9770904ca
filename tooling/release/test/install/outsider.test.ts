import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf, runProgram } from '@sms/config/run-program'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { install } from '../../src/install/published.ts'

const OUTSIDER = fileURLToPath(new URL('../../outsider', import.meta.url))
const INSTALLED = fileURLToPath(new URL('../../node_modules', import.meta.url))

const SLOW = { timeout: 120_000 }

let folder: string

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[]
  }[]
}

/** The titles of the kit's tests, by their result. */
async function runKit(): Promise<Readonly<Record<'passed' | 'failed' | 'skipped', readonly string[]>>> {
  const words = [join(INSTALLED, 'vitest/vitest.mjs'), 'run', '--reporter=json', '--outputFile=report.json']
  await runProgram(process.execPath, words, { cwd: folder })
  const { testResults } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const titled = (status: string): string[] =>
    results.filter((result) => result.status === status).map(({ title }) => title)
  return { passed: titled('passed'), failed: titled('failed'), skipped: titled('skipped') }
}

describe('an author who has only the published packages, and an API with tokens for pages,', () => {
  beforeAll(async () => {
    const words = ['@sms/core', '@sms/conformance', 'valibot', '--legacy-peer-deps']
    folder = await install(inject('published'), ...words)
    cpSync(OUTSIDER, folder, { recursive: true })
    // The author has vitest already. It is a peer of the kit, and takes npm longer to install than all else.
    symlinkSync(join(INSTALLED, 'vitest'), join(folder, 'node_modules/vitest'))
  }, SLOW.timeout)

  test('writes a provider that compiles', SLOW, async () => {
    const tsc = join(INSTALLED, 'typescript/bin/tsc')
    expect(await outputOf(process.execPath, [tsc], { cwd: folder })).toBe('')
  })

  test('sees that it keeps the contract', SLOW, async () => {
    const { passed, failed, skipped } = await runKit()
    expect(failed).toEqual([])
    expect(passed.length).toBeGreaterThan(60)
    expect(skipped.every((title) => /\[skipped: its? /.test(title))).toBe(true)
  })

  test('learns which clause a broken line breaks', SLOW, async () => {
    const file = join(folder, 'pigeon.ts')
    const source = readFileSync(file, 'utf8')
    const broken = source.replace(
      "isSameNumber(peer, participant) ? null : 'a message of this thread'",
      'null',
    )
    expect(broken).not.toBe(source)
    writeFileSync(file, broken)
    const { failed } = await runKit()
    writeFileSync(file, source)
    expect(failed).toEqual([expect.stringMatching(/^ERROR-15 A message of another participant/)])
  })
})
