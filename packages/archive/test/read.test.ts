import { type Archive, openArchive } from '@sms/archive'
import { createIp1 } from '@sms/ip1'
import { startSimulator } from '@sms/simulator'
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

function arrive(text: string, hoursAgo: number): void {
  const status = provider.ever.length % 3 === 0 ? 'delivered' : 'received'
  provider.insert(provider.make(text, NOW - hoursAgo * HOUR, status), 0)
}

const texts = (messages: readonly { readonly text: string }[]): string[] => messages.map(({ text }) => text)

const sync = async (participant: string = PARTICIPANT): Promise<unknown> =>
  archive.sync(provider.reader, participant)

async function countOf(query: object): Promise<number> {
  return (await archive.messages(query).toArray()).length
}

/** The cursor of the first page. */
async function cursorOf(pages: AsyncIterable<{ readonly cursor: string | null }>): Promise<string> {
  for await (const { cursor } of pages) return cursor ?? ''
  return ''
}

async function changesOf(options: object = {}): Promise<{ kinds: string[]; cursor: string | undefined }> {
  const kinds: string[] = []
  let cursor: string | undefined
  for await (const change of archive.changes(options)) {
    kinds.push(change.kind === 'erased' ? change.kind : `${change.kind} ${change.message.text}`)
    expect(change.conversation).toBe('1')
    cursor = change.cursor
  }
  return { kinds, cursor }
}

describe('messages', () => {
  test('come in the order of time, in either direction', async () => {
    await sync()
    const all = await archive.messages().toArray()
    expect(texts(all)).toEqual(texts(provider.list).toReversed())
    const reversed = await archive.messages({ order: 'newest-first' }).toArray()
    expect(reversed).toEqual(all.toReversed())
  })

  test('are selected by participant in any spelling, provider, account, direction and time', async () => {
    await sync()
    expect(await countOf({ participant: '0046 70 174 06 05' })).toBe(100)
    expect(await countOf({ participant: [PARTICIPANT, OTHER] })).toBe(100)
    expect(await countOf({ participant: OTHER })).toBe(0)
    expect(await countOf({ participant: [] })).toBe(0)
    expect(await countOf({ provider: 'model', account: 'default' })).toBe(100)
    expect(await countOf({ provider: 'smstools' })).toBe(0)
    expect(await countOf({ direction: 'outbound' })).toBe(34)
    expect(await countOf({ since: new Date(NOW - 10 * HOUR) })).toBe(10)
    expect(await countOf({ until: new Date(NOW - 91 * HOUR) })).toBe(10)
    expect(await countOf({ since: new Date(NOW - 10 * HOUR), until: new Date(NOW - 5 * HOUR) })).toBe(6)
    expect(await countOf({ limit: 7 })).toBe(7)
  })

  test('are merged across conversations, each once', async () => {
    await sync()
    provider = new ModelProvider({ style: 'counted', ids: 'none', growsAtEnd: false, excess: 0 })
    for (let at = 50; at > 0; at -= 1) arrive(`other ${at}`, at + 0.5)
    await sync(OTHER)
    const both = await archive.messages({ participant: [PARTICIPANT, OTHER] }).toArray()
    expect(both).toHaveLength(150)
    const times = both.map(({ timestamp }) => timestamp?.getTime() ?? 0)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(await archive.messages().toArray()).toEqual(both)
  })

  test('of one person are merged by time across addresses, providers and accounts', async () => {
    await using simulator = await startSimulator({ messages: 40 })
    const [number = ''] = simulator.participants
    await archive.sync(createIp1(simulator.ip1), number, { account: 'first' })
    await archive.sync(createSmstools(simulator.smstools), number)
    await archive.sync(createIp1(simulator.ip1), simulator.participants[1] ?? '')
    const times = (await archive.messages({ participant: number }).toArray()).map(
      ({ timestamp }) => timestamp,
    )
    provider = new ModelProvider({ style: 'counted', ids: 'half', growsAtEnd: false, excess: 0 })
    // Their times are between those of the others.
    for (const [at, time] of times.entries())
      provider.insert(provider.make(`mail ${at}`, (time?.getTime() ?? 0) + 1, 'received'), 0)
    await archive.sync(provider.reader, 'Anna@Example.com', { account: 'mail' })
    const query = { participant: [`00${number.slice(1)}`, 'anna@example.com'] }
    const merged = await archive.messages(query).toArray()
    expect(merged).toHaveLength(160)
    expect(new Set(merged.map(({ provider: name, account }) => `${name} ${account}`))).toEqual(
      new Set(['ip1 first', 'smstools default', 'model mail']),
    )
    const sorted = merged.map(({ timestamp }) => timestamp?.getTime() ?? 0)
    expect(sorted).toEqual(sorted.toSorted((one, other) => one - other))
    const newestFirst = await archive.messages({ ...query, order: 'newest-first', pageSize: 9 }).toArray()
    expect(newestFirst).toEqual(merged.toReversed())
    const onlyIp1 = await archive.messages({ ...query, provider: 'ip1' }).toArray()
    expect(onlyIp1).toEqual(merged.filter((message) => message.provider === 'ip1'))
    expect(await archive.messages({ ...query, account: 'mail' }).toArray()).toHaveLength(80)
  })

  test('a message that is in two conversations comes once, with the participant it was first found with', async () => {
    await sync()
    await sync('cid_1')
    expect(await archive.messages().toArray()).toHaveLength(100)
    const both = await archive.messages({ participant: [PARTICIPANT, 'cid_1'] }).toArray()
    expect(both).toHaveLength(100)
    expect(new Set(both.map(({ participant }) => participant))).toEqual(new Set([PARTICIPANT]))
    expect(await archive.messages({ participant: 'cid_1' }).toArray()).toEqual(both)
  })

  test.each(['oldest-first', 'newest-first'] as const)(
    'are resumed from the cursor of any page, %s, with other page sizes, whatever was added meanwhile',
    async (order) => {
      await sync()
      const query = { order, participant: PARTICIPANT }
      const before = await archive.messages(query).toArray()
      const read: string[] = []
      let cursor: string | null | undefined
      for (let pageSize = 7; cursor !== null; pageSize += 5) {
        for await (const page of archive.messages({ ...query, pageSize, cursor }).pages()) {
          read.push(...texts(page.items))
          cursor = page.cursor
          break
        }
        provider.insert(
          provider.make(`new ${pageSize}`, NOW - 100.5 * HOUR, 'received'),
          provider.list.length,
        )
        await sync()
      }
      const known = new Set(texts(before))
      expect(read.filter((text) => known.has(text))).toEqual(texts(before))
    },
  )

  test('without a time stand together, in the order of the provider', async () => {
    provider = new ModelProvider({ style: 'numbered', ids: 'all', growsAtEnd: false, excess: 0 })
    for (let at = 120; at > 0; at -= 1) arrive(`text ${at}`, at)
    await sync()
    expect(texts(await archive.messages().toArray())).toEqual(texts(provider.list))
    expect(await archive.messages({ since: new Date(0) }).toArray()).toEqual([])
  })

  test('without an id keep the number that they were first given', async () => {
    provider = new ModelProvider({ style: 'counted', ids: 'none', growsAtEnd: false, excess: 0 })
    arrive('twin', 1)
    arrive('twin', 1)
    await sync()
    const keys = (await archive.messages().toArray()).map(({ key }) => key)
    arrive('twin', 1)
    await sync()
    const later = (await archive.messages().toArray()).map(({ key }) => key)
    expect(later).toHaveLength(3)
    expect(new Set(later).size).toBe(3)
    expect(later).toEqual(expect.arrayContaining(keys))
  })
})

describe('cursors', () => {
  test('of a provider are `invalid_argument`, and the reverse', async () => {
    await sync()
    const theirs = await cursorOf(provider.reader.messages(PARTICIPANT, { limit: 10 }).pages())
    const ours = await cursorOf(archive.messages({ pageSize: 10 }).pages())
    const invalid = expect.objectContaining({ code: 'invalid_argument' })
    expect(() => archive.messages({ cursor: theirs })).toThrow(invalid)
    expect(() => archive.conversations({ cursor: ours })).toThrow(invalid)
    expect(() => archive.messages({ cursor: ours, direction: 'inbound' })).toThrow(invalid)
    expect(() => archive.changes({ cursor: ours })).toThrow(invalid)
    expect(() => provider.reader.messages(PARTICIPANT, { cursor: ours })).toThrow(invalid)
    await using another = await openArchive(':memory:')
    expect(() => another.messages({ cursor: ours })).toThrow(invalid)
    expect(() => archive.messages({ cursor: ours })).not.toThrow()
  })
})

describe('conversations', () => {
  test('have their counts, times and last message', async () => {
    await sync()
    const before = new Date()
    await sync('Ann@Example.COM')
    const all = await archive.conversations().toArray()
    expect(all.map(({ participant }) => participant).toSorted()).toEqual([PARTICIPANT, 'ann@example.com'])
    expect(all[0]).toEqual({
      id: expect.any(String),
      provider: 'model',
      account: 'default',
      participant: expect.any(String),
      name: null,
      messages: 100,
      firstMessageAt: new Date(NOW - 100 * HOUR),
      lastMessageAt: new Date(NOW - HOUR),
      lastMessage: 'text 1',
      complete: true,
      syncedAt: expect.any(Date),
    })
    const ann = all.find(({ participant }) => participant === 'ann@example.com')
    expect(ann?.syncedAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
    expect(await archive.conversations({ limit: 1 }).toArray()).toEqual(all.slice(0, 1))
    const cursor = await cursorOf(archive.conversations({ pageSize: 1 }).pages())
    expect(await archive.conversations({ cursor }).toArray()).toEqual(all.slice(1))
    expect(await archive.conversations({ account: 'other' }).toArray()).toEqual([])
  })
})

describe('changes', () => {
  test('come in the order of commits, and go on after a cursor', async () => {
    await sync()
    const first = await changesOf()
    expect(first.kinds).toHaveLength(100)
    expect(await changesOf({ cursor: first.cursor })).toEqual({ kinds: [], cursor: undefined })
    arrive('new', 0)
    await sync()
    expect((await changesOf({ cursor: first.cursor })).kinds).toEqual(['added new'])
    const part = await changesOf({ limit: 30 })
    expect([...part.kinds, ...(await changesOf({ cursor: part.cursor })).kinds]).toEqual(
      (await changesOf()).kinds,
    )
  })

  test('include what was changed, once, as it is now', async () => {
    const message = provider.list.find(({ status, id }) => status === 'delivered' && id !== null)
    if (message === undefined) throw new Error('there is one')
    message.status = 'queued'
    await sync()
    const { cursor } = await changesOf()
    for (const status of ['sent', 'delivered'] as const) {
      message.status = status
      await archive.sync(provider.reader, PARTICIPANT, { full: true })
    }
    expect((await changesOf({ cursor })).kinds).toEqual([`updated ${message.text}`])
  })

  test('end when the iteration has caught up, although more is added meanwhile', async () => {
    await sync()
    let count = 0
    for await (const _ of archive.changes()) {
      count += 1
      arrive(`new ${count}`, 0)
      if (count % 20 === 0) await sync()
    }
    expect(count).toBe(100)
  })

  test('reject with the reason of the signal', async () => {
    await sync()
    const reason = new Error('enough')
    const changes = changesOf({ signal: AbortSignal.abort(reason) })
    await expect(changes).rejects.toBe(reason)
  })
})

test.each([
  [{ order: 'random' }],
  [{ direction: 'in' }],
  [{ since: new Date(Number.NaN) }],
  [{ since: new Date(2), until: new Date(1) }],
  [{ participant: 46 }],
  [{ provider: 1 }],
  [{ limit: 0 }],
  [{ pageSize: 10_001 }],
  [{ cursor: 1 }],
  [{ signal: 1 }],
  [{ participants: [] }],
])('messages(%j) is `invalid_argument`', (query) => {
  expect(() => archive.messages(query as object)).toThrow(
    expect.objectContaining({ code: 'invalid_argument' }),
  )
})
