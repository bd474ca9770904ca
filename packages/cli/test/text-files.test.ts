import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import type { Run } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const PARTICIPANTS = ['+46701740605', '+46701740618']

/** UTF-16 with a byte-order mark, which Windows calls Unicode. */
function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le')
}

/** Reads one message of each participant that a file lists. */
function read(list: string | Uint8Array): Promise<Run> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'list.csv'), list)
  return sms(['messages', 'ip1', '--simulate', '--participants', 'list.csv', '--limit', '1'], { cwd })
}

describe('a list of participants [foreign-file]', () => {
  test.each([
    ['UTF-8 with a byte-order mark', `\ufeff${PARTICIPANTS.join('\r\n')}\r\n`],
    ['UTF-16', utf16(PARTICIPANTS.join('\r\n'))],
    ['UTF-16 in the other byte order', utf16(PARTICIPANTS.join('\r\n')).swap16()],
    ['lines that end in CR alone', PARTICIPANTS.join('\r')],
    ['quoted lines', PARTICIPANTS.map((one) => `"${one}"`).join('\n')],
    ['non-breaking spaces around each line', PARTICIPANTS.map((one) => `\u00a0${one}\u00a0`).join('\n')],
    ['a participant twice, in two spellings', [...PARTICIPANTS, '"+46 70-174 06 05"'].join('\n')],
  ])('is read: %s', async (_, list) => {
    const { status, stdout, stderr } = await read(list)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const found = [...stdout.matchAll(/^\{"participant":"([^"]+)"/gm)].map(([, one]) => one)
    expect(found.toSorted()).toEqual(PARTICIPANTS)
  })

  test.each([
    ['columns', 'number;name\n+46701740605;Anna', 'list.csv, line 1: there is more than one column'],
    ['quoted columns', '# mine\n"+46701740605","Anna"', 'list.csv, line 2: there is more than one column'],
    ['tabs', '+46701740605\n+46701740618\tAnna', 'list.csv, line 2: there is more than one column'],
    [
      'a number that Excel shortened',
      '4,67017E+10',
      'list.csv, line 1: a spreadsheet has shortened this number',
    ],
    [
      'Windows-1252',
      Buffer.from('+46701740605\nÅsa', 'latin1'),
      'list.csv, line 2: this is not text in UTF-8',
    ],
    ['UTF-16 without a mark', Buffer.from('+46701740605', 'utf16le'), 'list.csv, line 1: this is not text'],
    ['nothing but comments', '# no one\n\n', 'list.csv lists no one'],
  ])('is rejected with its name, the line and the reason: %s', async (_, list, message) => {
    const { status, stdout, stderr } = await read(list)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: --participants: [^\n]*\n$/)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('701740')
  })

  test('names the line of an invalid participant, and reads the others', async () => {
    const { status, stderr } = await read('+46701740605\n\nnobody@example.com\n')
    expect(status).toBe(8)
    expect(stderr).toContain('sms: list.csv, line 3: invalid_argument: `participant` must be')
  })

  test('names the first line if every participant is invalid', async () => {
    const { status, stdout, stderr } = await read('# customers\nnobody@example.com\nno.one@example.com\n')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: list\.csv, line 2: `participant` must be [^\n]*\n$/)
  })
})

/** Lists the providers with a credentials file. */
function key(file: string | Uint8Array): Promise<Run> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, '.env'), file)
  return sms(['providers', '--credentials-file', '.env'], { cwd })
}

describe('a credentials file [foreign-file]', () => {
  test.each([
    ['a byte-order mark', '\ufeffIP1_API_KEY=key\r\n'],
    ['UTF-16', utf16('IP1_API_KEY=key\r\n')],
    ['lines that end in CR alone', 'A=1\rIP1_API_KEY=key\r'],
    ['a comment after a space', 'export IP1_API_KEY=key # of the shop'],
    ['a # in quotes', 'IP1_API_KEY="key#1"'],
    ['a comment after quotes', `IP1_API_KEY='key' # "mine"`],
    ['a quote in other quotes', `IP1_API_KEY='key"1'`],
    ['a # in the value of another variable', 'IP1_API_KEY=key\nCOLOUR=#fff'],
    ['a # in a line that a later line replaces', 'IP1_API_KEY=old#1\nIP1_API_KEY=key'],
  ])('is read: %s', async (_, file) => {
    const { status, stdout, stderr } = await key(file)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('"IP1_API_KEY":"set"')
  })

  test.each([
    [
      'a # inside an unquoted value',
      '\nIP1_API_KEY=key#1',
      '.env, line 2: the value of IP1_API_KEY contains #',
    ],
    ['a # at its beginning', 'IP1_API_KEY=#key', '.env, line 1: the value of IP1_API_KEY contains #'],
    ['an escaped quote', 'IP1_API_KEY="key\\"1"', '.env, line 1: the value of IP1_API_KEY continues after'],
    ['text after a quote', "\nIP1_API_KEY='key'1", '.env, line 2: the value of IP1_API_KEY continues after'],
    ['other bytes', Buffer.from('A=1\nB=\u00e5\n', 'latin1'), '.env, line 2: this is not text in UTF-8'],
  ])('is rejected with its name, the line and the reason: %s', async (_, file, message) => {
    const { status, stdout, stderr } = await key(file)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: --credentials-file: [^\n]*\n$/)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('key')
  })

  test('is named if it is missing', async () => {
    const { status, stderr } = await sms(['providers', '--credentials-file', '/no/such/file'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^sms: --credentials-file: \/no\/such\/file cannot be read/)
  })

  test('sets credentials only: neither the address of the API nor the options of Node.js', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const shown = '[Object.keys(options), env.ACME_TOKEN, env.SMS_BASE_URL, env.NODE_OPTIONS]'
    const program = `const { env } = process
export function createAcme(options) { throw new Error(JSON.stringify(${shown})) }`
    writeFileSync(join(cwd, 'node_modules/acme-sms/main.js'), program)
    const file = 'ACME_TOKEN=acme-token\nSMS_BASE_URL=http://127.0.0.1:1\nNODE_OPTIONS=--no-such-option\n'
    writeFileSync(join(cwd, '.env'), file)
    const run = await sms(['messages', 'acme', 'anyone', '--credentials-file', '.env'], { cwd })
    expect(run.stderr).toContain('[["token"],null,null,null]')
  })
})
