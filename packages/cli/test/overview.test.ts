import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANT = '+46701740605'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 60 })
})
afterAll(() => simulator.close())

/** The lines that `sms conversations` prints. */
async function conversations(...options: readonly string[]): Promise<readonly string[]> {
  const env = accountOf(simulator, 'conversations-rcs')
  const { status, stdout, stderr } = await sms(['conversations', 'conversations-rcs', ...options], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout.trimEnd().split('\n')
}

describe('sms conversations', () => {
  test('prints a JSON line for each', async () => {
    const found = (await conversations()).map((line) => JSON.parse(line))
    expect(found.map(({ participant }) => participant).toSorted()).toEqual(simulator.participants.toSorted())
    expect(found[0]).toMatchObject({ messageCount: 60, lastMessage: expect.any(String) })
    expect(found[0]).not.toHaveProperty('raw')
    expect(JSON.parse((await conversations('--raw', '--limit', '1')).join(''))).toHaveProperty('raw')
  })

  test('prints a row of CSV for each', async () => {
    const [headings, ...rows] = await conversations('--format', 'csv', '--limit', '2')
    expect(headings).toBe(
      'provider,id,participant,name,channel,from,firstMessageAt,lastMessageAt,lastMessage,messageCount',
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(/^conversations-rcs,[\w-]+,\+46701740\d{3},.*T[\d:]+\.000Z,.*,60$/)
  })
})

describe('sms summary', () => {
  test('prints a JSON line, and the provider’s own object with --raw', async () => {
    const env = accountOf(simulator, 'ip1')
    const { stdout } = await sms(['summary', 'ip1', PARTICIPANT], { env })
    expect(JSON.parse(stdout)).toMatchObject({
      participant: PARTICIPANT,
      messages: 60,
      inbound: { received: { messages: 30 } },
    })
    expect(JSON.parse(stdout)).not.toHaveProperty('raw')
    const raw = await sms(['summary', 'ip1', PARTICIPANT, '--raw'], { env })
    expect(JSON.parse(raw.stdout)).toHaveProperty('raw')
  })

  test('writes a row of CSV for each direction and status to a file', async () => {
    const cwd = temporaryFolder()
    const run = await sms(['summary', 'ip1', PARTICIPANT, '--output', 'summary.csv'], {
      cwd,
      env: accountOf(simulator, 'ip1'),
    })
    expect(run).toEqual({ status: 0, stdout: '', stderr: 'sms: Wrote the summary to summary.csv.\n' })
    expect(readdirSync(cwd)).toEqual(['summary.csv'])
    const [headings, ...rows] = readFileSync(join(cwd, 'summary.csv'), 'utf8').trimEnd().split('\n')
    expect(headings).toBe('direction,status,messages,segments')
    const counts = rows.map((row) => Number(row.split(',')[2]))
    expect(counts.reduce((sum, count) => sum + count)).toBe(60)
  })

  test('requires a participant and credentials', async () => {
    const env = accountOf(simulator, 'ip1')
    expect(await sms(['summary', 'ip1'], { env })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Name a participant'),
    })
    expect(await sms(['summary', 'ip1', PARTICIPANT])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('IP1_API_KEY'),
    })
  })
})
