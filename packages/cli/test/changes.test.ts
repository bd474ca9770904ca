import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { openArchive } from '@sms/archive'
import { createIp1 } from '@sms/ip1'
import { startSimulator } from '@sms/simulator'
import { describe, expect, test, vi } from 'vitest'
import { InterruptedError } from '../src/interrupt-signal.ts'
import { run } from '../src/run.ts'
import { capture, sms } from './run-in-process.ts'
import { ended, shell, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const env = { SMS_ARCHIVE: 'sms.db' }
const FOLLOW = ['changes', '--follow']

/** Stores 114 messages, which are as many changes. */
async function sync(cwd: string, participant: string): Promise<void> {
  const args = ['sync', 'ip1', participant, '--simulate', '--archive', 'sms.db']
  expect((await sms(args, { cwd })).status).toBe(0)
}

async function archiveFolder(): Promise<string> {
  const cwd = temporaryFolder()
  await sync(cwd, '+46701740605')
  return cwd
}

interface Line {
  readonly cursor: string
  readonly kind: string
  readonly conversation: string
  readonly message: { readonly text: string; readonly participant: string; readonly raw?: unknown }
}

function linesIn(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** The lines of a process; `next` waits for as many of them. */
function reading(child: ChildProcess): { next(count: number): Promise<readonly Line[]> } {
  if (child.stdout === null) throw new Error('The output of the process is not a pipe.')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async next(count) {
      const found: string[] = []
      while (found.length < count) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`The process has ended after ${found.length} lines.`)
        found.push(value)
      }
      return linesIn(found.join('\n'))
    },
  }
}

describe('sms changes', () => {
  test('prints each change with its cursor, and resumes after any of them', async () => {
    const cwd = await archiveFolder()
    const { status, stdout, stderr } = await sms(['changes'], { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = linesIn(stdout)
    expect(lines).toHaveLength(114)
    expect(lines[0]).toMatchObject({
      cursor: expect.any(String),
      conversation: '1',
      kind: 'added',
      message: { participant: '+46701740605', statuses: [expect.anything()] },
    })
    expect(lines[0]?.message).not.toHaveProperty('raw')
    const rest = await sms(['changes', '--cursor', lines[99]?.cursor ?? '', '--raw'], { cwd, env })
    expect(linesIn(rest.stdout).map(({ cursor }) => cursor)).toEqual(
      lines.slice(100).map(({ cursor }) => cursor),
    )
    expect(linesIn(rest.stdout)[0]?.message.raw).toBeTypeOf('object')
    expect(await sms(['changes', '--cursor', lines[113]?.cursor ?? ''], { cwd, env })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('prints an erasure without a message', async () => {
    const cwd = await archiveFolder()
    await using archive = await openArchive(join(cwd, 'sms.db'))
    await archive.erase('+46701740605')
    const { status, stdout } = await sms(['changes'], { cwd, env })
    expect(status).toBe(0)
    expect(linesIn(stdout)).toEqual([{ cursor: expect.any(String), conversation: '1', kind: 'erased' }])
  })

  test('refuses the cursor of another archive', async () => {
    const cwd = await archiveFolder()
    const { stdout } = await sms(['changes', '--simulate'])
    const { status, stderr } = await sms(['changes', '--cursor', linesIn(stdout)[0]?.cursor ?? ''], {
      cwd,
      env,
    })
    expect(status).toBe(2)
    expect(stderr).toBe(
      'sms: --cursor: this is not the cursor of a change of this archive. Copy it from a line of `sms changes`.\n',
    )
  })

  test('refuses the cursor of a change that an older copy of the archive does not contain', async () => {
    const cwd = await archiveFolder()
    const { stdout } = await sms(['changes'], { cwd, env })
    const last = linesIn(stdout).at(-1)?.cursor ?? ''
    for (const follow of [[], ['--follow']]) {
      expect(await sms(['changes', '--cursor', `${last}z`, ...follow], { cwd, env })).toEqual({
        status: 2,
        stdout: '',
        stderr:
          'sms: --cursor: this is not the cursor of a change of this archive. Copy it from a line of `sms changes`.\n',
      })
    }
  })

  test('ends without an error if the reader closes the pipe', async () => {
    const cwd = temporaryFolder()
    await sms(['sync', 'conversations-rcs', '--all', '--simulate', '--archive', 'sms.db'], { cwd })
    const line = 'set -o pipefail; sms changes --archive sms.db | head -n 1 | cut -c 1-10'
    expect(await shell(line, { cwd })).toEqual({ status: 0, stdout: '{"cursor":\n', stderr: '' })
  })

  test.each(['SIGHUP', 'SIGINT', 'SIGTERM'] as const)(
    'with --follow, waits for new changes until %s, and says how to resume',
    async (name) => {
      const cwd = await archiveFolder()
      const child = startSms(FOLLOW, { cwd, env })
      const lines = reading(child)
      let stderr = ''
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      expect(await lines.next(114)).toHaveLength(114)
      await sync(cwd, '+46701740618')
      const more = await lines.next(114)
      expect(new Set(more.map(({ message }) => message.participant))).toEqual(new Set(['+46701740618']))
      const end = ended(child)
      child.kill(name)
      await end
      expect(child.signalCode).toBe(name)
      expect(stderr).toBe(`sms: Interrupted. To resume, add --cursor ${more.at(-1)?.cursor}\n`)
      await sync(cwd, '+46701740641')
      const rest = await sms(['changes', '--cursor', more.at(-1)?.cursor ?? ''], { cwd, env })
      expect(new Set(linesIn(rest.stdout).map(({ message }) => message.participant))).toEqual(
        new Set(['+46701740641']),
      )
    },
  )

  test('with --follow, continues when a busy archive is free again', async () => {
    const cwd = await archiveFolder()
    const file = join(cwd, 'sms.db')
    using other = new DatabaseSync(file)
    // With a rollback journal, a writer keeps readers out.
    other.exec('PRAGMA journal_mode = DELETE')
    using stdout = capture(process.stdout)
    using stderr = capture(process.stderr)
    const controller = new AbortController()
    const end = run({ args: [...FOLLOW, '--archive', file], signal: controller.signal })
    await vi.waitUntil(() => linesIn(stdout.text()).length === 114)
    other.exec('BEGIN EXCLUSIVE')
    // The archive waits ten seconds for the lock. Each look at the clock takes longer.
    let clock = 0
    using now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 11_000))
    await vi.waitUntil(() => now.mock.calls.length >= 4, { timeout: 10_000 })
    now.mockRestore()
    other.exec('ROLLBACK')
    await using simulator = await startSimulator({ seed: 12, messages: 20 })
    await using archive = await openArchive(file)
    await archive.sync(createIp1(simulator.ip1), '+46701740618')
    await vi.waitUntil(() => linesIn(stdout.text()).length === 134, { timeout: 10_000 })
    controller.abort(new InterruptedError('SIGTERM'))
    expect(await end).toBe(143)
    expect(stderr.text()).toMatch(/^sms: Interrupted\. To resume, add --cursor [\w.-]+\n$/)
  })
})
