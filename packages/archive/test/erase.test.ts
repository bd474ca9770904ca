import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { type Archive, type Change, type EraseOptions, openArchive } from '@sms/archive'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeArchive } from '../src/make-archive.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { BookProvider, type Letter } from './book-provider.ts'
import { collect } from './collect.ts'

const PERSON = '+46701740605'
const FRIEND = '+4915112345678'
const CHANNEL = 'cid_7'

let archive: Archive
let book: BookProvider
beforeEach(async () => {
  archive = await openArchive(':memory:')
  book = new BookProvider()
})
afterEach(async () => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
  await archive.close()
})

let count = 0
const letter = (from: string | null, others: Partial<Letter> = {}): Letter => {
  count += 1
  return { id: `m${count}`, from, to: 'Acme', text: `text ${count}`, time: count * 1000, ...others }
}
const letters = (from: string, many: number): Letter[] => Array.from({ length: many }, () => letter(from))

async function senders(): Promise<(string | null)[]> {
  return (await archive.messages().toArray()).map(({ from }) => from)
}

async function changes(cursor?: string): Promise<Change[]> {
  return collect(archive.changes({ cursor }))
}

/** Syncs a conversation, and erases the person just before the third page is stored. */
const syncWhileErasing = async (participant: string, options: EraseOptions = {}) => {
  const store = await openSqliteStore(':memory:', true)
  const own = makeArchive(store)
  book.add(participant, ...Array.from({ length: 200 }, (_, at) => letter(at % 2 === 0 ? PERSON : FRIEND)))
  const commit = store.commitPage.bind(store)
  let pages = 0
  let cursors = 0
  store.commitPage = async (lease, page) => {
    pages += 1
    if (pages === 3) await own.erase(PERSON, options)
    if (pages === 4) cursors = page.state.match(/"cursor"/g)?.length ?? 0
    return commit(lease, page)
  }
  const report = await own.sync(book.reader, participant).catch((error: unknown) => error)
  return { own, report, cursors }
}

const invalid = { code: 'invalid_argument' }
const erased = { code: 'erased', message: expect.stringContaining('restoreErased') }

describe('an erasure removes', () => {
  test('the messages of a person in any spelling, and no others', async () => {
    const theirs = [PERSON, '46701740605', '0701740605', 'whatsapp:+46701740605', 'SMS:0046 70 174 06 05']
    const others = ['+46701740606', '+47701740605', '+4670174XXXX', '740605', 'Acme', FRIEND]
    book.add(CHANNEL, ...[...theirs, ...others].map((from) => letter(from)))
    book.add(CHANNEL, letter('Acme', { to: '070-174 06 05' }))
    await archive.sync(book.reader, CHANNEL)
    expect(await archive.erase('+46 (0)70-174 06 05')).toEqual({ messages: 6, conversations: 0, mentions: 0 })
    expect(await senders()).toEqual(others)
  })

  test('the conversations of a person, of every provider and account', async () => {
    const other = new BookProvider('other')
    for (const provider of [book, other]) {
      provider.add(PERSON, letter(PERSON), letter('Acme', { to: '+4670174XXXX' }))
      provider.add(FRIEND, letter(FRIEND))
      for (const account of ['one', 'two'])
        for (const participant of [PERSON, FRIEND])
          await archive.sync(provider.reader, participant, { account })
    }
    expect(await archive.erase(PERSON)).toEqual({ messages: 8, conversations: 4, mentions: 0 })
    expect(await senders()).toEqual([FRIEND, FRIEND, FRIEND, FRIEND])
    const conversations = await archive.conversations().toArray()
    expect(conversations.map(({ participant }) => participant)).toEqual([FRIEND, FRIEND, FRIEND, FRIEND])
  })

  test('a message that is in a conversation with the person, whoever it is from', async () => {
    const shared = letter('+4670174XXXX')
    book.add(CHANNEL, shared, letter(FRIEND))
    book.add(PERSON, shared)
    await archive.sync(book.reader, CHANNEL)
    await archive.sync(book.reader, PERSON)
    expect(await archive.erase(PERSON)).toMatchObject({ messages: 1 })
    expect(await senders()).toEqual([FRIEND])
  })

  test('an e-mail address in any case, and a sender name as it is', async () => {
    book.add(
      CHANNEL,
      letter('Anna@Example.com'),
      letter('email:anna@example.com'),
      letter('acme'),
      letter('Acme'),
    )
    await archive.sync(book.reader, CHANNEL)
    expect(await archive.erase('ANNA@example.com')).toMatchObject({ messages: 2 })
    book.add(CHANNEL, letter('acme', { to: null }))
    await archive.sync(book.reader, CHANNEL)
    expect(await archive.erase('acme', { remember: false })).toMatchObject({ messages: 2 })
    expect(await senders()).toEqual(['Acme'])
  })

  test('no message of someone in another country who has the same national number', async () => {
    const norwegian = '+47701740605'
    book.add(norwegian, letter('0701740605', { to: 'Acme' }))
    await archive.sync(book.reader, norwegian)
    expect(await archive.erase(PERSON)).toMatchObject({ messages: 0 })
    book.add(norwegian, letter('0701740605'))
    expect(await archive.sync(book.reader, norwegian)).toMatchObject({ added: 1, complete: true })
    expect(await senders()).toEqual(['0701740605', '0701740605'])
  })

  test('nothing if the options are unusable', async () => {
    book.add(PERSON, letter(PERSON))
    await archive.sync(book.reader, PERSON)
    for (const participant of ['0701740605', '070-174 06 05', '', ' '])
      await expect(archive.erase(participant)).rejects.toMatchObject(invalid)
    await expect(archive.erase(PERSON, JSON.parse('{"remember":1}'))).rejects.toMatchObject(invalid)
    await expect(archive.erase(PERSON, JSON.parse('{"forget":true}'))).rejects.toMatchObject(invalid)
    expect(await senders()).toEqual([PERSON])
  })
})

describe('after an erasure', () => {
  test('a conversation that has lost messages is right', async () => {
    const kept = [letter(FRIEND), letter(FRIEND)]
    book.add(CHANNEL, letter(PERSON), ...kept, letter(PERSON))
    await archive.sync(book.reader, CHANNEL)
    await archive.erase(PERSON)
    expect(await archive.conversations().toArray()).toMatchObject([
      {
        messages: 2,
        firstMessageAt: new Date(kept[0]?.time ?? 0),
        lastMessageAt: new Date(kept[1]?.time ?? 0),
        lastMessage: kept[1]?.text,
        complete: true,
      },
    ])
    expect(await archive.messages({ order: 'newest-first' }).toArray()).toHaveLength(2)
    expect(await archive.search('text').toArray()).toHaveLength(2)
  })

  test('a conversation that has lost all its messages has lost its name', async () => {
    book.names.set(CHANNEL, 'Anna')
    book.add(CHANNEL, letter(PERSON))
    await collect(archive.syncAll(book.reader))
    expect(await archive.conversations().toArray()).toMatchObject([{ name: 'Anna' }])
    await archive.erase(PERSON)
    const empty = { name: null, messages: 0, firstMessageAt: null, lastMessage: null }
    expect(await archive.conversations().toArray()).toMatchObject([empty])
    await collect(archive.syncAll(book.reader))
    expect(await archive.conversations().toArray()).toMatchObject([empty])
    book.add(CHANNEL, letter(FRIEND))
    await collect(archive.syncAll(book.reader))
    expect(await archive.conversations().toArray()).toMatchObject([{ name: 'Anna', messages: 1 }])
  })

  test('no sync stores the person again, in any spelling', async () => {
    book.add(PERSON, letter(PERSON))
    await archive.sync(book.reader, PERSON)
    await archive.erase(PERSON)
    for (const spelling of [PERSON, '46701740605', '0046 70 174 06 05'])
      await expect(archive.sync(book.reader, spelling)).rejects.toMatchObject(erased)
    await expect(archive.sync(book.reader, PERSON, { account: 'other' })).rejects.toMatchObject(erased)
    book.add(CHANNEL, ...['whatsapp:+46701740605', '0701740605', FRIEND].map((from) => letter(from)))
    book.add(CHANNEL, letter('Acme', { to: PERSON }))
    expect(await archive.sync(book.reader, CHANNEL)).toMatchObject({ added: 1, complete: true })
    expect(await senders()).toEqual([FRIEND])
    expect(await archive.conversations().toArray()).toMatchObject([{ participant: CHANNEL, messages: 1 }])
  })

  test('`syncAll` leaves the person out, without a report', async () => {
    book.add(PERSON, letter(PERSON))
    book.add(FRIEND, letter(FRIEND))
    await archive.erase(PERSON)
    const reports = await collect(archive.syncAll(book.reader))
    expect(reports).toMatchObject([{ participant: FRIEND, added: 1, error: null }])
    expect(await archive.conversations().toArray()).toHaveLength(1)
    const restored = await collect(archive.syncAll(book.reader, { restoreErased: true }))
    expect(restored).toMatchObject([{ participant: PERSON, added: 1 }, { participant: FRIEND }])
  })

  test('`restoreErased` stores the person again, for good', async () => {
    book.add(PERSON, letter(PERSON))
    book.add(CHANNEL, letter('0701740605'), letter(FRIEND))
    await archive.sync(book.reader, PERSON)
    await archive.sync(book.reader, CHANNEL)
    await archive.erase(PERSON)
    expect(await archive.sync(book.reader, PERSON, { restoreErased: true })).toMatchObject({ added: 1 })
    expect(await archive.sync(book.reader, PERSON)).toMatchObject({ added: 0, complete: true })
    expect(await archive.sync(book.reader, CHANNEL, { full: true })).toMatchObject({
      added: 1,
      complete: true,
    })
    expect((await senders()).toSorted()).toEqual(['0701740605', FRIEND, PERSON].toSorted())
    await expect(archive.sync(book.reader, PERSON, JSON.parse('{"restoreErased":1}'))).rejects.toMatchObject(
      invalid,
    )
  })

  test('without `remember`, the next sync stores the person again', async () => {
    book.add(PERSON, letter(PERSON))
    await archive.sync(book.reader, PERSON)
    expect(await archive.erase(PERSON, { remember: false })).toMatchObject({ messages: 1 })
    expect(await senders()).toEqual([])
    expect(await archive.sync(book.reader, PERSON)).toMatchObject({ added: 1, complete: true })
  })

  test.each([{ isNewestFirst: true }, { isNewestFirst: false }])(
    'syncs of other conversations need as few requests as before, newest first: $isNewestFirst',
    async (order) => {
      const requestsOf = async (isErased: boolean): Promise<number[]> => {
        const provider = new BookProvider('book', order)
        await using own = await openArchive(':memory:')
        for (let at = 0; at < 300; at += 1) provider.add(CHANNEL, letter(at % 3 === 0 ? FRIEND : PERSON))
        await own.sync(provider.reader, CHANNEL)
        if (isErased) await own.erase(PERSON)
        await own.sync(provider.reader, CHANNEL)
        const needed: number[] = []
        for (const arrivals of [0, 3, 0, 60, 0]) {
          for (let at = 0; at < arrivals; at += 1)
            provider.add(CHANNEL, letter(at % 2 === 0 ? FRIEND : PERSON))
          const { requests, complete, added } = await own.sync(provider.reader, CHANNEL)
          expect(complete).toBe(true)
          expect(added).toBe(isErased ? Math.ceil(arrivals / 2) : arrivals)
          needed.push(requests)
        }
        return needed
      }
      expect(await requestsOf(true)).toEqual(await requestsOf(false))
    },
  )

  test('remaining texts that show the person are counted', async () => {
    book.add(FRIEND, letter(FRIEND, { text: 'Call 070-174 06 05, please' }))
    book.add(
      FRIEND,
      letter(FRIEND, { text: 'or +46 (0)70 1740605!' }),
      letter(FRIEND, { text: '46701740605' }),
    )
    book.add(FRIEND, letter(FRIEND, { text: '070/1740605' }), letter(FRIEND, { text: '+46 70 174 06 06' }))
    book.add(FRIEND, letter(FRIEND, { text: 'write anna@example.com' }))
    book.add(
      FRIEND,
      letter(FRIEND, { text: 'Anna@Example.com.' }),
      letter(FRIEND, { text: 'joanna@example.com' }),
    )
    await archive.sync(book.reader, FRIEND)
    expect(await archive.erase(PERSON)).toEqual({ messages: 0, conversations: 0, mentions: 4 })
    expect(await archive.erase('anna@example.com')).toEqual({ messages: 0, conversations: 0, mentions: 2 })
    expect(await senders()).toHaveLength(8)
  })

  test('the changes report it in commit order, and nothing of the person', async () => {
    book.add(PERSON, letter(PERSON))
    book.add(CHANNEL, letter('0701740605'), letter(FRIEND))
    await archive.sync(book.reader, PERSON)
    await archive.sync(book.reader, CHANNEL)
    const before = await changes()
    expect(before.map(({ kind }) => kind)).toEqual(['added', 'added', 'added'])
    await archive.erase(PERSON)
    book.add(CHANNEL, letter(FRIEND))
    await archive.sync(book.reader, CHANNEL)
    const after = await changes(before.at(-1)?.cursor)
    const [theirs, others] = [before[0]?.conversation, before[1]?.conversation]
    expect(after.slice(0, -1).map(({ kind }) => kind)).not.toContain('added')
    expect(new Set(after.slice(0, -1).map(({ conversation }) => conversation))).toEqual(
      new Set([theirs, others]),
    )
    expect(after.at(-1)).toMatchObject({ kind: 'added', conversation: others })
    const all = await changes()
    expect(all.map(({ kind }) => kind)).toEqual(['added', 'erased', 'erased', 'added'])
    expect(JSON.stringify(all)).not.toContain('701740605')
    expect(await changes(all[0]?.cursor)).toEqual(all.slice(1))
    expect(Object.keys(all[1] ?? {}).toSorted()).toEqual(['conversation', 'cursor', 'kind'])
  })

  test('a new conversation does not get the id of one that is gone', async () => {
    book.add(PERSON, letter(PERSON))
    await archive.sync(book.reader, PERSON)
    const [before] = await archive.conversations().toArray()
    await archive.erase(PERSON)
    book.add(FRIEND, letter(FRIEND))
    await archive.sync(book.reader, FRIEND)
    const [after] = await archive.conversations().toArray()
    expect(after?.id).not.toBe(before?.id)
  })
})

test('a sync that is under way when its participant is erased rejects, and stores nothing more', async () => {
  book.add(PERSON, ...letters(PERSON, 300))
  // All responses but the first wait for it.
  let erasure: Promise<unknown> | null = null
  book.beforeResponse = async () => {
    await erasure
  }
  const onPage = (): void => {
    erasure ??= archive.erase(PERSON)
  }
  await expect(archive.sync(book.reader, PERSON, { concurrency: 1, onPage })).rejects.toMatchObject(erased)
  await erasure
  expect(await archive.messages().toArray()).toEqual([])
  expect(await archive.conversations().toArray()).toEqual([])
})

test('a sync that is under way when its participant is erased and not remembered rejects, too', async () => {
  const { own, report } = await syncWhileErasing(PERSON, { remember: false })
  expect(report).toMatchObject({ code: 'erased', message: expect.stringContaining('Sync it again') })
  expect(await own.messages().toArray()).toEqual([])
  await own.close()
})

test.each([true, false])(
  'a sync whose participant is erased after its last page rejects (remembered: %s)',
  async (remember) => {
    const store = await openSqliteStore(':memory:', true)
    const own = makeArchive(store)
    book.add(PERSON, letter(PERSON))
    const commit = store.commitPage.bind(store)
    store.commitPage = async (lease, page) => {
      const result = await commit(lease, page)
      await own.erase(PERSON, { remember })
      return result
    }
    await expect(own.sync(book.reader, PERSON)).rejects.toMatchObject({ code: 'erased' })
    expect(await own.conversations().toArray()).toEqual([])
    await own.close()
  },
)

test('a sync that is under way when someone else is erased goes on without that person', async () => {
  book.add(CHANNEL, ...Array.from({ length: 300 }, (_, at) => letter(at % 2 === 0 ? FRIEND : PERSON)))
  // All responses but the first wait for it.
  let erasure: Promise<unknown> | null = null
  book.beforeResponse = async () => {
    await erasure
  }
  const onPage = (): void => {
    erasure ??= archive.erase(PERSON)
  }
  expect(await archive.sync(book.reader, CHANNEL, { concurrency: 1, onPage })).toMatchObject({
    complete: true,
    error: null,
  })
  await erasure
  expect(await senders()).toEqual(Array.from({ length: 150 }, () => FRIEND))
  expect(await archive.sync(book.reader, CHANNEL, { full: true })).toMatchObject({ added: 0, complete: true })
})

describe('a page that was compared before an erasure is compared again', () => {
  test('if it is of the person', async () => {
    const { own, report } = await syncWhileErasing(PERSON)
    expect(report).toMatchObject(erased)
    expect(await own.conversations().toArray()).toEqual([])
    await own.close()
  })

  test('if it is of another conversation', async () => {
    const { own, report, cursors } = await syncWhileErasing(CHANNEL)
    expect(report).toMatchObject({ complete: true, error: null })
    // The ones from before the erasure may name its messages.
    expect(cursors).toBe(1)
    const stored = await own.messages().toArray()
    expect(stored.map(({ from }) => from)).toEqual(Array.from({ length: 100 }, () => FRIEND))
    expect(await own.sync(book.reader, CHANNEL)).toMatchObject({ added: 0, complete: true })
    // Where to resume is known again.
    expect(await own.sync(book.reader, CHANNEL)).toMatchObject({ requests: 1 })
    await own.close()
  })
})

test.each([PERSON, CHANNEL])(
  'what a sync of %s stores just before a conversation is removed is erased too',
  async (participant) => {
    const store = await openSqliteStore(':memory:', true)
    const own = makeArchive(store)
    book.add(participant, letter(PERSON), letter(participant === PERSON ? PERSON : FRIEND))
    await own.sync(book.reader, participant)
    const eraseConversations = store.eraseConversations.bind(store)
    let calls = 0
    store.eraseConversations = async (rows) => {
      calls += 1
      if (calls === 1) await own.sync(book.reader, participant, { full: true })
      return eraseConversations(rows)
    }
    await own.erase(PERSON, { remember: false })
    const left = participant === PERSON ? 0 : 1
    expect(await store.readBodies(0, 10)).toHaveLength(left)
    expect(await store.readRoutes(0, 10)).toHaveLength(left)
    await own.close()
  },
)

test('no digest is computed while no erasure is remembered, and then one for each address', async () => {
  const scrypt = vi.spyOn(crypto, 'scrypt')
  syncBuiltinESMExports()
  book.add(CHANNEL, ...letters(FRIEND, 200))
  await archive.erase(PERSON, { remember: false })
  await archive.sync(book.reader, CHANNEL)
  expect(scrypt).not.toHaveBeenCalled()
  await archive.erase(PERSON)
  const forErasure = scrypt.mock.calls.length
  expect(forErasure).toBe(3)
  await archive.sync(book.reader, CHANNEL, { full: true })
  await archive.sync(book.reader, CHANNEL, { full: true })
  // Its own name, the friend and Acme.
  expect(scrypt.mock.calls.length - forErasure).toBe(3)
})

test('the archive says who is remembered as erased, in any spelling', async () => {
  book.add(PERSON, letter(PERSON))
  await archive.sync(book.reader, PERSON)
  expect(await archive.isErased(PERSON)).toBe(false)
  await archive.erase(PERSON)
  await archive.erase('Anna@example.com')
  await archive.erase(FRIEND, { remember: false })
  const asked = [PERSON, '0046 70 174 06 05', 'anna@EXAMPLE.com', FRIEND, '+46701740606']
  expect(await Promise.all(asked.map((one) => archive.isErased(one)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  await expect(archive.isErased('0701740605')).rejects.toMatchObject(invalid)
  await archive.sync(book.reader, PERSON, { restoreErased: true })
  expect(await archive.isErased(PERSON)).toBe(false)
})
