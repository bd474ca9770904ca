import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Archive, openArchive } from '@sms/archive'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { hasConversations, hasSummary, type Message, type MessageReader, splitKey } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 0, 10)
const OTHER = '+46701740606'

let archive: Archive
let provider: ModelProvider
beforeEach(async () => {
  archive = await openArchive(':memory:')
  provider = new ModelProvider({ style: 'counted', ids: 'half', growsAtEnd: false, excess: 0 })
  for (let at = 100; at > 0; at -= 1) arrive(`text ${at}`, at)
})
afterEach(() => archive.close())

function arrive(text: string, hoursAgo: number, depth: number = 0): void {
  const status = provider.ever.length % 3 === 0 ? 'delivered' : 'received'
  provider.insert(provider.make(text, NOW - hoursAgo * HOUR, status), depth)
}

const sync = (): Promise<unknown> => archive.sync(provider.reader, PARTICIPANT)

const texts = (messages: readonly { readonly text: string }[]): string[] => messages.map(({ text }) => text)

/** The cursor of the first page. */
async function cursorOf(pages: AsyncIterable<{ readonly cursor: string | null }>): Promise<string> {
  for await (const { cursor } of pages) return cursor ?? ''
  return ''
}

/** The archive numbers messages without an id itself. */
const withoutNumber = (message: Message): Message => ({ ...message, key: splitKey(message.key).content })

const count = async (reader: MessageReader): Promise<number> =>
  (await reader.messages(PARTICIPANT).toArray()).length

const thrown = (code: string, message: string = '', of: string = 'model'): unknown =>
  expect.objectContaining({ code, provider: of, message: expect.stringContaining(message) })

describe('reads what the provider’s reader does:', () => {
  let simulator: Simulator
  beforeEach(async () => {
    simulator = await startSimulator({ messages: 300 })
  })
  afterEach(() => simulator.close())

  const READERS: readonly (readonly [string, (from: Simulator) => MessageReader])[] = [
    ['smstools', ({ smstools }) => createSmstools(smstools)],
    ['ip1', ({ ip1 }) => createIp1(ip1)],
    ['conversations-rcs', ({ conversationsRcs }) => createConversationsRcs(conversationsRcs)],
  ]

  test.each(READERS)('%s', async (name, create) => {
    const reader = create(simulator)
    const [participant = ''] = simulator.participants
    await archive.sync(reader, participant)
    const stored = archive.reader(name)
    const { order, timestamps } = reader.capabilities
    const read = async (from: MessageReader, options: object): Promise<readonly Message[]> =>
      (await from.messages(participant, options).toArray()).map(withoutNumber)
    const all = await read(reader, {})
    const since = all[order === 'newest-first' ? 200 : 100]?.timestamp
    const until = all[order === 'newest-first' ? 100 : 200]?.timestamp
    const inOrder = order === 'newest-first' ? { order } : {}
    const selections: object[] = [
      {},
      { direction: 'inbound' },
      { direction: 'outbound', limit: 7 },
      ...(timestamps ? [{ since }, { until }, { since, until, direction: 'inbound' }] : []),
    ]
    for (const selection of selections) {
      const expected = await read(reader, selection)
      expect(await read(stored, { ...selection, ...inOrder })).toEqual(expected)
      expect(expected).not.toHaveLength(0)
    }
    const reversed = order === 'newest-first' ? 'oldest-first' : 'newest-first'
    expect(await read(stored, { order: reversed })).toEqual(all.toReversed())
  })

  test('its requests: none', async () => {
    const [participant = ''] = simulator.participants
    await archive.sync(createIp1(simulator.ip1), participant)
    const before = simulator.requests
    expect(await archive.reader('ip1').messages(participant).toArray()).toHaveLength(300)
    expect(simulator.requests).toBe(before)
  })
})

describe('what it can do', () => {
  test('is what its capabilities say', async () => {
    await sync()
    const reader = archive.reader('model')
    expect(reader).toEqual({
      contractVersion: 1,
      provider: 'model',
      capabilities: {
        order: 'oldest-first',
        orders: ['oldest-first', 'newest-first'],
        total: false,
        timestamps: true,
        conversations: false,
        summary: false,
        defaultPageSize: 500,
        maxPageSize: 10_000,
      },
    })
    expect(hasConversations(reader)).toBe(false)
    expect(hasSummary(reader)).toBe(false)
    const oldest = await reader.messages(PARTICIPANT).toArray()
    expect(texts(oldest)).toEqual(texts(provider.list).toReversed())
    for (const order of reader.capabilities.orders) {
      const read = await reader.messages(PARTICIPANT, { order }).toArray()
      expect(read).toEqual(order === 'oldest-first' ? oldest : oldest.toReversed())
    }
    expect(() => reader.messages(PARTICIPANT, { pageSize: 10_000 })).not.toThrow()
    expect(() => reader.messages(PARTICIPANT, { pageSize: 10_001 })).toThrow(
      thrown('invalid_argument', '`pageSize`'),
    )
    for await (const page of reader.messages(PARTICIPANT).pages()) {
      expect(page).toEqual({ items: oldest, total: null, cursor: null })
    }
  })

  test.each(['offsets', 'tokens', 'numbered'] as const)(
    'is enough for an archive of its own, which is read from a list of %s',
    async (style) => {
      provider = new ModelProvider({ style, ids: 'all', growsAtEnd: false, excess: 0 })
      for (let at = 120; at > 0; at -= 1) arrive(`text ${at}`, at)
      await sync()
      await using copy = await openArchive(':memory:')
      const report = await copy.sync(archive.reader('model'), PARTICIPANT)
      expect(report).toMatchObject({ added: 120, complete: true, provider: 'model' })
      const query = { participant: PARTICIPANT }
      const contents = async (of: Archive): Promise<readonly unknown[]> =>
        (await of.messages(query).toArray()).map(({ key, text, status, raw }) => [key, text, status, raw])
      expect(await contents(copy)).toEqual(await contents(archive))
      arrive('new', 0)
      await sync()
      expect(await copy.sync(archive.reader('model'), PARTICIPANT)).toMatchObject({ added: 1, updated: 0 })
    },
  )
})

describe('its messages', () => {
  test('are those of one account', async () => {
    await sync()
    await archive.sync(provider.reader, PARTICIPANT, { account: 'second' })
    arrive('new', 0)
    await archive.sync(provider.reader, PARTICIPANT, { account: 'second' })
    expect(await count(archive.reader('model'))).toBe(100)
    expect(await count(archive.reader('model', { account: 'default' }))).toBe(100)
    expect(await count(archive.reader('model', { account: 'second' }))).toBe(101)
    expect(await count(archive.reader('model', { account: 'third' }))).toBe(0)
    expect(await count(archive.reader('ip1'))).toBe(0)
  })

  test('are those of one participant, in any spelling', async () => {
    await sync()
    await archive.sync(provider.reader, 'Ann@Example.COM')
    const reader = archive.reader('model')
    for (const spelling of ['46701740605', '0046 (0)70-174 06 05', 'ann@example.com', 'ANN@example.com'])
      expect(await reader.messages(spelling).toArray()).toHaveLength(100)
    for (const other of [OTHER, 'Acme', 'cid_1']) expect(await reader.messages(other).toArray()).toEqual([])
  })

  test('do not include those that have vanished, which the archive’s own messages do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sms-archive-'))
    try {
      const file = join(folder, 'sms.db')
      await using stored = await openArchive(file)
      await stored.sync(provider.reader, PARTICIPANT)
      const database = new DatabaseSync(file)
      // Several pages in a row have no other.
      database.exec('UPDATE message SET vanished_at = 1000 WHERE rank % 100 <> 0 AND rank % 100 <> 60')
      const left = database.prepare('SELECT count(*) AS count FROM message WHERE vanished_at IS NULL').get()
      database.close()
      const all = await stored.messages().toArray()
      const listed = all.filter(({ vanishedAt }) => vanishedAt === null)
      expect(listed).toHaveLength(Number(left?.['count']))
      expect(listed.length).toBeGreaterThan(0)
      expect(all).toHaveLength(100)
      expect(await stored.search('text').toArray()).toHaveLength(100)
      const reader = stored.reader('model')
      for (const pageSize of [1, 7, 500])
        expect(texts(await reader.messages(PARTICIPANT, { pageSize }).toArray())).toEqual(texts(listed))
      expect(texts(await reader.messages(PARTICIPANT, { limit: 1 }).toArray())).toEqual(
        texts(listed).slice(0, 1),
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('a walk', () => {
  test.each(['oldest-first', 'newest-first'] as const)(
    'is resumed from the cursor of any page, %s, with other page sizes, while syncs add messages',
    async (order) => {
      await sync()
      const reader = archive.reader('model')
      const before = texts(await reader.messages(PARTICIPANT, { order }).toArray())
      const read: string[] = []
      let cursor: string | null | undefined
      for (let pageSize = 7; cursor !== null; pageSize += 5) {
        for await (const page of reader.messages(PARTICIPANT, { order, pageSize, cursor }).pages()) {
          read.push(...texts(page.items))
          cursor = page.cursor
          break
        }
        arrive(`new ${pageSize}`, 0)
        arrive(`late ${pageSize}`, 50.5, 50)
        await sync()
      }
      expect(read.filter((text) => text.startsWith('text'))).toEqual(before)
      expect(new Set(read).size).toBe(read.length)
      expect(read.length).toBeGreaterThan(before.length)
    },
  )

  test('includes each message once while syncs add messages', async () => {
    await sync()
    const before = texts(await archive.reader('model').messages(PARTICIPANT).toArray())
    const read: string[] = []
    for await (const { text } of archive.reader('model').messages(PARTICIPANT, { pageSize: 10 })) {
      read.push(text)
      if (read.length % 20 !== 0 || read.length > 80) continue
      arrive(`new ${read.length}`, 0)
      arrive(`late ${read.length}`, 99.5, 98)
      await sync()
    }
    expect(read.filter((text) => text.startsWith('text'))).toEqual(before)
    expect(new Set(read).size).toBe(read.length)
    expect(read.filter((text) => text.startsWith('new'))).toHaveLength(4)
  })

  test('cut by `limit` ends with a cursor that returns exactly the others', async () => {
    await sync()
    const reader = archive.reader('model')
    const first: Message[] = []
    let cursor: string | null = null
    for await (const page of reader.messages(PARTICIPANT, { limit: 33, pageSize: 20 }).pages()) {
      first.push(...page.items)
      cursor = page.cursor
    }
    expect(first).toHaveLength(33)
    const others = await reader.messages(PARTICIPANT, { cursor: cursor ?? '' }).toArray()
    expect([...first, ...others]).toEqual(await reader.messages(PARTICIPANT).toArray())
  })

  test('rejects with the reason of the signal', async () => {
    await sync()
    const reason = new Error('enough')
    const controller = new AbortController()
    const { signal } = controller
    const read: string[] = []
    const walk = async (): Promise<void> => {
      for await (const { text } of archive.reader('model').messages(PARTICIPANT, { signal, pageSize: 5 })) {
        read.push(text)
        if (read.length === 8) controller.abort(reason)
      }
    }
    await expect(walk()).rejects.toBe(reason)
    expect(read).toHaveLength(8)
  })
})

test('a cursor is good for the same archive, provider, account, participant and query only', async () => {
  await sync()
  const reader = archive.reader('model')
  const cursor = await cursorOf(reader.messages(PARTICIPANT, { pageSize: 10 }).pages())
  expect(cursor).toMatch(/^[\w-]+$/)
  const invalid = thrown('invalid_argument', '`cursor`')
  expect(() => reader.messages(OTHER, { cursor })).toThrow(invalid)
  expect(() => reader.messages(PARTICIPANT, { cursor, direction: 'inbound' })).toThrow(invalid)
  expect(() => reader.messages(PARTICIPANT, { cursor, order: 'newest-first' })).toThrow(invalid)
  expect(() => reader.messages(PARTICIPANT, { cursor, since: new Date(0) })).toThrow(invalid)
  expect(() => archive.reader('model', { account: 'second' }).messages(PARTICIPANT, { cursor })).toThrow(
    invalid,
  )
  expect(() => archive.reader('ip1').messages(PARTICIPANT, { cursor })).toThrow(
    thrown('invalid_argument', '`cursor`', 'ip1'),
  )
  await using another = await openArchive(':memory:')
  expect(() => another.reader('model').messages(PARTICIPANT, { cursor })).toThrow(invalid)
  const theirs = await cursorOf(provider.reader.messages(PARTICIPANT, { limit: 10 }).pages())
  expect(() => reader.messages(PARTICIPANT, { cursor: theirs })).toThrow(invalid)
  expect(() => provider.reader.messages(PARTICIPANT, { cursor })).toThrow(invalid)
  const archived = { participant: PARTICIPANT, provider: 'model', account: 'default' }
  const ofArchive = await cursorOf(archive.messages({ ...archived, pageSize: 10 }).pages())
  expect(() => reader.messages(PARTICIPANT, { cursor: ofArchive })).toThrow(invalid)
  expect(() => archive.messages({ ...archived, cursor })).toThrow(
    thrown('invalid_argument', '`cursor`', 'archive'),
  )
  expect(await reader.messages(PARTICIPANT, { cursor }).toArray()).toHaveLength(90)
})

describe('is `invalid_argument` at once:', () => {
  test.each([
    ['0701740605', 'add the country code'],
    ['tel:0701740605', 'add the country code'],
    ['+4670174', '7 digits'],
    ['', 'no digits'],
    ['  ', 'no digits'],
    [46_701_740_605, 'not a string'],
    [undefined, 'not a string'],
  ])('the participant %j', (participant, problem) => {
    const reader = archive.reader('model')
    expect(() => reader.messages(participant as string)).toThrow(thrown('invalid_argument', problem))
  })

  test.each([
    [{ order: 'random' }, '`order`'],
    [{ direction: 'in' }, '`direction`'],
    [{ since: new Date(Number.NaN) }, '`since`'],
    [{ since: new Date(2), until: new Date(1) }, '`since`'],
    [{ limit: 0 }, '`limit`'],
    [{ concurrency: 101 }, '`concurrency`'],
    [{ cursor: 'x' }, '`cursor`'],
    [{ signal: 1 }, '`signal`'],
    [{ participant: PARTICIPANT }, '`participant`'],
  ])('the options %j', (options, name) => {
    const reader = archive.reader('model')
    expect(() => reader.messages(PARTICIPANT, options as object)).toThrow(thrown('invalid_argument', name))
  })

  test.each([
    ['', undefined, '`provider`'],
    [1, undefined, '`provider`'],
    ['model', { account: '' }, '`account`'],
    ['model', { account: 1 }, '`account`'],
    ['model', { order: 'newest-first' }, '`order`'],
  ])('reader(%j, %j)', (name, options, problem) => {
    expect(() => archive.reader(name as string, options as object)).toThrow(
      thrown('invalid_argument', problem, 'archive'),
    )
  })
})
