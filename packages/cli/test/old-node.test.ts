import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bin, ended } from './run-sms.ts'

/** Runs `sms --version` in a Node.js that reports this version. */
function runAs(version: string): ReturnType<typeof ended> {
  const change = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
  return ended(spawn(process.execPath, ['--import', `data:text/javascript,${change}`, bin, '--version']))
}

test.each(['12.22.12', '20.20.2', '22.12.0'])(
  'says in one sentence that Node.js %s is too old',
  async (version) => {
    expect(await runAs(version)).toEqual({
      status: 1,
      stdout: '',
      stderr: `sms: this needs Node.js 22.13 or later, and runs on ${version}; install a newer one, see https://nodejs.org.\n`,
    })
  },
)

test.each(['22.13.0', '23.0.0', '100.1.0'])('runs on Node.js %s', async (version) => {
  expect(await runAs(version)).toMatchObject({ status: 0, stderr: '' })
})

test('uses no syntax newer than Node.js 12 and imports nothing before the check', () => {
  expect(readFileSync(bin, 'utf8')).not.toMatch(/^import\b|\bawait\b|\?\.|\?\?|#\w+ =/m)
})
