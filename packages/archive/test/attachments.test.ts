import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import dns from 'node:dns'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { type Archive, type AttachmentOptions, type AttachmentResult, openArchive } from '@sms/archive'
import { createIp1 } from '@sms/ip1'
import {
  type Attachment,
  type Conversation,
  type ConversationReader,
  hasDownload,
  type MessageReader,
  type Paginated,
} from '@sms/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileServer, PARTICIPANT } from './file-server.ts'

const PROGRAM = fileURLToPath(new URL('programs/sync-files.ts', import.meta.url))

let folder: string
let path: string
let server: FileServer
let archive: Archive
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
  server = await FileServer.start()
  server.respond = ({ url = '' }, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(`content of ${url.split('?')[0]}`)
  }
  archive = await openArchive(path)
})
afterEach(async () => {
  await archive.close()
  await server.close()
  rmSync(folder, { recursive: true })
})

function add(id: string, ...files: readonly (string | Partial<Attachment>)[]): void {
  const attachments = files.map((file) => (typeof file === 'string' ? { url: file } : file))
  server.messages.push({ id, text: id, files: attachments })
}

const own = (name: string): string => `${server.url}/files/${name}`

/** Syncs, and returns what became of the files: `m1:0 stored`. */
async function sync(options: AttachmentOptions & { full?: boolean; reader?: object } = {}) {
  const { full = false, reader = {}, ...attachments } = options
  const results: string[] = []
  const onAttachment = ({ key, index, error }: AttachmentResult): void => {
    results.push(`${key.replace('files:', '')}:${index} ${error?.code ?? 'stored'}`)
  }
  const report = await archive.sync(server.reader(reader), PARTICIPANT, {
    attachments: { onAttachment, ...attachments },
    full,
  })
  expect(report).toMatchObject({ complete: true, error: null })
  return results
}

async function fileOf(id: string, index: number = 0) {
  for await (const message of archive.messages()) {
    if (message.id === id) return archive.attachment(message, index)
  }
  return null
}

async function textOf(id: string, index: number = 0): Promise<string | null> {
  const content = (await fileOf(id, index))?.content ?? null
  return content === null ? null : Buffer.from(content).toString()
}

/** The reader, which also lists its one conversation. */
function listed(reader: MessageReader): MessageReader & ConversationReader {
  if (!hasDownload(reader)) throw new Error('The reader has no `download`.')
  const conversation: Conversation = {
    provider: reader.provider,
    id: 'c1',
    participant: PARTICIPANT,
    name: null,
    channel: 'mms',
    from: null,
    firstMessageAt: null,
    lastMessageAt: null,
    lastMessage: null,
    messageCount: null,
    raw: null,
  }
  const conversations = (): Paginated<Conversation> => ({
    async *[Symbol.asyncIterator]() {
      yield conversation
    },
    async *pages() {
      yield { items: [conversation], total: 1, cursor: null }
    },
    toArray: async () => [conversation],
  })
  const { contractVersion, provider, capabilities, messages, download } = reader
  const all = { contractVersion, provider, capabilities, messages, download, conversations }
  return { ...all, capabilities: { ...capabilities, conversations: true } }
}

/** Runs statements on the file, as another program would. */
function query(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA secure_delete = ON')
    return database.prepare(sql).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

const contents = (): number => Number(query('SELECT count(*) AS n FROM content')[0]?.['n'])

describe('a sync with attachments', () => {
  test('stores the files of each message, which are read with their digest', async () => {
    add('m1', { url: own('f1'), name: 'photo.png' }, 'https://files.example.com/f2?signature=s')
    add('m2')
    expect(await sync()).toEqual(['m1:0 stored', 'm1:1 stored'])
    const content = Buffer.from('content of /files/f1')
    expect(await fileOf('m1')).toEqual({
      name: 'photo.png',
      contentType: 'image/png',
      content: new Uint8Array(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      error: null,
      retryAt: null,
    })
    expect(await textOf('m1', 1)).toBe('content of /f2')
    expect([await fileOf('m1', 2), await fileOf('m2')]).toEqual([null, null])
    expect(server.requests.map(({ host, secret }) => [host, secret])).toEqual([
      ['api', 'canary-secret'],
      ['files.example.com', null],
    ])
    expect(await sync()).toEqual([])
    expect(server.requests).toHaveLength(2)
  })

  test('stores those of messages that were stored without it', async () => {
    add('m1', own('f1'))
    await archive.sync(server.reader(), PARTICIPANT)
    expect(server.requests).toEqual([])
    expect(await fileOf('m1')).toMatchObject({ content: null, sha256: null, error: null, retryAt: null })
    expect(await sync()).toEqual(['m1:0 stored'])
  })

  test('stores a content once, and deletes it with the last message that has it', async () => {
    server.respond = (_, response) => response.end('CANARY-CONTENT')
    for (const id of ['m1', 'm2', 'm3']) add(id, own(`f${id}`))
    await sync()
    expect(contents()).toBe(1)
    await archive.close()
    query("DELETE FROM message WHERE key LIKE '%m1%'")
    query("DELETE FROM message WHERE key LIKE '%m2%'")
    expect([contents(), query('SELECT * FROM attachment').length]).toEqual([1, 1])
    query("DELETE FROM message WHERE key LIKE '%m3%'")
    expect([contents(), query('SELECT * FROM attachment').length]).toEqual([0, 0])
    query('PRAGMA wal_checkpoint(TRUNCATE)')
    for (const file of readdirSync(folder)) {
      expect(readFileSync(join(folder, file)).includes('CANARY-CONTENT')).toBe(false)
    }
    archive = await openArchive(path)
  })

  test('requests no host that is neither documented nor allowed, and stores the reason', async () => {
    add('m1', 'https://evil.example/f1')
    add('m2', 'https://127.0.0.1/f1', 'http://files.example.com/f1', `${server.url}/messages`)
    expect(await sync()).toEqual([
      'm2:0 unsupported',
      'm2:1 unsupported',
      'm2:2 unsupported',
      'm1:0 unsupported',
    ])
    expect(server.requests).toEqual([])
    expect((await fileOf('m1'))?.error).toMatchObject({
      code: 'unsupported',
      provider: 'files',
      message: expect.stringContaining('evil.example'),
    })
    expect(await sync({ hosts: ['evil.example'] })).toContain('m1:0 stored')
    expect(server.requests).toEqual([{ host: 'evil.example', path: '/f1', secret: null }])
  })

  test('sends no credentials after a redirect, and follows none to another host', async () => {
    server.respond = ({ url = '', headers }, response) => {
      if (url.startsWith('/files/good')) {
        response.writeHead(302, { location: 'https://files.example.com/moved' }).end()
      } else if (url.startsWith('/files/bad')) {
        response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
      } else response.end(`for ${headers['x-host']}`)
    }
    add('m1', own('good'), own('bad'))
    expect(await sync()).toEqual(['m1:0 stored', 'm1:1 unsupported'])
    expect(await textOf('m1')).toBe('for files.example.com')
    expect(server.requests.map((request) => Object.values(request))).toEqual([
      ['api', '/files/good', 'canary-secret'],
      ['files.example.com', '/moved', null],
      ['api', '/files/bad', 'canary-secret'],
    ])
  })

  test('connects to no private address, whatever a name leads to', async () => {
    const found = [{ address: '127.0.0.1', family: 4 }]
    type Done = (error: null, addresses: object) => void
    const lookup = (_host: string, _options: object, done: Done): void => done(null, found)
    const find = vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup)
    syncBuiltinESMExports()
    try {
      add('m1', 'https://files.example.com/f1')
      expect(await sync({ reader: { fetch: undefined } })).toEqual(['m1:0 unsupported'])
    } finally {
      find.mockRestore()
      syncBuiltinESMExports()
    }
    expect((await fileOf('m1'))?.error?.message).toContain('private address')
  })

  test('downloads one file at a time', async () => {
    let inFlight = 0
    let most = 0
    server.respond = (_, response) => {
      most = Math.max(most, (inFlight += 1))
      setImmediate(() => {
        inFlight -= 1
        response.end('content')
      })
    }
    for (let number = 0; number < 30; number += 1) add(`m${number}`, own(`f${number}`), own(`g${number}`))
    expect(await sync()).toHaveLength(60)
    expect(most).toBe(1)
  })

  test('stores the others if a file is too large, endless or gone', async () => {
    server.respond = ({ url = '' }, response) => {
      if (url === '/files/gone') response.writeHead(410).end()
      else if (url === '/files/large') response.end(Buffer.alloc(20_001))
      else if (url !== '/files/endless') response.end('content')
      else {
        const send = (): void => {
          while (response.write(Buffer.alloc(5_000)));
          response.once('drain', send)
        }
        send()
      }
    }
    add('m1', own('gone'), own('large'), own('endless'), own('f1'))
    add('m2', own('f2'))
    expect(await sync({ reader: { maxResponseBytes: 20_000 } })).toEqual([
      'm2:0 stored',
      'm1:0 rejected',
      'm1:1 invalid_response',
      'm1:2 invalid_response',
      'm1:3 stored',
    ])
    expect((await fileOf('m1', 1))?.error?.message).toContain('maxResponseBytes')
  })

  test('tries a file again when it is due, and at once if it is full', async () => {
    const respond = server.respond
    server.respond = (_, response) => response.writeHead(404).end()
    add('m1', own('f1'))
    expect(await sync()).toEqual(['m1:0 not_found'])
    const { retryAt = null } = (await fileOf('m1')) ?? {}
    expect(retryAt?.getTime()).toBeGreaterThan(Date.now())
    expect(await sync()).toEqual([])
    expect(await sync({ full: true })).toEqual(['m1:0 not_found'])
    const later = (await fileOf('m1'))?.retryAt ?? null
    expect(Number(later) - Date.now()).toBeGreaterThan(2 * (Number(retryAt) - Date.now()))
    query('UPDATE attachment SET retry_at = 1')
    query('UPDATE message SET attachments_due = 1')
    server.respond = respond
    expect(await sync()).toEqual(['m1:0 stored'])
  })

  test('gives up after eight attempts, until it is full', async () => {
    server.respond = (_, response) => response.writeHead(404).end()
    add('m1', own('f1'))
    for (let attempt = 1; attempt <= 8; attempt += 1) await sync({ full: true })
    expect(await fileOf('m1')).toMatchObject({ content: null, retryAt: null, error: { code: 'not_found' } })
    expect(await sync()).toEqual([])
    expect(await sync({ full: true })).toEqual(['m1:0 not_found'])
  })

  test('leaves the remaining files to the next one after three failures of the server in a row', async () => {
    const respond = server.respond
    server.respond = (_, response) => response.writeHead(503).end()
    for (let number = 1; number <= 9; number += 1) add(`m${number}`, own(`f${number}`))
    expect(await sync()).toHaveLength(3)
    server.respond = respond
    expect((await sync()).toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((number) => `m${number}:0 stored`))
  })

  test('downloads by the new address of a file whose old one has expired', async () => {
    server.respond = ({ url = '' }, response) =>
      url.endsWith('new') ? response.end('content') : response.writeHead(403).end()
    add('m1', 'https://files.example.com/f1?signature=old')
    expect(await sync()).toEqual(['m1:0 rejected'])
    server.messages = []
    add('m1', 'https://files.example.com/f1?signature=new')
    expect(await sync({ full: true })).toEqual(['m1:0 stored'])
    server.messages = []
    add('m1', 'https://files.example.com/f1?signature=newest')
    expect(await sync({ full: true })).toEqual([])
  })

  test('stores the file anew if the message has another one', async () => {
    add('m1', own('f1'))
    await sync()
    server.messages = []
    add('m1', own('f2'))
    await archive.sync(server.reader(), PARTICIPANT, { full: true })
    expect(await fileOf('m1')).toMatchObject({ content: null, sha256: null })
    expect(await sync()).toEqual(['m1:0 stored'])
    expect(await textOf('m1')).toBe('content of /files/f2')
    expect(contents()).toBe(1)
  })

  test('keeps no content of a file that the message does not have any more', async () => {
    add('m1', own('f1'), own('f2'))
    await sync()
    server.messages = []
    add('m1', own('f1'))
    await archive.sync(server.reader(), PARTICIPANT, { full: true })
    expect(await textOf('m1')).toBe('content of /files/f1')
    expect([contents(), query('SELECT * FROM attachment').length]).toEqual([1, 1])
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\photo.png', 'photo.png'],
    ['a\u0000b\n\u202egnp.exe', 'abgnp.exe'],
    ['..', null],
    ['folder/', null],
    ['  ', null],
    ['räksmörgås 🦐.png', 'räksmörgås 🦐.png'],
  ])('names the file %j %j', async (name, expected) => {
    add('m1', { url: own('f1'), name })
    await sync()
    expect((await fileOf('m1'))?.name).toBe(expected)
  })

  test('stores each file once if it is killed', async () => {
    for (let number = 0; number < 60; number += 1) add(`m${number}`, own(`f${number}`))
    let kills = 0
    for (const killAfter of [1, 20, 7, Infinity]) {
      const child: ChildProcess = spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', PROGRAM, path, server.url],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let lines = 0
      child.stdout?.on('data', (data: Buffer) => {
        lines += data.toString().split('\n').length - 1
        if (lines >= killAfter) child.kill('SIGKILL')
      })
      const [, signal] = await once(child, 'close')
      if (signal === 'SIGKILL') kills += 1
    }
    expect(kills).toBe(3)
    expect(contents()).toBe(60)
    for (let number = 0; number < 60; number += 1) {
      expect(await textOf(`m${number}`)).toBe(`content of /files/f${number}`)
    }
    // One may be downloaded again for each kill: it had arrived, and was not stored yet.
    expect(server.requests.length).toBeLessThanOrEqual(60 + kills)
  })

  test('ends with the reason of its signal, and the next one resumes', async () => {
    const controller = new AbortController()
    server.respond = (_, response) => {
      response.write('con')
      controller.abort(new Error('enough'))
    }
    add('m1', own('f1'))
    const { signal } = controller
    const cut = archive.sync(server.reader(), PARTICIPANT, { attachments: true, signal })
    await expect(cut).rejects.toThrow('enough')
    server.respond = (_, response) => response.end('content')
    expect(await sync()).toEqual(['m1:0 stored'])
  })

  test('of all conversations skips none with a file that is due', async () => {
    const respond = server.respond
    server.respond = (_, response) => response.writeHead(503).end()
    add('m1', own('f1'))
    const syncAll = async (attachments: boolean): Promise<string[]> => {
      const reports = archive.syncAll(listed(server.reader()), { attachments })
      const outcomes: string[] = []
      for await (const { requests } of reports) outcomes.push(requests > 0 ? 'read' : 'skipped')
      return outcomes
    }
    expect(await syncAll(true)).toEqual(['read'])
    expect(await syncAll(true)).toEqual(['skipped'])
    query('UPDATE attachment SET retry_at = 1')
    query('UPDATE message SET attachments_due = 1')
    server.respond = respond
    expect(await syncAll(false)).toEqual(['skipped'])
    expect(await syncAll(true)).toEqual(['read'])
    expect(await textOf('m1')).toBe('content of /files/f1')
  })

  test('is `unsupported` for a reader that downloads no files', async () => {
    const reader = createIp1({ apiKey: 'key' })
    const call = archive.sync(reader, PARTICIPANT, { attachments: true })
    await expect(call).rejects.toMatchObject({ code: 'unsupported', provider: 'ip1' })
    expect(await archive.conversations().toArray()).toEqual([])
  })

  test.each([
    ['attachments', 'yes'],
    ['hosts', { hosts: ['127.0.0.1'] }],
    ['hosts', { hosts: 'files.example.com' }],
    ['onAttachment', { onAttachment: true }],
    ['host', { host: 'files.example.com' }],
  ])('does not accept a wrong `%s`', async (name, attachments) => {
    const options = { attachments } as object
    await expect(archive.sync(server.reader(), PARTICIPANT, options)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(`\`${name}\``),
    })
  })
})
