import { type FSWatcher, readFileSync, readdirSync, statSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { ended, type Run, startSms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const MAX_RUNS = 200
const MAX_SEEDS = 12

/** Whole numbers from 1, the same for the same seed (Numerical Recipes' generator, its upper bits). */
function random(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return 1 + Math.floor((state / 2 ** 32) * most)
  }
}

/** Kills a process at or during the n-th change in a folder: a write, a new state or a rename. */
function killAtChange(folder: string, changes: number, kill: () => void): FSWatcher {
  let left = changes
  return watch(folder, () => {
    left -= 1
    if (left === 0) kill()
  })
}

interface Report {
  readonly kills: number
  /** Kills that left text after the length that the state records. */
  readonly amidPages: number
  readonly runs: number
  /** The run that was not killed. */
  readonly last: Run
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}

/** Runs a command repeatedly and kills it at random times, until one run ends by itself. */
async function killUntilComplete(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  seed: number,
): Promise<Report> {
  const next = random(seed)
  let [kills, amidPages] = [0, 0]
  for (let runs = 1; runs <= MAX_RUNS; runs += 1) {
    const child = startSms([...args, '--output', 'all.jsonl', '--resume', 'state'], { cwd, env })
    const watcher = killAtChange(cwd, next(24), () => child.kill('SIGKILL'))
    const last = await ended(child)
    watcher.close()
    if (child.signalCode !== 'SIGKILL') return { kills, amidPages, runs, last, lines: linesIn(cwd) }
    kills += 1
    if (isAmidPage(cwd)) amidPages += 1
  }
  throw new Error(`not complete after ${MAX_RUNS} runs and ${kills} kills`)
}

function linesIn(cwd: string): Report['lines'] {
  const text = readFileSync(join(cwd, 'all.jsonl'), 'utf8')
  // An incomplete line does not parse.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

function isAmidPage(cwd: string): boolean {
  if (!readdirSync(cwd).includes('all.jsonl.part')) return false
  const { bytes } = JSON.parse(readFileSync(join(cwd, 'state'), 'utf8')) as { readonly bytes: number }
  return statSync(join(cwd, 'all.jsonl.part')).size > bytes
}

function print(what: string, { kills, amidPages, runs, lines }: Report): void {
  process.stdout.write(
    `${what}: ${runs} runs, ${kills} of them killed, ${amidPages} amid a page; ${lines.length} lines, each once and complete\n`,
  )
}

function textsOf(simulator: Simulator, participant: string): readonly string[] {
  const conversation = simulator.conversation(participant)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text)
}

/** Repeats an export with other seeds until enough kills were amid a page, which depends on the machine. */
async function untilAmidPages(check: (seed: number) => Promise<Report>): Promise<void> {
  let amidPages = 0
  for (let seed = 1; amidPages <= 2; seed += 1) {
    expect(seed, `kills amid a page: ${amidPages}`).toBeLessThanOrEqual(MAX_SEEDS)
    amidPages += (await check(seed)).amidPages
  }
}

describe('an export that is killed at random times and resumed [crashed-run]', () => {
  test('contains every message of one participant once, in order', { timeout: 120_000 }, async () => {
    await using simulator = await startSimulator({ seed: 12, messages: 240 })
    const [participant = ''] = simulator.participants
    await untilAmidPages(async (seed) => {
      const args = ['messages', 'ip1', participant, '--page-size', '5']
      const report = await killUntilComplete(temporaryFolder(), args, accountOf(simulator, 'ip1'), seed)
      expect(report.last.status).toBe(0)
      expect(report.lines.map(({ text }) => text)).toEqual(textsOf(simulator, participant))
      print('one participant', report)
      return report
    })
  })

  test('contains every message of many participants once, in order', { timeout: 120_000 }, async () => {
    await using simulator = await startSimulator({ seed: 12, messages: 40, participants: 6 })
    await untilAmidPages(async (seed) => {
      const cwd = temporaryFolder()
      writeFileSync(join(cwd, 'list'), simulator.participants.join('\n'))
      const args = ['messages', 'ip1', '--participants', 'list', '--parallel', '3', '--page-size', '5']
      const report = await killUntilComplete(cwd, args, accountOf(simulator, 'ip1'), seed)
      expect(report.last.status).toBe(0)
      for (const participant of simulator.participants) {
        const lines = report.lines.filter((line) => line['participant'] === participant)
        expect(lines.map(({ text }) => text)).toEqual(textsOf(simulator, participant))
      }
      print('many participants', report)
      return report
    })
  })

  test('contains every older message once while others arrive', { timeout: 120_000 }, async () => {
    await using simulator = await startSimulator({
      seed: 12,
      messages: 240,
      beforeAnswer({ number }) {
        const [participant = ''] = simulator.participants
        if (number % 3 === 0) simulator.conversation(participant).add()
      },
    })
    const [participant = ''] = simulator.participants
    const texts = textsOf(simulator, participant)
    const args = ['messages', 'smstools', participant, '--page-size', '5']
    await untilAmidPages(async (seed) => {
      const report = await killUntilComplete(temporaryFolder(), args, accountOf(simulator, 'smstools'), seed)
      expect(report.last.status).toBe(0)
      expect(simulator.conversation(participant).length).toBeGreaterThan(245)
      expect(new Set(report.lines.map(({ key }) => key)).size).toBe(report.lines.length)
      const old = report.lines.filter(({ text }) => !String(text).startsWith('Message '))
      expect(old.map(({ text }) => text).toReversed()).toEqual(texts)
      print('with arrivals', report)
      return report
    })
  })
})
