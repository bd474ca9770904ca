import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 30, participants: 6 })
})
afterAll(() => simulator.close())

function linesByParticipant(jsonLines: string): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const line of jsonLines.trimEnd().split('\n')) {
    const { participant } = JSON.parse(line) as { readonly participant: unknown }
    counts.set(participant, (counts.get(participant) ?? 0) + 1)
  }
  return counts
}

describe('sms messages --participants', () => {
  test('reads each listed participant once, and begins each line with the participant', async () => {
    const cwd = temporaryFolder()
    const [first = '', ...others] = simulator.participants
    const again = `${first.slice(0, 3)} (${first.slice(3, 5)}) ${first.slice(5)}`
    writeFileSync(
      join(cwd, 'list'),
      `# customers\r\n${first}\r\n\r\n  ${others.join(' \r\n')}\r\n${again}\r\n`,
    )
    const { status, stdout, stderr } = await sms(
      ['messages', 'ip1', '--participants', 'list', '--page-size', '7', '--parallel', '3'],
      { cwd, env: accountOf(simulator, 'ip1') },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(linesByParticipant(stdout)).toEqual(new Map(simulator.participants.map((one) => [one, 30])))
    expect(stdout.startsWith('{"participant":"+')).toBe(true)
  })

  test('reads the list from standard input, and adds a column with the participant to CSV', async () => {
    const { status, stdout } = await sms(
      ['messages', 'ip1', '--participants', '-', '--format', 'csv', '--limit', '2'],
      { env: accountOf(simulator, 'ip1'), input: simulator.participants.join('\n') },
    )
    const [headings, ...rows] = stdout.trimEnd().split('\n')
    expect(status).toBe(0)
    expect(headings).toMatch(/^participant,provider,id,/)
    expect(rows.map((row) => row.split(',', 1)[0]).toSorted()).toEqual(
      simulator.participants.flatMap((one) => [one, one]).toSorted(),
    )
  })

  test('reads the others if some fail, and names the lines of those', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const input = '+46701740605\nnot_found\n+46701740606\nunavailable\n'
    const { status, stdout, stderr } = await sms(
      ['messages', 'acme', '--participants', '-', '--parallel', '1'],
      {
        cwd,
        env: { ACME_TOKEN: 'acme-token' },
        input,
      },
    )
    expect(status).toBe(8)
    expect(linesByParticipant(stdout)).toEqual(
      new Map([
        ['+46701740605', 3],
        ['+46701740606', 3],
      ]),
    )
    expect(stderr).toBe(
      'sms: standard input, line 2: not_found: Acme says no. Check the participant.\n' +
        'sms: standard input, line 4: unavailable: Acme says no. Try again later.\n' +
        'sms: 2 of 4 participants failed. The others were read.\n',
    )
  })

  test('keeps an older file if every participant fails', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    writeFileSync(join(cwd, 'all.jsonl'), 'of yesterday')
    const args = ['messages', 'acme', '--participants', '-', '--output', 'all.jsonl']
    const { status, stderr } = await sms(args, {
      cwd,
      env: { ACME_TOKEN: 'acme-token' },
      input: 'not_found\nunavailable\n',
    })
    expect(status).toBe(8)
    expect(stderr).toContain('2 of 2 participants failed.')
    expect(readFileSync(join(cwd, 'all.jsonl'), 'utf8')).toBe('of yesterday')
    expect(readdirSync(cwd)).not.toContain('all.jsonl.part')
  })

  test('ends after one request if the credentials are wrong', async () => {
    const env = { ...accountOf(simulator, 'ip1'), IP1_API_KEY: 'wrong' }
    const before = simulator.requests
    const input = simulator.participants.join('\n')
    const run = await sms(['messages', 'ip1', '--participants', '-'], { env, input })
    expect(run).toMatchObject({ status: 3, stdout: '' })
    expect(simulator.requests - before).toBe(1)
  })

  test('ends if the account is not allowed to read one of them', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const input = '+46701740605\npermission\n+46701740606\n'
    const args = ['messages', 'acme', '--participants', '-', '--parallel', '1']
    const run = await sms(args, { cwd, env: { ACME_TOKEN: 'acme-token' }, input })
    expect(run).toMatchObject({ status: 3, stderr: expect.stringMatching(/^sms: Acme says no\./) })
    expect([...linesByParticipant(run.stdout).keys()]).toEqual(['+46701740605'])
  })

  test('ends if the provider asks to wait for more than a minute, and can be resumed', async () => {
    await using limited = await startSimulator({
      seed: 12,
      messages: 30,
      participants: 6,
      faults: { 'rate-limited': 0.3 },
      retryAfter: 3600,
    })
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), limited.participants.join('\n'))
    const options = ['--participants', 'list', '--output', 'all.jsonl', '--resume', 'state']
    const run = () => sms(['messages', 'ip1', ...options], { cwd, env: accountOf(limited, 'ip1') })
    const stops: Run[] = []
    let last = await run()
    for (; last.status !== 0 && stops.length < 50; last = await run()) stops.push(last)
    expect(stops).not.toEqual([])
    for (const stop of stops) {
      expect(stop.status).toBe(5)
      expect(stop.stderr).toMatch(/Try again in 3600 s\. To resume, run the same command again\.\n$/)
    }
    const whole = readFileSync(join(cwd, 'all.jsonl'), 'utf8')
    expect(linesByParticipant(whole)).toEqual(new Map(limited.participants.map((one) => [one, 30])))
  })

  test('sends one request if the first response asks to wait for more than a minute', async () => {
    const faults = { 'rate-limited': 1 } as const
    await using limited = await startSimulator({ seed: 12, participants: 6, faults, retryAfter: 3600 })
    const env = accountOf(limited, 'ip1')
    const input = limited.participants.join('\n')
    expect(await sms(['messages', 'ip1', '--participants', '-'], { env, input })).toMatchObject({ status: 5 })
    expect(limited.requests).toBe(1)
  })

  test('reports an option that the provider does not support, and an empty list', async () => {
    const input = simulator.participants.join('\n')
    const unsupported = await sms(
      ['messages', 'smstools', '--simulate', '--participants', '-', '--order', 'oldest-first'],
      { input },
    )
    expect(unsupported).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^sms: [^\n]*oldest-first[^\n]*\n$/),
    })
    const empty = await sms(['messages', 'ip1', '--simulate', '--participants', '-'], {
      input: '# no one\n\n',
    })
    expect(empty).toMatchObject({ status: 2, stderr: expect.stringContaining('lists no one') })
  })

  test('rejects --format transcript', async () => {
    const run = await sms(['messages', 'ip1', '--simulate', '--participants', '-', '--format', 'transcript'])
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('jsonl or csv') })
  })

  test('tries failed participants again with --resume, also from a corrected list', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const args = ['messages', 'acme', '--participants', 'list', '--output', 'all.jsonl', '--resume', 'state']
    const run = (...names: readonly string[]) => {
      writeFileSync(join(cwd, 'list'), names.join('\n'))
      return sms(args, { cwd, env: { ACME_TOKEN: 'acme-token' } })
    }
    const first = await run('+46701740605', 'not_found')
    expect(first).toMatchObject({ status: 8, stderr: expect.stringContaining('run the same command again') })
    expect(readdirSync(cwd)).not.toContain('all.jsonl')
    expect((await run('+46701740605', 'not_found')).status).toBe(8)

    const withoutExported = await run('+46701740606')
    expect(withoutExported).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('other participants'),
    })
    expect((await run('+46701740605', '+46701740606')).status).toBe(0)
    expect(linesByParticipant(readFileSync(join(cwd, 'all.jsonl'), 'utf8'))).toEqual(
      new Map([
        ['+46701740605', 3],
        ['+46701740606', 3],
      ]),
    )
    const others = await run('+46701740605', '+46701740606', '+46701740607')
    expect(others).toMatchObject({ status: 2, stderr: expect.stringContaining('other participants') })
  })

  test('resumes participants that have the names of object properties', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const names = ['__proto__', 'constructor', 'prototype', 'toString', '0', '-']
    const args = ['messages', 'acme', '--participants', 'list', '--output', 'all', '--resume', 'state']
    const run = (list: readonly string[]): ReturnType<typeof sms> => {
      writeFileSync(join(cwd, 'list'), list.join('\n'))
      return sms(args, { cwd, env: { ACME_TOKEN: 'acme-token' } })
    }
    expect((await run([...names, 'unavailable'])).status).toBe(8)
    expect((await run(names)).status).toBe(0)
    const counts = linesByParticipant(readFileSync(join(cwd, 'all'), 'utf8'))
    expect(counts).toEqual(new Map(names.map((name) => [name, 3])))
  })
})
