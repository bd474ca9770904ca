import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

let simulator: Simulator
let cwd: string
beforeAll(async () => {
  simulator = await startSimulator({ seed: 12, messages: 30, participants: 6 })
})
afterAll(() => simulator.close())
beforeEach(() => {
  cwd = temporaryFolder()
})

function readAll(...options: readonly string[]): Promise<Run> {
  writeFileSync(join(cwd, 'list'), simulator.participants.join('\n'))
  const args = ['messages', 'ip1', '--participants', 'list', '--page-size', '7', '--parallel', '3']
  return sms([...args, '--output-dir', 'folder', ...options], { cwd, env: accountOf(simulator, 'ip1') })
}

function readFromAcme(list: readonly string[]): Promise<Run> {
  installAcme(cwd)
  writeFileSync(join(cwd, 'list'), list.join('\n'))
  const args = ['messages', 'acme', '--participants', 'list', '--output-dir', 'folder']
  return sms(args, { cwd, env: { ACME_TOKEN: 'acme-token' } })
}

/** The text of each file in the folder. */
function files(): ReadonlyMap<string, string> {
  const folder = join(cwd, 'folder')
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

describe('sms messages --output-dir', () => {
  test('writes a file for each participant, identical to the output for that participant alone', async () => {
    expect(await readAll()).toEqual({
      status: 0,
      stdout: '',
      stderr: 'sms: Wrote 180 messages to 6 files in folder.\n',
    })
    expect([...files().keys()]).toEqual(simulator.participants.map((one) => `${one}.jsonl`).toSorted())
    const [one = ''] = simulator.participants
    const { stdout } = await sms(['messages', 'ip1', one], { env: accountOf(simulator, 'ip1') })
    expect(files().get(`${one}.jsonl`)).toBe(stdout)
  })

  test.each([
    ['csv', /^provider,id,[^]*\n$/],
    ['transcript', /^\n─+ [^]*\n30 messages\. All times are UTC\.\n$/],
  ])('writes each file as complete %s', async (format, whole) => {
    expect((await readAll('--format', format)).status).toBe(0)
    expect(files().size).toBe(6)
    for (const text of files().values()) expect(text).toMatch(whole)
  })

  test('also accepts a single participant, and a folder that exists', async () => {
    mkdirSync(join(cwd, 'folder'))
    const [one = ''] = simulator.participants
    const args = ['messages', 'ip1', one, '--output-dir', 'folder', '--limit', '3']
    expect((await sms(args, { cwd, env: accountOf(simulator, 'ip1') })).stderr).toBe(
      'sms: Wrote 3 messages to 1 file in folder.\n',
    )
    expect(files().get(`${one}.jsonl`)?.trimEnd().split('\n')).toHaveLength(3)
  })

  test('writes each participant to its own file inside the folder, on any file system', async () => {
    const list = [
      '../../escape',
      '/etc/passwd',
      '..',
      '.hidden',
      'A@example.com',
      'a@example.com',
      'CON',
      'con.1',
      '-rf',
      'Å',
      'Ä',
      'x1'.repeat(150),
      'y*?:"<>|\\',
    ]
    expect((await readFromAcme(list)).status).toBe(0)
    const names = [...files().keys()]
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(list.length)
    expect(names).toContain('a@example.com.jsonl')
    for (const name of names) expect(name).toMatch(/^(?!con\.)[+A-Za-z0-9_-][\w@~.+-]{0,120}\.jsonl$/)
    expect(readdirSync(cwd).toSorted()).toEqual(['folder', 'list', 'node_modules'])
  })

  test('keeps the older file of a participant that fails', async () => {
    mkdirSync(join(cwd, 'folder'))
    writeFileSync(join(cwd, 'folder/not_found.jsonl'), 'older\n')
    const { status, stderr } = await readFromAcme(['+46701740605', 'not_found', '+46701740606'])
    expect(status).toBe(8)
    expect(stderr).toContain('2 complete files in folder. The others were not written.')
    expect(files().get('not_found.jsonl')).toBe('older\n')
    expect(files().get('+46701740605.jsonl')?.trimEnd().split('\n')).toHaveLength(3)
  })

  test.each([
    [['--resume', 'state'], '--resume goes with --output FILE, not with --output-dir'],
    [['--output', 'all.jsonl'], 'Name a file by --output or a folder by --output-dir, not both.'],
    [['--output-dir', 'list'], 'Name a file in a folder where you may write.'],
  ])('rejects %j', async (options, message) => {
    expect(await readAll(...options)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) })
    expect(existsSync(join(cwd, 'folder'))).toBe(false)
  })
})
