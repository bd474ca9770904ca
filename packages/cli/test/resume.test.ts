import {
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  appendFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

const BEGUN = { cursor: null, left: null, isDone: false }

let simulator: Simulator
// The number of requests that are answered before every request fails.
let good: number
let cwd: string
beforeAll(async () => {
  simulator = await startSimulator({
    seed: 12,
    messages: 60,
    beforeAnswer: () => (good-- > 0 ? null : 'redirect'),
  })
})
afterAll(() => simulator.close())
beforeEach(() => {
  cwd = temporaryFolder()
  good = Infinity
})

function read(...options: readonly string[]): Promise<Run> {
  const args = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1', ...options]
  return sms([...args, '--output', 'all.jsonl', '--resume', 'state'], {
    cwd,
    env: accountOf(simulator, 'ip1'),
  })
}

/** Reads three pages and fails. */
async function readThreePages(...options: readonly string[]): Promise<Run> {
  good = 3
  const run = await read(...options)
  good = Infinity
  return run
}

function textsIn(name: string): readonly unknown[] {
  const lines = readFileSync(join(cwd, name), 'utf8').trimEnd().split('\n')
  return lines.map((line) => (JSON.parse(line) as { readonly text: unknown }).text)
}

function texts(from: number, to: number): readonly string[] {
  const conversation = simulator.conversation(PARTICIPANT)
  return Array.from({ length: to - from }, (_, index) => conversation.at(from + index).text)
}

describe('sms messages --resume', () => {
  test('says how to resume, and appends exactly the remaining messages', async () => {
    const broken = await readThreePages()
    expect(broken).toMatchObject({
      status: 7,
      stderr: expect.stringContaining('To resume, run the same command again.'),
    })
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl.part', 'state'])
    expect(textsIn('all.jsonl.part')).toEqual(texts(0, 30))
    expect(await read()).toEqual({
      status: 0,
      stdout: '',
      stderr: 'sms: Wrote 30 messages to all.jsonl, after those of earlier runs.\n',
    })
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl', 'state'])
    expect(textsIn('all.jsonl')).toEqual(texts(0, 60))
  })

  test('says whether the file replaces an older one', async () => {
    writeFileSync(join(cwd, 'all.jsonl'), 'older\n')
    expect((await read()).stderr).toBe('sms: Wrote 60 messages to all.jsonl, in place of an older file.\n')
  })

  test('does nothing if the file is complete', async () => {
    await read()
    const before = simulator.requests
    expect(await read()).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('all.jsonl is already complete'),
    })
    expect(simulator.requests).toBe(before)
  })

  test('renames the complete part if an earlier run ended just before that', async () => {
    await read()
    const whole = readFileSync(join(cwd, 'all.jsonl'))
    renameSync(join(cwd, 'all.jsonl'), join(cwd, 'all.jsonl.part'))
    const state: object = JSON.parse(readFileSync(join(cwd, 'state'), 'utf8'))
    writeFileSync(join(cwd, 'state'), JSON.stringify({ ...state, part: 1 }))
    expect(await read()).toMatchObject({ status: 0 })
    expect(readFileSync(join(cwd, 'all.jsonl'))).toEqual(whole)
  })

  test('reports that the complete file is missing', async () => {
    await read()
    rmSync(join(cwd, 'all.jsonl'))
    expect(await read()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('was complete and is missing'),
    })
  })

  test('applies the limit to all its runs together', async () => {
    await readThreePages('--limit', '47')
    expect((await read('--limit', '47')).status).toBe(0)
    expect(textsIn('all.jsonl')).toEqual(texts(0, 47))
  })

  test('keeps the time that 1h meant in the first run', async () => {
    await readThreePages('--until', '1h')
    const { until } = JSON.parse(readFileSync(join(cwd, 'state'), 'utf8')) as { readonly until: string }
    expect((await read('--until', '1h')).status).toBe(0)
    expect(JSON.parse(readFileSync(join(cwd, 'state'), 'utf8'))).toMatchObject({ until, isFinished: true })
    expect(textsIn('all.jsonl')).toEqual(texts(0, 60))
  })

  test('removes an incomplete page', async () => {
    await readThreePages()
    appendFileSync(join(cwd, 'all.jsonl.part'), '{"provider":"ip1","id":"64')
    expect((await read()).status).toBe(0)
    expect(textsIn('all.jsonl')).toEqual(texts(0, 60))
  })

  test('detects that another program writes to the file, and loses nothing', async () => {
    await using disturbed = await startSimulator({
      seed: 12,
      messages: 60,
      beforeAnswer: ({ number }) => {
        if (number === 3) appendFileSync(join(cwd, 'all.jsonl.part'), '{"of":"another run"}\n')
        return null
      },
    })
    const args = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1']
    const run = (): Promise<Run> =>
      sms([...args, '--output', 'all.jsonl', '--resume', 'state'], {
        cwd,
        env: accountOf(disturbed, 'ip1'),
      })
    expect(await run()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Another program writes to all.jsonl.part. End it'),
    })
    expect(await run()).toMatchObject({ status: 0 })
    expect(textsIn('all.jsonl')).toEqual(texts(0, 60))
  })

  test('does not resume simulated messages from a real account', async () => {
    await read('--simulate', '--limit', '3')
    expect(await read('--limit', '3')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another simulate'),
    })
  })

  test('writes files that only their owner can read', async () => {
    await read()
    for (const name of ['all.jsonl', 'state']) expect(statSync(join(cwd, name)).mode & 0o077).toBe(0)
  })

  test('writes the headings of CSV once', async () => {
    await readThreePages('--format', 'csv')
    await read('--format', 'csv')
    const rows = readFileSync(join(cwd, 'all.jsonl'), 'utf8').split('\n')
    expect(rows.filter((row) => row.startsWith('provider,id,'))).toEqual([rows[0]])
    expect(rows.filter((row) => row.startsWith('ip1,'))).toHaveLength(60)
  })

  test('resumes conversations as well', async () => {
    await using many = await startSimulator({
      seed: 12,
      messages: 6,
      participants: 30,
      beforeAnswer: ({ number }) => (number === 3 ? 'redirect' : null),
    })
    const args = ['conversations', 'conversations-rcs', '--page-size', '10', '--concurrency', '1']
    const run = (): Promise<Run> =>
      sms([...args, '--output', 'all.jsonl', '--resume', 'state'], {
        cwd,
        env: accountOf(many, 'conversations-rcs'),
      })
    expect((await run()).status).toBe(7)
    expect((await run()).status).toBe(0)
    const lines = readFileSync(join(cwd, 'all.jsonl'), 'utf8').trimEnd().split('\n')
    const found = lines.map((line) => (JSON.parse(line) as { readonly participant: unknown }).participant)
    expect(found.toSorted()).toEqual(many.participants.toSorted())
  })

  test.each([
    [['--direction', 'inbound'], 'another direction'],
    [['--limit', '5'], 'another limit'],
    [['--raw'], 'another raw'],
    [['--format', 'csv'], 'another format'],
    [['--since', '7d'], 'another since'],
  ])('rejects a state of another command: %j', async (options, message) => {
    await readThreePages()
    const part = readFileSync(join(cwd, 'all.jsonl.part'))
    expect(await read(...options)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
    expect(readFileSync(join(cwd, 'all.jsonl.part'))).toEqual(part)
  })

  test('rejects a state of another participant or another file', async () => {
    await readThreePages()
    const args = ['messages', 'ip1', simulator.participants[1] ?? '', '--resume', 'state', '--output']
    const env = accountOf(simulator, 'ip1')
    expect(await sms([...args, 'all.jsonl'], { cwd, env })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('other participants'),
    })
    expect(await sms([...args, 'other.jsonl'], { cwd, env })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another output'),
    })
  })

  test('keeps the part of another state if the name of the state is mistyped', async () => {
    await readThreePages()
    const part = readFileSync(join(cwd, 'all.jsonl.part'))
    const args = ['messages', 'ip1', PARTICIPANT, '--output', 'all.jsonl', '--resume', 'stat']
    good = 0
    const mistyped = await sms(args, { cwd, env: accountOf(simulator, 'ip1') })
    expect(mistyped.stderr).toMatch(
      /^sms: all\.jsonl\.part belongs to another state and is kept\. Remove it if/,
    )
    good = Infinity
    expect(readFileSync(join(cwd, 'all.jsonl.part'))).toEqual(part)
    expect(readdirSync(cwd).toSorted()).toEqual(['all.jsonl.2.part', 'all.jsonl.part', 'stat', 'state'])
    expect((await read()).stderr).toContain('Wrote 30 messages to all.jsonl, after those of earlier runs.')
    expect(textsIn('all.jsonl')).toEqual(texts(0, 60))
  })

  test('keeps the part of another state that begins like the complete file', async () => {
    expect((await read('--limit', '20')).status).toBe(0)
    const args = ['messages', 'ip1', PARTICIPANT, '--page-size', '10', '--concurrency', '1']
    good = 3
    const env = accountOf(simulator, 'ip1')
    await sms([...args, '--output', 'all.jsonl', '--resume', 'other'], { cwd, env })
    good = Infinity
    expect((await read('--limit', '20')).stderr).toContain('all.jsonl is already complete')
    expect(textsIn('all.jsonl.part')).toEqual(texts(0, 30))
    expect(textsIn('all.jsonl')).toEqual(texts(0, 20))
  })

  test.each([
    ['a length that is not a count', { bytes: 0.5 }],
    ['a negative length', { bytes: -1 }],
    ['a part without a number', { part: '../all' }],
    ['an invalid time', { since: 'yesterday' }],
    ['a negative limit', { positions: [[PARTICIPANT, { ...BEGUN, left: -1 }]] }],
    ['a limit that is not a count', { positions: [[PARTICIPANT, { ...BEGUN, left: 0.5 }]] }],
  ])('rejects a damaged state: %s', async (_, damage) => {
    await readThreePages()
    const state: object = JSON.parse(readFileSync(join(cwd, 'state'), 'utf8'))
    writeFileSync(join(cwd, 'state'), JSON.stringify({ ...state, ...damage }))
    const { status, stderr } = await read()
    expect(status).toBe(2)
    expect(stderr).toMatch(/^sms: --resume: state is not a state of this version[^\n]*\n$/)
  })

  test('rejects a file that is not a state, and does not change it', async () => {
    for (const content of ['important: notes\n', '{"version":2}', '']) {
      writeFileSync(join(cwd, 'state'), content)
      expect(await read()).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('not a state of this version'),
      })
      expect(readFileSync(join(cwd, 'state'), 'utf8')).toBe(content)
    }
    expect(existsSync(join(cwd, 'all.jsonl.part'))).toBe(false)
  })

  test('does not resume if the part is missing or too short', async () => {
    await readThreePages()
    truncateSync(join(cwd, 'all.jsonl.part'), 100)
    expect(await read()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('all.jsonl.part does not match state'),
    })
    rmSync(join(cwd, 'all.jsonl.part'))
    expect(await read()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('all.jsonl.part does not match state'),
    })
  })
})
