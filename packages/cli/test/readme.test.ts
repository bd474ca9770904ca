import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exitCodesHelp } from '../src/errors/exit-code.ts'
import { type Run, shell, terminal } from './run-sms.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

// One folder for all sessions: some read the archive that one before has made.
const folder = mkdtempDisposableSync(join(tmpdir(), 'sms-readme-'))
afterAll(() => folder.remove())

/** Runs a command on a terminal, or in its pipe. Progress is removed. */
async function run(command: string): Promise<Run> {
  if (command.includes(' | ')) return shell(command, { cwd: folder.path })
  const { stdout, ...rest } = await terminal(command, 80, {
    cwd: folder.path,
    env: { TERM: 'dumb', NO_COLOR: '1' },
  })
  const lines = stdout.split('\r\n').map((line) => line.split('\u001b[2K').at(-1))
  return { ...rest, stdout: lines.join('\n') }
}

/** The sessions of the README: commands and their output. */
const sessions = [...readme.matchAll(/^```text\n(\$ [^]*?)^```$/gm)]
  .flatMap(([, block = '']) => block.split(/^\$ /m).slice(1))
  .map((session) => ({ command: session.split('\n', 1).join(''), shown: session.replace(/^.*\n/, '') }))

test.each(sessions)('the README shows the real output of $command', async ({ command, shown }) => {
  const { status, stdout, stderr } = await run(command)
  expect(status).toBe(command.includes('nobody') ? 8 : 0)
  expect(`${stdout}${stderr}`.trim()).toBe(shown.trim())
})

test('the README lists every exit code', () => {
  const codes = [...exitCodesHelp.matchAll(/^ {2}([\d, ]+?) {2}/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(9)
  expect([...readme.matchAll(/^\| ([\d, ]+?) +\|/gm)].map(([, code]) => code)).toEqual(codes)
})
