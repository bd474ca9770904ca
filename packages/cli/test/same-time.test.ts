import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { ended, type Run, smsProcess, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'
const ARGS = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1']
const PLAIN = ['--output', 'all.jsonl']
const RESUMED = [...PLAIN, '--resume', 'state']
const IN_FOLDER = ['--output-dir', 'folder']

const BOOT = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
const NAMESPACE = readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')
// That of a machine, outside any container.
const MACHINE = '4026531836'

let whole: Simulator
let cwd: string
beforeAll(async () => {
  whole = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => whole.close())
beforeEach(() => {
  cwd = temporaryFolder()
})

/** A run that finds the leftovers of other processes. */
function run(...options: readonly string[]): Promise<Run> {
  return sms([...ARGS, ...options], { cwd, env: accountOf(whole, 'ip1') })
}

/** A run that is younger than the one beside it: the process of the tests is older, and would wait. */
function runProcess(...options: readonly string[]): Promise<Run> {
  return smsProcess([...ARGS, ...options], { cwd, env: accountOf(whole, 'ip1') })
}

function textsIn(name: string): readonly unknown[] {
  const lines = readFileSync(join(cwd, name), 'utf8').trimEnd().split('\n')
  return lines.map((line) => (JSON.parse(line) as { readonly text: unknown }).text)
}

function allTexts(): readonly string[] {
  return Array.from({ length: 60 }, (_, index) => whole.conversation(PARTICIPANT).at(index).text)
}

/** All files except for a state that is being written. */
function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true }).map(String)
  return names.filter((name) => name !== 'state.lock/part').toSorted()
}

interface WaitingRun extends AsyncDisposable {
  readonly pid: number
  end(signal: NodeJS.Signals): Promise<Run>
}

/** A run that read two pages and waits for the third. */
async function waitingRun(options: readonly string[]): Promise<WaitingRun> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const simulator = await startSimulator({
    seed: 12,
    messages: 60,
    beforeAnswer({ number }) {
      if (number <= 2) return null
      resolve()
      return 'stall'
    },
  })
  const child = startSms([...ARGS, ...options], { cwd, env: accountOf(simulator, 'ip1') })
  const end = ended(child)
  await promise
  return {
    pid: child.pid ?? 0,
    end(signal) {
      child.kill(signal)
      return end
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await end
      await simulator.close()
    },
  }
}

/** Ends a run that read two pages, and leaves its files. */
async function leaveHalf(signal: NodeJS.Signals, ...options: readonly string[]): Promise<void> {
  await using half = await waitingRun(options)
  await half.end(signal)
}

/** Leaves a claim on all.jsonl, by default of a run that has ended on this machine. */
function claim(
  owner: Partial<Record<'start' | 'boot' | 'namespace' | 'host', string> & { pid: number }>,
): void {
  const { pid = 4711, start = '1', boot = BOOT, namespace = NAMESPACE, host = hostname() } = owner
  mkdirSync(join(cwd, 'all.jsonl.lock'))
  writeFileSync(join(cwd, 'all.jsonl.lock', [pid, start, boot, namespace, host].join('.')), '')
}

describe('a run beside another live run', () => {
  test.each([
    [RESUMED, RESUMED],
    [RESUMED, PLAIN],
    [PLAIN, RESUMED],
    [PLAIN, PLAIN],
    [IN_FOLDER, IN_FOLDER],
    [RESUMED, ['--output', 'other.jsonl', '--resume', 'state']],
    [RESUMED, ['--output', 'link.jsonl']],
  ])('changes nothing, and names the process: %j and %j', async (first, second) => {
    symlinkSync('all.jsonl', join(cwd, 'link.jsonl'))
    await using other = await waitingRun(first)
    const before = filesIn(cwd)
    const { status, stderr } = await runProcess(...second)
    expect(status).toBe(2)
    expect(stderr).toContain(`is being written by another run (process ${other.pid}).`)
    expect(stderr).toContain(`kill ${other.pid}`)
    expect(filesIn(cwd)).toEqual(before)
  })

  test('does not affect it', async () => {
    await using other = await waitingRun(RESUMED)
    await runProcess(...RESUMED)
    await other.end('SIGTERM')
    expect((await runProcess(...RESUMED)).status).toBe(0)
    expect(textsIn('all.jsonl')).toEqual(allTexts())
  })

  test('can write other files', async () => {
    await using _ = await waitingRun(RESUMED)
    expect((await runProcess('--output', 'other.jsonl', '--resume', 'other.state')).status).toBe(0)
    expect(textsIn('other.jsonl')).toEqual(allTexts())
  })
})

test('of two runs that start at the same time, one writes the file and the other changes nothing', async () => {
  for (let pair = 1; pair <= 8; pair += 1) {
    cwd = temporaryFolder()
    const runs = await Promise.all([runProcess(...RESUMED), runProcess(...RESUMED)])
    const done = runs.filter(({ status }) => status === 0)
    const refused = runs.filter(({ status }) => status !== 0)
    expect(done.length).toBeGreaterThan(0)
    for (const { stderr } of refused) expect(stderr).toContain('is being written by another run')
    expect(textsIn('all.jsonl')).toEqual(allTexts())
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl', 'state'])
  }
})

describe('the leftovers of a killed run [crashed-run]', () => {
  test.each([
    [RESUMED, RESUMED],
    [RESUMED, PLAIN],
    [PLAIN, RESUMED],
    [PLAIN, PLAIN],
    [IN_FOLDER, IN_FOLDER],
    [RESUMED, [...PLAIN, '--resume', 'another.state']],
  ])('do not block the next run: %j and %j', async (first, second) => {
    await leaveHalf('SIGKILL', ...first)
    expect(await run(...second)).toMatchObject({ status: 0 })
    const name = second === IN_FOLDER ? `folder/${PARTICIPANT}.jsonl` : 'all.jsonl'
    expect(textsIn(name)).toEqual(allTexts())
    const left = readdirSync(cwd, { recursive: true }).map(String)
    expect(left.filter((path) => path.includes('.lock') && !path.startsWith('state'))).toEqual([])
  })

  test('stay beside those of another state, and both can be resumed', async () => {
    const other = ['--order', 'newest-first', ...PLAIN, '--resume', 'another.state']
    await leaveHalf('SIGKILL', ...RESUMED)
    const part = readFileSync(join(cwd, 'all.jsonl.part'))
    await leaveHalf('SIGKILL', ...other)
    expect(readFileSync(join(cwd, 'all.jsonl.part'))).toEqual(part)
    expect((await run(...other)).status).toBe(0)
    expect(textsIn('all.jsonl')).toEqual(allTexts().toReversed())
    expect((await run(...RESUMED)).status).toBe(0)
    expect(textsIn('all.jsonl')).toEqual(allTexts())
    expect(filesIn(cwd)).toEqual(['all.jsonl', 'another.state', 'state'])
  })

  test('are taken over although another process has the same id now', async () => {
    const { pid } = process
    claim({ pid, start: '1' })
    expect((await run(...PLAIN)).status).toBe(0)
    expect(readdirSync(cwd)).toEqual(['all.jsonl'])
  })

  test('are taken over if the process has ended, even if its parent has not read its status', async () => {
    const parent = spawn('bash', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8')
    // From now on, no process reads the status of the other one.
    while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await turn()
    process.kill(pid)
    while (!stat().includes(') Z ')) await turn()
    const start = stat().split(' ')[21] ?? ''
    claim({ pid, start })
    expect((await run(...PLAIN)).status).toBe(0)
    expect(stat()).toContain(') Z ')
    parent.kill()
  })

  test.each([
    ['on another machine', { host: 'elsewhere.example' }, 'on elsewhere.example'],
    ['in another container of the same name', { namespace: '1' }, `in another container named ${hostname()}`],
    [
      'in a container of the same name on another machine',
      { namespace: '1', boot: 'another-boot' },
      `in another container named ${hostname()}`,
    ],
  ])('are kept if the run was %s, and the error says what to do', async (_, owner, place) => {
    claim({ pid: process.pid, ...owner })
    const before = filesIn(cwd)
    const { status, stderr } = await run(...PLAIN)
    expect(status).toBe(2)
    expect(stderr).toContain(
      `is being written by process ${process.pid} ${place}. If that run has ended, remove `,
    )
    expect(stderr).toMatch(/ [^ ]*all\.jsonl\.lock and run this command again\.\n$/)
    expect(filesIn(cwd)).toEqual(before)
  })

  test('are taken over after the machine has restarted, unless these tests run in a container', async () => {
    claim({ pid: process.pid, namespace: MACHINE, boot: 'another-boot' })
    expect((await run(...PLAIN)).status).toBe(NAMESPACE === MACHINE ? 0 : 2)
  })
})

describe('a planted link [crashed-run]', () => {
  test.each([
    ['state.part', RESUMED],
    ['all.jsonl.part', RESUMED],
    ['all.jsonl.part', PLAIN],
  ])('named %s is not followed by %j', async (name, options) => {
    writeFileSync(join(cwd, 'victim'), 'precious\n')
    symlinkSync('victim', join(cwd, name))
    expect((await run(...options)).status).toBe(0)
    expect(readFileSync(join(cwd, 'victim'), 'utf8')).toBe('precious\n')
    expect(textsIn('all.jsonl')).toEqual(allTexts())
  })

  test.each(['all.jsonl.lock', 'state.lock'])('named %s is rejected', async (name) => {
    mkdirSync(join(cwd, 'elsewhere'))
    symlinkSync('elsewhere', join(cwd, name))
    expect(await run(...RESUMED)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`${name} is not a folder made by sms; move it elsewhere`),
    })
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([])
  })

  test('in place of the part is not followed when an export is resumed', async () => {
    await leaveHalf('SIGTERM', ...RESUMED)
    renameSync(join(cwd, 'all.jsonl.part'), join(cwd, 'victim'))
    const victim = readFileSync(join(cwd, 'victim'), 'utf8')
    symlinkSync('victim', join(cwd, 'all.jsonl.part'))
    expect((await run(...RESUMED)).status).toBe(2)
    expect(readFileSync(join(cwd, 'victim'), 'utf8')).toBe(victim)
  })
})

test('the file behind a state that is a link is written [crashed-run]', async () => {
  symlinkSync('kept.state', join(cwd, 'state'))
  expect((await run(...RESUMED)).status).toBe(0)
  expect(readlinkSync(join(cwd, 'state'))).toBe('kept.state')
  expect(existsSync(join(cwd, 'kept.state'))).toBe(true)
  expect(await run(...RESUMED)).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('is already complete'),
  })
})
