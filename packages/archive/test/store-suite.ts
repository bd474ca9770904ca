import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  leftOutKey,
  NO_KEY,
  OLD_KEY,
  parseBody,
  searchTerms,
  type ArchiveRecord,
  type AttachmentRecord,
  type ErasedBatch,
  type ErasurePlace,
  type ListEnd,
  type MessageRecord,
  type MessageName,
  type MessagesQuery,
  type MessageWithAttachments,
  type NewMember,
  type PageCommit,
  type PersonRows,
  type Store,
  type StoredChange,
  type StoredMessage,
} from '@sms/archive/store'
import { collect } from './collect.ts'
import { hasTerms } from './has-terms.ts'

const NAME = { provider: 'model', account: 'default', participant: '+46701740605' }
const NEVER = (): boolean => false
const LATER = 60_000
const ANY = { after: -Infinity, before: Infinity }
const EVERYWHERE = { ranks: ANY, positions: ANY, oldest: -Infinity, newerThan: Infinity, kept: null }

const KINDS = [
  'settings',
  'conversation',
  'route',
  'content',
  'message',
  'shared member',
  'left out',
  'erasure',
  'erased address',
  'pending erasure',
]

/** What every store must do, whatever its database. `open` returns a new, empty one with a search index. */
export function testStore(database: string, open: () => Promise<Store>): void {
  describe(`${database}:`, () => {
    let store: Store
    let conversation: number
    beforeEach(async () => {
      store = await open()
      conversation = (await store.openConversation(NAME)).id
      return () => store.close()
    })

    const lease = async (of: number = conversation, owner: string = 'one') => {
      const taken = await store.acquireLease(of, { owner, expires: Date.now() + LATER }, NEVER)
      if (taken === null) throw new Error('the lease is taken')
      return taken
    }
    const list = async (of: number = conversation): Promise<string[]> => {
      const members = await store.readWindow(of, null, 1000)
      return members.map(({ key, isAbsent }) => (isAbsent ? `(${key})` : key))
    }

    /** How many messages of a person each batch removes. */
    const eraseAll = async (
      rows: PersonRows,
      limit: number,
      afterBatch: () => Promise<unknown> = async () => undefined,
    ): Promise<number[]> => {
      const removed: number[] = []
      let after: ErasurePlace | null = null
      do {
        const batch: ErasedBatch = await store.eraseMessages(rows, after, limit)
        removed.push(batch.removed)
        await afterBatch()
        after = batch.next
      } while (after !== null)
      return removed
    }

    const due = (before: number, limit = 10) => store.findDueAttachments(conversation, before, limit)
    const onlyDue = async (): Promise<MessageWithAttachments> => {
      const [message] = await due(LATER)
      if (message === undefined) throw new Error('Nothing is due.')
      return message
    }

    /** Stores something of every kind of record, and all that a record may say. */
    const fill = async (): Promise<void> => {
      const [other, empty, person] = await Promise.all(
        ['cid_1', 'cid_2', 'person'].map(async (participant) =>
          store.openConversation({ ...NAME, participant }),
        ),
      )
      if (other === undefined || empty === undefined || person === undefined) return
      const a = recordOf('a', { text: 'about \ud83d', time: 9000, refreshFrom: 9000, hasAttachments: true })
      const timed = { time: 8000, hasId: false }
      const added = [
        member('old', 0),
        { position: 1, sortTime: 9000, rank: 1.5, record: a },
        member('twin', 2, timed),
        member('twin', 3, timed),
        member('incoming', 4, { time: 7000, direction: 'inbound' }),
      ]
      const held = await lease()
      await store.commitPage(
        held,
        pageOf({ added, leftOut: leftOutAt(5), requestedAt: 1500, receivedAt: 1500 }),
      )
      const { messageId } = await onlyDue()
      await store.storeAttachment(messageId, storedFile(0, 'one'))
      await store.storeAttachment(messageId, failedFile(1, 700))
      const delivered = { ...a, status: 'delivered' } as const
      await store.commitPage(
        held,
        pageOf({
          changed: [{ messageId, record: delivered }],
          passed: [
            { after: 2.5, before: 3.5, except: [] },
            { after: 4.5, before: null, except: [] },
          ],
          requestedAt: 2500,
          receivedAt: 2600,
        }),
      )
      const [, , gone] = await store.readWindow(conversation, null, 3)
      const vanished = [gone?.messageId ?? 0]
      await store.concludeSync(held, { vanished, vanishedAt: 5000, state: '{"stretches":[]}' })
      await store.releaseLease(held, true)
      const shared = { position: 7, sortTime: 9000, rank: 1.5, record: delivered }
      const again = pageOf({ added: [shared, member('b', 8)], receivedAt: 2700 })
      await store.commitPage(await lease(other.id), again)
      await store.describeConversation(other.id, { name: 'Ann', knownTime: 12_000, entries: 'digest' })
      await store.commitPage(await lease(person.id), pageOf({ added: [member('p', 0)] }))
      await store.beginErasure('person', ['own', 'national'])
      const rows = { conversations: [person.id], routes: [] }
      await store.eraseMessages(rows, null, 99)
      await store.eraseConversations(rows)
      await store.beginPruning(2000)
      await store.pruneMessages(2000, 0, 99)
    }

    test('a conversation is made once, and found again', async () => {
      expect(await store.findConversation({ ...NAME, account: 'other' })).toBeNull()
      expect(await store.openConversation(NAME)).toEqual({
        id: conversation,
        state: null,
        messages: 0,
        isComplete: false,
        knownTime: null,
        entries: null,
      })
      expect((await store.openConversation({ ...NAME, account: 'other' })).id).not.toBe(conversation)
      expect(await store.findConversations({}, [NAME.participant])).toHaveLength(2)
      expect(await store.findConversations({ account: 'other' }, [NAME.participant, '?'])).toHaveLength(1)
    })

    test('a lease is held by one owner until it is released, or is over', async () => {
      const first = await lease()
      const claim = { owner: 'two', expires: Date.now() + LATER }
      expect(await store.acquireLease(conversation, claim, NEVER)).toBeNull()
      const holders: unknown[] = []
      const taken = await store.acquireLease(conversation, claim, (holder) => {
        holders.push(holder)
        return true
      })
      expect(holders).toEqual([{ owner: 'one', expires: expect.any(Number) }])
      expect(taken?.version).toBeGreaterThan(first.version)
      // The one who has lost it changes nothing any more.
      await store.releaseLease(first, false)
      expect(await store.acquireLease(conversation, claim, NEVER)).toBeNull()
      if (taken !== null) await store.releaseLease(taken, false)
      expect(await store.acquireLease(conversation, claim, NEVER)).not.toBeNull()
    })

    test('a conversation is complete from the end of a sync to the first page of the next one', async () => {
      const isComplete = async () => (await store.openConversation(NAME)).isComplete
      const first = await lease()
      await store.commitPage(first, pageOf({ added: [member('a', 0)] }))
      expect(await isComplete()).toBe(false)
      await store.releaseLease(first, true)
      expect(await isComplete()).toBe(true)
      // A sync that fails before its first page has learnt nothing.
      await store.releaseLease(await lease(), false)
      expect(await isComplete()).toBe(true)
      const cut = await lease()
      await store.commitPage(cut, pageOf({}))
      await store.releaseLease(cut, false)
      expect(await isComplete()).toBe(false)
    })

    test('a lease that is lost makes no conversation complete', async () => {
      const lost = await lease()
      const taken = await store.acquireLease(
        conversation,
        { owner: 'two', expires: Date.now() + LATER },
        () => true,
      )
      await expect(store.releaseLease(lost, true)).rejects.toMatchObject({ code: 'busy' })
      expect((await store.openConversation(NAME)).isComplete).toBe(false)
      await store.eraseConversations({ conversations: [conversation], routes: [] })
      const gone = taken ?? lost
      await expect(store.releaseLease(gone, true)).rejects.toMatchObject({ code: 'erased' })
    })

    test('nothing is stored without a lease, or after its end', async () => {
      const lost = await lease()
      await store.acquireLease(conversation, { owner: 'two', expires: Date.now() + LATER }, () => true)
      const page = pageOf({ added: [member('a', 0)] })
      await expect(store.commitPage(lost, page)).rejects.toMatchObject({ code: 'busy' })
      const other = (await store.openConversation({ ...NAME, account: 'other' })).id
      const ended = await lease(other)
      await store.renewLease(ended, Date.now() - 1)
      await expect(store.commitPage(ended, page)).rejects.toMatchObject({ code: 'busy' })
      expect(await store.lastChange()).toBe(0)
      expect(await list(other)).toEqual([])
    })

    test('a page, the state and the counts of the conversation are stored together', async () => {
      const added = [member('b', 1, { time: 2000 }), member('a', 0, { time: 1000 }), member('c', 2)]
      const result = await store.commitPage(await lease(), pageOf({ added, state: '{"x":1}' }))
      expect(result).toEqual({ added: 3, updated: 0, messages: 3 })
      expect(await list()).toEqual(['a', 'b', 'c'])
      expect(await store.openConversation(NAME)).toMatchObject({
        state: '{"x":1}',
        messages: 3,
        knownTime: 2000,
      })
      expect(await store.readConversations({}, null, 10)).toMatchObject([
        {
          participant: NAME.participant,
          messages: 3,
          firstTime: 1000,
          lastTime: 2000,
          lastBody: bodyOf('b'),
        },
      ])
    })

    test('a window begins after a position, and is as long as it may be', async () => {
      await store.commitPage(
        await lease(),
        pageOf({ added: ['a', 'b', 'c', 'd'].map((key, at) => member(key, at / 2)) }),
      )
      const window = await store.readWindow(conversation, 0, 2)
      expect(window.map(({ key, position }) => [key, position])).toEqual([
        ['b', 0.5],
        ['c', 1],
      ])
      expect(await store.countListed(conversation, 0.5, 1)).toBe(2)
      expect(await store.countListed(conversation, null, null)).toBe(4)
      expect(await store.findAbove(conversation, 1, 2)).toBe(0)
      expect(await store.findAbove(conversation, 1, 3)).toBeNull()
    })

    test('members are found by their keys, all copies of them', async () => {
      const copies = [
        member('twin', 0, { hasId: false }),
        member('twin', 1, { hasId: false }),
        member('a', 2),
      ]
      await store.commitPage(await lease(), pageOf({ added: copies }))
      const found = await store.findMembers(conversation, ['a', 'twin', 'none'])
      expect(found.map(({ key, hasId, position }) => [key, hasId, position])).toEqual([
        ['twin', false, 0],
        ['twin', false, 1],
        ['a', true, 2],
      ])
    })

    test('a key may have any length', async () => {
      // No database makes it shorter.
      const digests = Array.from({ length: 1000 }, (_, at) =>
        createHash('sha512').update(`${at}`).digest('base64'),
      )
      const keys = [1, 100, 1000].map((length) => digests.slice(-length).join(''))
      const held = await lease()
      await store.commitPage(held, pageOf({ added: keys.map((key, at) => member(key, at)) }))
      expect(keysOf(await store.findMembers(conversation, keys))).toEqual(keys)
      await store.commitPage(held, pageOf({ added: keys.map((key, at) => member(key, at)) }))
      expect(await list()).toEqual(keys)
    })

    test('messages are found by keys with what a database cannot store as it is', async () => {
      const keys = ['a\0', 'a\ud83d', 'a\udc4d', 'a\ufffe', 'a\ufffe0000', 'a"\\', 'a']
      const added = keys.map((key, position) => member(key, position))
      await store.commitPage(await lease(), pageOf({ added }))
      expect(keysOf(await store.findMembers(conversation, keys))).toEqual(keys)
    })

    test('what a page has passed is absent until it is listed again', async () => {
      const held = await lease()
      await store.commitPage(held, pageOf({ added: ['a', 'b', 'c', 'd'].map((key, at) => member(key, at)) }))
      const [a] = await store.readWindow(conversation, null, 1)
      const passed = [{ after: null, before: 3, except: [a?.messageId ?? 0] }]
      await store.commitPage(held, pageOf({ passed }))
      expect(await list()).toEqual(['a', '(b)', '(c)', 'd'])
      expect(await store.countListed(conversation, null, null)).toBe(2)
      const [, b, c] = await store.readWindow(conversation, null, 3)
      await store.commitPage(
        held,
        pageOf({ returned: [b?.messageId ?? 0], moved: [{ messageId: c?.messageId ?? 0, position: 9 }] }),
      )
      expect(await list()).toEqual(['a', 'b', 'd', 'c'])
    })

    test('a message without an id that was passed is the copy that is listed elsewhere', async () => {
      const held = await lease()
      await store.commitPage(held, pageOf({ added: [member('twin', 0, { hasId: false })] }))
      const passed = [{ after: null, before: null, except: [] }]
      const moved = [member('twin', 5, { hasId: false }), member('twin', 6, { hasId: false })]
      expect(await store.commitPage(held, pageOf({ passed, added: moved }))).toMatchObject({
        added: 1,
        messages: 2,
      })
      expect(await list()).toEqual(['twin', 'twin'])
    })

    test('a message of two conversations is stored once', async () => {
      await store.commitPage(await lease(), pageOf({ added: [member('a', 0, { time: 1 })] }))
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const held = await lease(other)
      const result = await store.commitPage(
        held,
        pageOf({ added: [member('a', 7), member('b', 8, { time: 2 })] }),
      )
      expect(result).toMatchObject({ added: 2, messages: 2 })
      expect(await list(other)).toEqual(['a', 'b'])
      const query = { conversations: null, order: 'oldest-first' } as const
      expect(keysOf(await store.readMessages(query, null, 10))).toEqual(['a', 'b'])
      const both = { ...query, conversations: [conversation, other] }
      expect(keysOf(await store.readMessages(both, null, 10))).toEqual(['a', 'b'])
      expect(keysOf(await store.readMessages({ ...query, conversations: [other] }, null, 10))).toEqual([
        'a',
        'b',
      ])
    })

    test('a long page adds what is stored nowhere, whatever stands between', async () => {
      const { id: other } = await store.openConversation({ ...NAME, participant: 'cid_1' })
      const shared = [3, 31, 32, 99]
      await store.commitPage(
        await lease(other),
        pageOf({ added: shared.map((position) => member(`message ${position}`, position)) }),
      )
      const before = await store.lastChange()
      const added = Array.from({ length: 100 }, (_, position) =>
        position % 10 === 5 ? twin(position) : member(`message ${position}`, position),
      )
      const result = await store.commitPage(await lease(), pageOf({ added }))
      expect(result).toMatchObject({ added: 100, messages: 100 })
      expect(await list()).toEqual(added.map(({ record }) => record.key))
      const changes = await store.readChanges(before, await store.lastChange(), 1000)
      expect(changes.map((change) => change.kind)).toEqual(Array.from({ length: 96 }, () => 'added'))
      const messages = await store.readMessages(
        { conversations: [conversation], order: 'oldest-first' },
        null,
        1000,
      )
      const repeats = messages.filter(({ key }) => key === 'twin').map(({ repeat }) => repeat)
      expect(repeats).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    })

    test('messages that another conversation brought have positions, gaps and statuses of their own', async () => {
      await store.commitPage(await lease(), pageOf({ added: [member('a', 0), member('c', 1)] }))
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const held = await lease(other)
      const added = [
        member('b', 2),
        member('a', 2.5, { refreshFrom: 100, status: 'delivered' }),
        member('d', 3),
        member('c', 7),
      ]
      await store.commitPage(held, pageOf({ added }))
      expect(await list(other)).toEqual(['b', 'a', 'd', 'c'])
      expect(await store.findAbove(other, 7, 2)).toBe(2.5)
      expect(await store.findUnsettled(other, 50, null)).toEqual({ first: 2.5, last: 2.5 })
      const keys = ['a', 'b', 'c', 'd']
      expect(keysOf(await store.findMembers(other, keys))).toEqual(['b', 'a', 'd', 'c'])
      expect(keysOf(await store.findMembers(conversation, keys))).toEqual(['a', 'c'])
      await store.commitPage(held, pageOf({ passed: [{ after: 2, before: null, except: [] }] }))
      expect(await list(other)).toEqual(['b', '(a)', '(d)', '(c)'])
      expect(await store.countListed(other, null, null)).toBe(1)
      expect(await list()).toEqual(['a', 'c'])
      const [, a, , c] = await store.readWindow(other, null, 4)
      await store.commitPage(
        held,
        pageOf({ returned: [a?.messageId ?? 0], moved: [{ messageId: c?.messageId ?? 0, position: 1 }] }),
      )
      expect(await list(other)).toEqual(['c', 'b', 'a', '(d)'])
      await store.respace(held, { breaks: [], marks: [2.5], state: ([mark]) => `{"mark":${mark}}` })
      expect((await store.readWindow(other, null, 9)).map(({ position }) => position)).toEqual([1, 2, 3, 4])
      expect(await store.openConversation({ ...NAME, participant: 'cid_1' })).toMatchObject({
        state: '{"mark":3}',
      })
      expect(await list()).toEqual(['a', 'c'])
    })

    test('a copy without an id that is absent in a conversation that shares it is found again there', async () => {
      await store.commitPage(await lease(), pageOf({ added: [twin(0)] }))
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const held = await lease(other)
      expect(await store.commitPage(held, pageOf({ added: [twin(5)] }))).toMatchObject({ added: 1 })
      const passed = [{ after: null, before: null, except: [] }]
      expect(await store.commitPage(held, pageOf({ passed, added: [twin(9)] }))).toMatchObject({ added: 0 })
      expect(await store.readWindow(other, null, 9)).toMatchObject([{ position: 9, isAbsent: false }])
      const query = { conversations: null, order: 'oldest-first' } as const
      expect(await store.readMessages(query, null, 9)).toHaveLength(1)
    })

    test('a message is changed by a later response only, and keeps its statuses', async () => {
      const held = await lease()
      await store.commitPage(
        held,
        pageOf({ added: [member('a', 0, { status: 'queued' })], receivedAt: 1000 }),
      )
      const [a] = await store.readWindow(conversation, null, 1)
      const change = (status: MessageRecord['status'], requestedAt: number, receivedAt: number) => {
        const changed = [{ messageId: a?.messageId ?? 0, record: member('a', 0, { status }).record }]
        return store.commitPage(held, pageOf({ changed, requestedAt, receivedAt }))
      }
      expect(await change('sending', 999, 3000)).toMatchObject({ updated: 0 })
      expect(await change('sent', 1500, 2000)).toMatchObject({ updated: 1 })
      expect(await change('sent', 2500, 2600)).toMatchObject({ updated: 0 })
      expect(await change('delivered', 2700, 2800)).toMatchObject({ updated: 1 })
      const [stored] = await store.readMessages({ conversations: null, order: 'oldest-first' }, null, 1)
      expect(stored).toMatchObject({ status: 'delivered', firstSeen: 1000 })
      expect(stored?.statuses).toEqual([
        { status: 'queued', seenAt: 1000 },
        { status: 'sent', seenAt: 2000 },
        { status: 'delivered', seenAt: 2800 },
      ])
    })

    test('the messages are found whose status may change', async () => {
      const added = [1, 2, 3, 4].map((at) =>
        member(`m${at}`, at, { refreshFrom: at === 4 ? null : at * 100 }),
      )
      await store.commitPage(await lease(), pageOf({ added }))
      expect(await store.findUnsettled(conversation, 100, null)).toEqual({ first: 2, last: 3 })
      expect(await store.findUnsettled(conversation, 100, 2)).toEqual({ first: 2, last: 2 })
      expect(await store.findUnsettled(conversation, 300, null)).toBeNull()
    })

    test('a message that is passed again, long enough after, is surely absent', async () => {
      const held = await lease()
      const added = ['a', 'b', 'c'].map((key, at) => member(key, at, { time: at * 1000 }))
      await store.commitPage(held, pageOf({ added }))
      const pass = (receivedAt: number, absentBefore: number) =>
        store.commitPage(
          held,
          pageOf({ receivedAt, absentBefore, passed: [{ after: 0, before: 2, except: [] }] }),
        )
      const absent = () => store.findAbsent(conversation, EVERYWHERE)
      expect(await absent()).toEqual([])
      await pass(1000, 0)
      const first = await absent()
      expect(first).toMatchObject([{ key: 'b', absentSince: 1000, isConfirmed: false }])
      await pass(1999, 999)
      expect(await absent()).toEqual(first)
      await pass(2000, 1000)
      expect(await absent()).toMatchObject([{ key: 'b', absentSince: 1000, isConfirmed: true }])
      expect(await store.findAbsent(conversation, { ...EVERYWHERE, ranks: { after: 1, before: 9 } })).toEqual(
        [],
      )
      expect(await store.findAbsent(conversation, { ...EVERYWHERE, oldest: 1000 })).toEqual([])
      const newer = { ...EVERYWHERE, oldest: 1000, newerThan: 999 }
      expect(await store.findAbsent(conversation, newer)).toHaveLength(1)
      const keptFrom = (from: number, after: number) =>
        store.findAbsent(conversation, {
          ...EVERYWHERE,
          oldest: 1000,
          kept: { positions: { after, before: Infinity }, from },
        })
      expect(await keptFrom(1000, 0)).toHaveLength(1)
      expect(await keptFrom(1001, 0)).toEqual([])
      expect(await keptFrom(1000, 1)).toEqual([])
      await store.commitPage(held, pageOf({ returned: [first[0]?.messageId ?? 0] }))
      expect(await absent()).toEqual([])
    })

    test('the ends of a list are read without what is not listed', async () => {
      const held = await lease()
      const added = ['a', 'b', 'c'].map((key, at) => member(key, at, { time: at * 1000 }))
      await store.commitPage(held, pageOf({ added: [...added, twin(3)] }))
      await store.commitPage(held, pageOf({ passed: [{ after: null, before: 1, except: [] }] }))
      expect(await store.readListedEnd(conversation, 'top', 1)).toEqual([
        { position: 1, rank: 1, time: 1000 },
      ])
      expect(await store.readListedEnd(conversation, 'end', 2)).toEqual([
        { position: 3, rank: null, time: null },
        { position: 2, rank: 2, time: 2000 },
      ])
    })

    test('what has vanished is marked, is a change, and is marked no more when it is listed again', async () => {
      const held = await lease()
      await store.commitPage(held, pageOf({ added: [member('a', 0), member('b', 1)] }))
      const [a] = await store.readWindow(conversation, null, 1)
      const vanished = [a?.messageId ?? 0]
      await store.commitPage(held, pageOf({ passed: [{ after: null, before: 1, except: [] }] }))
      const conclusion = { vanished, vanishedAt: 5000, state: '{"x":2}' }
      expect(await store.concludeSync(held, conclusion)).toBe(1)
      expect(await store.concludeSync(held, conclusion)).toBe(0)
      expect(await store.openConversation(NAME)).toMatchObject({ state: '{"x":2}', messages: 2 })
      expect(await store.countPresent(conversation)).toBe(1)
      expect(await store.findAbsent(conversation, EVERYWHERE)).toEqual([])
      const last = await store.lastChange()
      expect(await store.readChanges(last - 1, last, 10)).toMatchObject([
        { sequence: last, kind: 'vanished', message: { key: 'a', vanishedAt: 5000 } },
      ])
      expect(await store.commitPage(held, pageOf({ returned: vanished }))).toMatchObject({ updated: 1 })
      expect(await store.readChanges(last, last + 1, 10)).toMatchObject([
        { sequence: last + 1, kind: 'updated', message: { key: 'a', vanishedAt: null } },
      ])
      await store.acquireLease(conversation, { owner: 'two', expires: Date.now() + LATER }, () => true)
      await expect(store.concludeSync(held, conclusion)).rejects.toMatchObject({ code: 'busy' })
    })

    test('a message that another conversation lists has not vanished', async () => {
      const held = await lease()
      await store.commitPage(held, pageOf({ added: [member('a', 0)] }))
      const other = (await store.openConversation({ ...NAME, participant: 'Acme' })).id
      const shared = await lease(other)
      await store.commitPage(shared, pageOf({ added: [member('a', 7)] }))
      const pass = async (of: typeof held): Promise<void> => {
        const passed = [{ after: null, before: null, except: [] }]
        await store.commitPage(of, pageOf({ passed, receivedAt: 1000 }))
        await store.commitPage(of, pageOf({ passed, receivedAt: 2000, absentBefore: 1000 }))
      }
      await pass(held)
      expect(await store.findAbsent(conversation, EVERYWHERE)).toEqual([])
      const [a] = await store.readWindow(conversation, null, 1)
      const conclusion = { vanished: [a?.messageId ?? 0], vanishedAt: 5000, state: '{}' }
      expect(await store.concludeSync(held, conclusion)).toBe(0)
      expect(await store.readMembers(conversation, null, 10)).toMatchObject([
        { key: 'a', isShared: false, isListedElsewhere: true, absentSince: 1000 },
      ])
      expect(await store.readMembers(other, null, 10)).toMatchObject([
        { key: 'a', position: 7, isShared: true, isListedElsewhere: false, absentSince: null },
      ])
      await pass(shared)
      expect(await store.findAbsent(conversation, EVERYWHERE)).toHaveLength(1)
      expect(await store.findAbsent(other, EVERYWHERE)).toHaveLength(1)
      expect(await store.concludeSync(shared, conclusion)).toBe(1)
      // A third conversation that lists it shows that it is there.
      const third = await lease((await store.openConversation({ ...NAME, participant: 'Third' })).id)
      expect(await store.commitPage(third, pageOf({ added: [member('a', 0)] }))).toMatchObject({
        added: 1,
        updated: 1,
      })
    })

    test('members are read from any place in the order of the archive', async () => {
      const added = ['a', 'b', 'c'].map((key, at) => member(key, -at, { time: at, refreshFrom: at }))
      const held = await lease()
      await store.commitPage(held, pageOf({ added: [...added, twin(9), twin(10)] }))
      const all = await store.readMembers(conversation, null, 10)
      expect(all.map(({ key, repeat }) => [key, repeat])).toEqual([
        ['a', null],
        ['twin', 0],
        ['twin', 1],
        ['b', null],
        ['c', null],
      ])
      expect(all[3]).toMatchObject({ time: 1, refreshFrom: 1, vanishedAt: null, body: bodyOf('b') })
      expect(await store.readMembers(conversation, all[1] ?? null, 2)).toEqual(all.slice(2, 4))
      const last = await store.lastChange()
      const change = { messageId: all[0]?.id ?? 0, record: recordOf('a', { text: 'edited' }) }
      await store.commitPage(held, pageOf({ changed: [change] }))
      expect((await store.readMembers(conversation, null, 1))[0]?.sequence).toBe(last + 1)
    })

    test('changes come in the order of commits', async () => {
      const held = await lease()
      await store.commitPage(held, pageOf({ added: [member('a', 0), member('b', 1)] }))
      const before = await store.lastChange()
      const [a] = await store.readWindow(conversation, null, 1)
      const record = member('a', 0, { status: 'read' }).record
      await store.commitPage(held, pageOf({ changed: [{ messageId: a?.messageId ?? 0, record }] }))
      await store.commitPage(held, pageOf({ added: [member('c', 2)] }))
      const end = await store.lastChange()
      const all = await store.readChanges(0, end, 10)
      expect(all.map(nameOfChange)).toEqual(['added a', 'added b', 'updated a', 'added c'])
      expect(await store.readChanges(before, end, 10)).toEqual(all.slice(2))
      expect(await store.readChanges(before, end, 1)).toEqual(all.slice(2, 3))
      expect(await store.readChanges(0, before, 10)).toHaveLength(2)
    })

    test('messages are read in the order of the archive, from any place in it', async () => {
      const times = [3000, 1000, 2000, 2000, null]
      const added = times.map((time, at) =>
        member(`m${at}`, at, { time, direction: at % 2 ? 'inbound' : 'outbound' }),
      )
      await store.commitPage(await lease(), pageOf({ added }))
      const up = { conversations: [conversation], order: 'oldest-first' } as const
      const all = await store.readMessages(up, null, 10)
      expect(keysOf(all)).toEqual(['m4', 'm1', 'm2', 'm3', 'm0'])
      const down = await store.readMessages({ ...up, order: 'newest-first' }, null, 10)
      expect(keysOf(down)).toEqual(keysOf(all).toReversed())
      expect(keysOf(await store.readMessages(up, all[1] ?? null, 2))).toEqual(['m2', 'm3'])
      expect(keysOf(await store.readMessages({ ...up, since: 2000 }, null, 10))).toEqual(['m2', 'm3', 'm0'])
      expect(keysOf(await store.readMessages({ ...up, until: 2000 }, null, 10))).toEqual(['m1', 'm2', 'm3'])
      expect(keysOf(await store.readMessages({ ...up, direction: 'inbound' }, null, 10))).toEqual([
        'm1',
        'm3',
      ])
      const everywhere = { ...up, conversations: null }
      expect(keysOf(await store.readMessages(everywhere, null, 10))).toEqual(keysOf(all))
      expect(await store.readMessages({ ...everywhere, provider: 'other' }, null, 10)).toEqual([])
      expect(await store.readMessages({ ...everywhere, account: 'default' }, null, 10)).toHaveLength(5)
    })

    test('messages of all conversations are merged, from any place in their order', async () => {
      for (const [at, participant] of ['one', 'two', 'three'].entries()) {
        const { id } = await store.openConversation({ ...NAME, participant })
        const added = [0, 3, 6, 9].map((hour) => member(`m${at + hour}`, hour, { time: at + hour }))
        await store.commitPage(await lease(id), pageOf({ added }))
      }
      const expected = Array.from({ length: 12 }, (_, at) => `m${at}`)
      for (const order of ['oldest-first', 'newest-first'] as const) {
        const read: StoredMessage[] = []
        for (let page = 0; page < 4; page += 1)
          read.push(...(await store.readMessages({ conversations: null, order }, read.at(-1) ?? null, 3)))
        expect(keysOf(read)).toEqual(order === 'oldest-first' ? expected : expected.toReversed())
      }
    })

    test('messages of some conversations are merged, and those of one account', async () => {
      const ids: number[] = []
      for (const [account, names] of [
        ['a', ['m0', 'm2', 'm4']],
        ['b', ['m1', 'm3', 'm5']],
        ['b', ['n0', 'n2', 'n4']],
      ] as const) {
        const participant = names.join(' ')
        const { id } = await store.openConversation({ ...NAME, account, participant })
        const added = names.map((name, at) => member(name, at, { time: Number(name.slice(1)) }))
        await store.commitPage(await lease(id), pageOf({ added }))
        ids.push(id)
      }
      const query = { conversations: ids.slice(0, 2), order: 'newest-first' } as const
      const read: StoredMessage[] = []
      for (let page = 0; page < 4; page += 1)
        read.push(...(await store.readMessages(query, read.at(-1) ?? null, 2)))
      expect(keysOf(read)).toEqual(['m5', 'm4', 'm3', 'm2', 'm1', 'm0'])
      const ofAccount = { conversations: null, account: 'b', order: 'oldest-first' } as const
      expect(keysOf(await store.readMessages(ofAccount, null, 10))).toEqual([
        'n0',
        'm1',
        'n2',
        'm3',
        'n4',
        'm5',
      ])
      const late = { ...query, since: 2, until: 3 }
      expect(keysOf(await store.readMessages(late, null, 10))).toEqual(['m3', 'm2'])
    })

    test('conversations are read by their last message', async () => {
      for (const [participant, time] of [
        ['one', 1000],
        ['two', 3000],
        ['three', 2000],
      ] as const) {
        const { id } = await store.openConversation({ ...NAME, participant })
        await store.commitPage(await lease(id), pageOf({ added: [member(participant, 0, { time })] }))
      }
      const all = await store.readConversations({}, null, 10)
      expect(all.map(({ participant }) => participant)).toEqual(['two', 'three', 'one'])
      expect(await store.readConversations({}, all[0] ?? null, 1)).toEqual(all.slice(1, 2))
      expect(await store.readConversations({ provider: 'other' }, null, 10)).toEqual([])
      await store.describeConversation(all[2]?.id ?? 0, { name: 'Ann', knownTime: 9000, entries: 'digest' })
      expect((await store.readConversations({}, null, 1))[0]).toMatchObject({
        participant: 'one',
        name: 'Ann',
      })
      expect(await store.openConversation({ ...NAME, participant: 'one' })).toMatchObject({
        knownTime: 9000,
        entries: 'digest',
      })
    })

    test('positions are numbered anew, with a gap before each break', async () => {
      const held = await lease()
      const positions = [-5, 0.25, 0.5, 7]
      await store.commitPage(held, pageOf({ added: positions.map((at) => member(`m${at}`, at)) }))
      let moved: readonly number[] = []
      await store.respace(held, {
        breaks: [7],
        marks: [0.5, 7],
        state: (marks) => {
          moved = marks
          return '{"moved":true}'
        },
      })
      const window = await store.readWindow(conversation, null, 10)
      expect(window.map(({ key }) => key)).toEqual(positions.map((at) => `m${at}`))
      expect(window.slice(0, 3).map(({ position }) => position)).toEqual([1, 2, 3])
      expect(moved).toEqual([window[2]?.position, window[3]?.position])
      expect((window[3]?.position ?? 0) - 3).toBeGreaterThan(1e9)
      expect(await store.openConversation(NAME)).toMatchObject({ state: '{"moved":true}' })
    })

    const find = async (text: string, query: Partial<MessagesQuery> = {}): Promise<string[]> => {
      const selected = {
        conversations: null,
        order: 'newest-first',
        terms: searchTerms(text),
        ...query,
      } as const
      return keysOf(await store.readMessages(selected, null, 10))
    }
    const addTexts = async (texts: readonly string[], others: Partial<MessageRecord> = {}): Promise<void> => {
      const added = texts.map((text, at) => {
        const record = recordOf(`m${at}`, { text, time: at, ...others })
        return { position: at, sortTime: at, rank: 0, record }
      })
      await store.commitPage(await lease(), pageOf({ added }))
    }

    test('messages that have vanished are left out of readings and searches that say so', async () => {
      const held = await lease()
      const added = ['a', 'b', 'c'].map((key, at) => ({
        ...member(key, at),
        record: recordOf(key, { text: `one ${key}` }),
      }))
      await store.commitPage(held, pageOf({ added }))
      const [, b] = await store.readWindow(conversation, null, 2)
      const passed = [{ after: 0, before: 2, except: [] }]
      await store.commitPage(held, pageOf({ passed }))
      const vanished = [b?.messageId ?? 0]
      expect(await store.concludeSync(held, { vanished, vanishedAt: 5000, state: '{}' })).toBe(1)
      const order = 'oldest-first'
      for (const conversations of [null, [conversation]]) {
        const query = { conversations, order, withoutVanished: true } as const
        const first = await store.readMessages(query, null, 1)
        expect(keysOf(first)).toEqual(['a'])
        expect(keysOf(await store.readMessages(query, first[0] ?? null, 9))).toEqual(['c'])
        expect(await store.readMessages({ conversations, order }, null, 9)).toHaveLength(3)
      }
      expect(await find('one', { withoutVanished: true })).toEqual(['c', 'a'])
      expect(await find('one')).toEqual(['c', 'b', 'a'])
    })

    test('messages are found by all terms, in the order of the archive, from any place in it', async () => {
      await addTexts(['one two three', 'three two one', 'one two', 'two'])
      expect(await find('two one')).toEqual(['m2', 'm1', 'm0'])
      expect(await find('two one', { order: 'oldest-first' })).toEqual(['m0', 'm1', 'm2'])
      expect(await find('tw thr')).toEqual([])
      expect(await find('two thr')).toEqual(['m1', 'm0'])
      expect(await find('"two three"')).toEqual(['m0'])
      expect(await find('"two thr')).toEqual(['m0'])
      expect(await find('"two thr"')).toEqual([])
      expect(await find('"one two" thr')).toEqual(['m0'])
      const query = { conversations: null, order: 'newest-first', terms: searchTerms('two') } as const
      const first = await store.readMessages(query, null, 2)
      expect(keysOf(first)).toEqual(['m3', 'm2'])
      expect(keysOf(await store.readMessages(query, first[1] ?? null, 2))).toEqual(['m1', 'm0'])
    })

    test('of the messages with some terms, a query selects as of all', async () => {
      await addTexts(['word', 'word', 'word', 'other'], { direction: 'inbound' })
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const record = recordOf('o', { text: 'word', time: 9 })
      // Also lists a message of the first conversation.
      const shared = recordOf('m0', { text: 'word', time: 0, direction: 'inbound' })
      const added = [
        { position: 0, sortTime: 9, rank: 0, record },
        { position: 1, sortTime: 0, rank: 0, record: shared },
      ]
      await store.commitPage(await lease(other), pageOf({ added }))
      expect(await find('word')).toEqual(['o', 'm2', 'm1', 'm0'])
      expect(await find('word', { conversations: [conversation] })).toEqual(['m2', 'm1', 'm0'])
      expect(await find('word', { conversations: [other] })).toEqual(['o', 'm0'])
      expect(await find('word', { conversations: [] })).toEqual([])
      expect(await find('word', { conversations: [other, conversation] })).toEqual(['o', 'm2', 'm1', 'm0'])
      expect(await find('word', { direction: 'outbound' })).toEqual(['o'])
      expect(await find('word', { since: 1, until: 2 })).toEqual(['m2', 'm1'])
      expect(await find('word', { account: 'other' })).toEqual([])
    })

    test('a message is found by the names of its attachments', async () => {
      const attachments = [
        ['Invoice 4711.pdf', 'https://files.example/x', null],
        [null, 'https://files.example/y', null],
      ]
      await addTexts([''], { body: JSON.stringify(['hi', null, null, null, attachments]) })
      expect(await find('4711 invoice hi')).toEqual(['m0'])
      expect(await find('example')).toEqual([])
    })

    test('a message is found by its text as it is now', async () => {
      await addTexts(['an old secret', 'another', '👍'])
      const members = await store.readWindow(conversation, null, 3)
      const held = await store.acquireLease(
        conversation,
        { owner: 'two', expires: Date.now() + LATER },
        () => true,
      )
      if (held === null) throw new Error('the lease is free')
      const change = async (at: number, text: string): Promise<void> => {
        const record = recordOf(`m${at}`, { text, time: at })
        await store.commitPage(
          held,
          pageOf({ changed: [{ messageId: members[at]?.messageId ?? 0, record }] }),
        )
      }
      await change(0, 'an old joke')
      expect(await find('secret')).toEqual([])
      expect(await find('old joke')).toEqual(['m0'])
      await change(0, '')
      expect(await find('old')).toEqual([])
      await change(2, 'a word')
      expect(await find('word')).toEqual(['m2'])
      expect(await find('another')).toEqual(['m1'])
    })

    test('what a store with the search index has stored is in it', async () => {
      expect(await store.extendIndex(1)).toBe(true)
      await addTexts(['one', 'two'])
      expect(await store.extendIndex(1)).toBe(true)
    })

    test('the first 10 000 words of a message are indexed', async () => {
      const words = Array.from({ length: 10_001 }, (_, at) => `w${at}`)
      await addTexts([words.join(' ')])
      expect(await find('"w9999"')).toEqual(['m0'])
      expect(await find('"w10000"')).toEqual([])
      expect(await find(words.slice(0, 10_000).join(' '))).toEqual(['m0'])
    })

    test('the first 300 000 code units of the words of a message are indexed', async () => {
      // Of four bytes in UTF-8.
      const letters = Array.from({ length: 16 }, (_, at) => String.fromCodePoint(0x10330 + at))
      const words = Array.from({ length: 2400 }, (_, at) => {
        const digits = at.toString(16).padStart(64, '0')
        return [...digits].map((digit) => letters[Number.parseInt(digit, 16)]).join('')
      })
      await addTexts([words.join(' ')])
      expect(await find(`"${words[2342]}"`)).toEqual(['m0'])
      expect(await find(`"${words[2343]}"`)).toEqual([])
    })

    test.each(
      [
        [
          'x*',
          '^x',
          'NEAR(x y)',
          'NEAR(x y, 2)',
          'tokens : x',
          '-tokens:x',
          'x AND NOT y',
          'x OR',
          '(x',
          'x + y',
        ],
        [
          '{x y}: z',
          "x'y",
          '"x',
          '""x',
          '"x"""y"',
          '\\x',
          'x\0y',
          'x; DROP TABLE message',
          '$x',
          '?1 x',
          '%x',
          '_x',
        ],
        ['x & !y', 'x | y', 'x <-> y', 'x:*', ':x', "'x':A", '<x>', '@x', 'x--', '/*x*/'],
      ].flat(),
    )('%j is no syntax', async (text) => {
      await addTexts(['x y z', `what ${text} means`, 'x or near and not'])
      const terms = searchTerms(text)
      const messages = ['x or near and not', `what ${text} means`, 'x y z']
      const expected = messages.flatMap((message, at) => (hasTerms(message, terms) ? [`m${2 - at}`] : []))
      expect(await find(text)).toEqual(expected)
      expect(expected).toContain('m1')
    })

    test('a page that was made by other rules is not stored', async () => {
      const held = await lease()
      const page = pageOf({ added: [member('a', 0)] })
      await store.beginErasure('someone', ['digest'])
      expect(await store.commitPage(held, page)).toBeNull()
      expect(await list()).toEqual([])
      const { version } = await store.readRules()
      expect(await store.commitPage(held, { ...page, rules: version })).toMatchObject({ added: 1 })
    })

    test('the place of an old message is found from both ends, unless it is not listed any more', async () => {
      const held = await lease()
      const place = (end: ListEnd, count: number | null) => store.findOldPlace(conversation, end, count)
      expect(await place('top', null)).toBeNull()
      const old = [1, 2, 4].map((position) => ({ position, key: OLD_KEY }))
      await store.commitPage(held, pageOf({ leftOut: [...leftOutAt(0, 3, 5), ...old] }))
      expect(await Promise.all([place('top', null), place('end', null)])).toEqual([1, 4])
      expect(await Promise.all([place('top', 2), place('end', 2)])).toEqual([2, 2])
      expect(await Promise.all([place('top', 9), place('end', 9)])).toEqual([1, 4])
      await store.commitPage(held, pageOf({ passed: [{ after: null, before: 2, except: [] }] }))
      expect(await Promise.all([place('top', null), place('top', 9)])).toEqual([2, 1])
    })

    test('a message that is left out has a place in the list, and nothing else', async () => {
      const held = await lease()
      const result = await store.commitPage(
        held,
        pageOf({ added: [member('a', 0)], leftOut: leftOutAt(1, 2) }),
      )
      expect(result).toEqual({ added: 1, updated: 0, messages: 1 })
      const window = await store.readWindow(conversation, null, 10)
      expect(window.map(({ key, isLeftOut, position }) => [key, isLeftOut, position])).toEqual([
        ['a', false, 0],
        ['', true, 1],
        ['', true, 2],
      ])
      expect(await store.countListed(conversation, null, null)).toBe(3)
      expect(await store.findAbove(conversation, 2, 1)).toBe(1)
      expect(await store.findLeftOut(conversation, [''])).toEqual([])
      const [a, first] = window
      const passed = [{ after: null, before: 2, except: [a?.messageId ?? 0] }]
      await store.commitPage(held, pageOf({ passed }))
      expect(await list()).toEqual(['a', '()', ''])
      await store.commitPage(held, pageOf({ returned: [first?.messageId ?? 0] }))
      expect(await list()).toEqual(['a', '', ''])
      await store.respace(held, { breaks: [], marks: [], state: () => '{}' })
      expect((await store.readWindow(conversation, null, 9)).map(({ position }) => position)).toEqual([
        1, 2, 3,
      ])
      expect(await store.readMessages({ conversations: null, order: 'oldest-first' }, null, 9)).toHaveLength(
        1,
      )
    })

    test('the digests of a person are remembered until they are forgotten', async () => {
      expect(await store.readRules()).toEqual({
        version: 0,
        salt: expect.stringMatching(/^[\da-f]{32}$/),
        hasErased: false,
        prunedBefore: null,
      })
      await store.beginErasure('one', ['own', 'national'])
      await store.beginErasure('two', ['other', 'national'])
      await store.beginErasure('three', [])
      expect((await store.readPendingErasures()).toSorted()).toEqual(['one', 'three', 'two'])
      await store.endErasure('one')
      expect((await store.readPendingErasures()).toSorted()).toEqual(['three', 'two'])
      expect(await store.hasErased(['none'])).toBe(false)
      expect(await store.hasErased(['none', 'own'])).toBe(true)
      const { version, hasErased } = await store.readRules()
      expect(hasErased).toBe(true)
      await store.forgetErasure('own')
      expect((await store.readRules()).version).toBeGreaterThan(version)
      expect([await store.hasErased(['own']), await store.hasErased(['national'])]).toEqual([false, true])
      await store.forgetErasure('other')
      expect(await store.readRules()).toMatchObject({ hasErased: false })
    })

    test('what a person is found by is read in the order of ids', async () => {
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const addresses = ['one', 'two'].map((from) => JSON.stringify(['sms', from, null]))
      const added = addresses.map((from, at) => member(`m${at}`, at, { addresses: from }))
      await store.commitPage(await lease(other), pageOf({ added }))
      expect(await store.readParticipants(0, 9)).toEqual([
        { id: conversation, participant: NAME.participant },
        { id: other, participant: 'cid_1' },
      ])
      expect(await store.readParticipants(conversation, 9)).toHaveLength(1)
      expect(await store.readParticipants(0, 1)).toHaveLength(1)
      const routes = await store.readRoutes(0, 9)
      expect(routes).toMatchObject(
        addresses.map((from) => ({ conversation: other, participant: 'cid_1', addresses: from })),
      )
      expect(await store.readRoutes(routes[0]?.id ?? 0, 9)).toEqual(routes.slice(1))
      const bodies = await store.readBodies(0, 9)
      expect(bodies.map(({ body }) => body)).toEqual([bodyOf('m0'), bodyOf('m1')])
      expect(await store.readBodies(bodies[0]?.id ?? 0, 9)).toEqual(bodies.slice(1))
    })

    test('the messages of a person are erased in batches, and keep their places in other conversations', async () => {
      await store.commitPage(await lease(), pageOf({ added: [member('a', 0), member('b', 1)] }))
      const other = (await store.openConversation({ ...NAME, participant: 'cid_1' })).id
      const held = await lease(other)
      const addresses = JSON.stringify(['sms', 'person', null])
      const state = '{"stretches":[{"first":0,"last":9,"marks":[{"position":1,"cursor":"c"}]}],"excess":2}'
      const added = [
        member('a', 1),
        member('c', 2, { time: 2000 }),
        member('d', 3, { time: 1000, addresses }),
        member('e', 4, { time: 3000, addresses, status: 'queued' }),
      ]
      await store.commitPage(held, pageOf({ added, state }))
      await store.describeConversation(other, { name: 'Ann', knownTime: null, entries: 'digest' })
      const route = (await store.readRoutes(0, 9)).find((one) => one.addresses === addresses)
      const rows = { conversations: [conversation], routes: [route?.id ?? 0] }
      const before = await store.lastChange()
      const removed = await eraseAll(rows, 3)
      expect(removed.length).toBeGreaterThan(1)
      expect(removed.reduce((sum, batch) => sum + batch)).toBe(4)
      expect(await eraseAll(rows, 9)).toEqual([0])
      expect(await store.eraseConversations(rows)).toBe(1)
      expect(await list(other)).toEqual(['', 'c', '', ''])
      expect(await store.findConversation(NAME)).toBeNull()
      expect(await store.readRoutes(0, 9)).toHaveLength(1)
      expect(await store.openConversation({ ...NAME, participant: 'cid_1' })).toMatchObject({
        messages: 1,
        entries: null,
        state: '{"stretches":[{"first":0,"last":9,"marks":[]}],"excess":2}',
      })
      expect(await store.readConversations({}, null, 9)).toMatchObject([
        { name: 'Ann', messages: 1, firstTime: 2000, lastTime: 2000, lastBody: bodyOf('c'), activity: 2000 },
      ])
      const changes = await store.readChanges(0, await store.lastChange(), 9)
      expect(changes.map(nameOfChange)).toEqual(['added c', `erased ${other}`, `erased ${conversation}`])
      expect(changes[1]?.sequence).toBeGreaterThan(before)
      expect(await store.wipe(true)).toBe(true)
    })

    test('a batch of erasing looks at so many messages, whosever they are', async () => {
      const addresses = JSON.stringify(['sms', 'person', null])
      const ofPerson = new Set([0, 3, 4])
      const added = Array.from({ length: 5 }, (_, at) =>
        member(`m${at}`, at, { time: (at + 1) * 1000, ...(ofPerson.has(at) ? { addresses } : {}) }),
      )
      await store.commitPage(await lease(), pageOf({ added }))
      const routes = await store.readRoutes(0, 9)
      const rows = {
        conversations: [],
        routes: routes.filter((one) => one.addresses === addresses).map(({ id }) => id),
      }
      const times = async () => {
        const [of] = await store.readConversations({}, null, 9)
        return { messages: of?.messages, firstTime: of?.firstTime, lastTime: of?.lastTime }
      }
      const seen: unknown[] = []
      expect(await eraseAll(rows, 2, async () => seen.push(await times()))).toEqual([1, 1, 1])
      expect(seen).toEqual([
        { messages: 4, firstTime: 2000, lastTime: 5000 },
        { messages: 3, firstTime: 2000, lastTime: 5000 },
        { messages: 2, firstTime: 2000, lastTime: 3000 },
      ])
      expect(await list()).toEqual(['', 'm1', 'm2', '', ''])
    })

    test('old messages are pruned in batches, and known again by their keys if they have no time', async () => {
      const held = await lease()
      const added = [1000, 3000, null, null].map((time, at) => member(`m${at}`, at, { time }))
      await store.commitPage(held, pageOf({ added, receivedAt: 1500 }))
      await store.beginPruning(2000)
      await store.beginPruning(1000)
      expect(await store.readRules()).toMatchObject({ prunedBefore: 2000 })
      const first = await store.pruneMessages(2000, 0, 2)
      expect(first).toEqual({ removed: 1, last: expect.any(Number) })
      const second = await store.pruneMessages(2000, first.last ?? 0, 2)
      expect(second).toEqual({ removed: 2, last: expect.any(Number) })
      expect(await store.pruneMessages(2000, second.last ?? 0, 2)).toEqual({ removed: 0, last: null })
      await store.endPruning(1000)
      expect(await store.readPendingPruning()).toBe(2000)
      await store.endPruning(2000)
      expect(await store.readPendingPruning()).toBeNull()
      const key = leftOutKey(store.id, 'm2')
      expect(await list()).toEqual([OLD_KEY, 'm1', key, leftOutKey(store.id, 'm3')])
      expect(await store.findLeftOut(conversation, [OLD_KEY])).toEqual([])
      expect(await store.findLeftOut(conversation, [key, 'm1'])).toMatchObject([
        { key, hasId: true, isLeftOut: true, position: 2 },
      ])
      expect(await store.readConversations({}, null, 9)).toMatchObject([{ messages: 1, firstTime: 3000 }])
      expect(await store.wipe(true)).toBe(true)
    })

    test('every text comes back as it was', async () => {
      const texts = ['\ud83d', '\u0000', '\u{1f600}', '"\\\n', 'ΟΔΟΣ']
      const added = texts.map((text, at) => ({
        ...member(`m${at}`, at),
        record: recordOf(`m${at}`, { text }),
      }))
      await store.commitPage(await lease(), pageOf({ added }))
      const stored = await store.readMessages({ conversations: null, order: 'oldest-first' }, null, 10)
      expect(stored.map(({ body }) => parseBody(body, null).text)).toEqual(texts)
    })
    describe('attachments:', () => {
      test('messages that have some are due until they are settled, the newest first', async () => {
        const added = [
          member('a', 0, { hasAttachments: true }),
          member('none', 1),
          member('twin', 2, { hasAttachments: true, hasId: false }),
        ]
        await store.commitPage(await lease(), pageOf({ added }))
        const found = await due(1)
        expect(found.map(({ key, repeat }) => [key, repeat])).toEqual([
          ['twin', 0],
          ['a', null],
        ])
        expect(await due(1, 1)).toEqual(found.slice(0, 1))
        const [newest, a] = found
        if (newest === undefined || a === undefined) return
        await store.settleAttachments(newest, null)
        await store.settleAttachments(a, 500)
        expect(await due(500)).toEqual([])
        expect((await due(501)).map(({ key }) => key)).toEqual(['a'])
        await store.retryAttachments(conversation)
        expect((await due(1)).map(({ key }) => key)).toEqual(['a'])
      })

      test('what is known of each is kept, and replaced', async () => {
        await store.commitPage(await lease(), pageOf({ added: [member('a', 0, { hasAttachments: true })] }))
        const { messageId, body } = await onlyDue()
        expect(await store.readAttachment(named('a'), 0)).toEqual({ body, stored: null, content: null })
        await store.storeAttachment(messageId, failedFile(0, 700))
        await store.storeAttachment(messageId, storedFile(1, 'one'))
        const { content: _none, ...known } = failedFile(0, 700)
        expect(await store.readAttachment(named('a'), 0)).toEqual({ body, stored: known, content: null })
        expect((await onlyDue()).stored.map(({ index, sha256 }) => [index, sha256 !== null])).toEqual([
          [0, false],
          [1, true],
        ])
        await store.retryAttachments(conversation)
        expect((await onlyDue()).stored.map(({ retryAt }) => retryAt)).toEqual([0, null])
        await store.storeAttachment(messageId, storedFile(0, 'two'))
        const read = await store.readAttachment(named('a'), 0)
        expect(Buffer.from(read?.content ?? []).toString()).toBe('two')
        expect(await store.readAttachment(named('a', 0), 0)).toBeNull()
        expect(await store.readAttachment(named('b'), 0)).toBeNull()
      })

      test('a message that has changed meanwhile stays due, and one that is gone stores nothing', async () => {
        const record = recordOf('a', { hasAttachments: true })
        const held = await lease()
        await store.commitPage(held, pageOf({ added: [{ ...member('a', 0), record }] }))
        const before = await onlyDue()
        const { messageId } = before
        await store.settleAttachments(before, null)
        const changed = [{ messageId, record: recordOf('a', { text: 'new', hasAttachments: true }) }]
        await store.commitPage(held, pageOf({ changed, requestedAt: Date.now() + 1 }))
        await store.settleAttachments(before, null)
        expect((await onlyDue()).body).toBe(bodyOf('new'))
        await store.storeAttachment(messageId + 100, storedFile(0, 'lost'))
        expect(await due(LATER)).toHaveLength(1)
      })

      test('new addresses replace the old ones of a message that is due, and are no change', async () => {
        const added = [member('a', 0, { hasAttachments: true }), member('b', 1, { hasAttachments: true })]
        const held = await lease()
        await store.commitPage(held, pageOf({ added }))
        const [b, a] = await due(LATER)
        if (a === undefined || b === undefined) return
        await store.settleAttachments(b, null)
        const last = await store.lastChange()
        const readdressed = [a, b].map(({ messageId }) => ({ messageId, body: bodyOf('signed') }))
        await store.commitPage(held, pageOf({ readdressed, requestedAt: Date.now() + 1 }))
        expect((await store.readAttachment(named('a'), 0))?.body).toBe(bodyOf('signed'))
        expect((await store.readAttachment(named('b'), 0))?.body).toBe(bodyOf('b'))
        expect(await store.lastChange()).toBe(last)
      })

      test('those of a message in two conversations are due in both', async () => {
        const added = [member('a', 0, { hasAttachments: true })]
        await store.commitPage(await lease(), pageOf({ added }))
        const other = (await store.openConversation({ ...NAME, participant: 'Acme' })).id
        await store.commitPage(await lease(other), pageOf({ added }))
        expect((await store.findDueAttachments(other, 1, 10)).map(({ key }) => key)).toEqual(['a'])
      })
    })

    describe('copies:', () => {
      let copy: Store
      beforeEach(async () => {
        copy = await open()
        return () => copy.close()
      })

      test('a store is filled with all that another one has', async () => {
        await fill()
        const records = await dumpOf(store)
        expect([...new Set(records.map(({ kind }) => kind))]).toEqual(KINDS)
        const checked: ArchiveRecord[] = []
        await copy.load(store.dump(), async (stored) => {
          checked.push(...(await collect(stored)).flat())
        })
        expect(checked).toEqual(records)
        expect(await dumpOf(copy)).toEqual(records)
        const expected = await readAll(store)
        expect(await readAll(copy)).toEqual(expected)
        expect(expected).toMatchObject({
          found: [{ key: 'a' }],
          hasErased: true,
          pending: [['person'], 2000],
        })
      })

      test('numbers that a copy gives are higher than those that it was filled with', async () => {
        await fill()
        const last = await store.lastChange()
        const ids = (await dumpOf(store)).flatMap((record) =>
          record.kind === 'conversation' ? record.id : record.kind === 'erasure' ? record.conversation : [],
        )
        await copy.load(store.dump(), noCheck)
        const next = await copy.openConversation({ ...NAME, provider: 'other', participant: 'next' })
        expect(next.id).toBeGreaterThan(Math.max(...ids))
        const { version } = await copy.readRules()
        const held = await copy.acquireLease(
          conversation,
          { owner: 'one', expires: Date.now() + LATER },
          NEVER,
        )
        if (held === null) throw new Error('The lease was copied.')
        const addresses = JSON.stringify(['rcs', 'new', null])
        const page = {
          added: [member('new', 20, { time: 9500, addresses })],
          leftOut: leftOutAt(21, 22),
          rules: version,
        }
        expect(await copy.commitPage(held, pageOf(page))).toMatchObject({ added: 1 })
        const changes = await copy.readChanges(last, await copy.lastChange(), 9)
        expect(changes.map(nameOfChange)).toEqual(['added new'])
        const window = await copy.readWindow(conversation, 10, 9)
        expect(window.map(({ key, position }) => [key, position])).toEqual([
          ['new', 20],
          ['', 21],
          ['', 22],
        ])
        const newest = { conversations: null, order: 'newest-first', terms: searchTerms('new') } as const
        expect(keysOf(await copy.readMessages(newest, null, 1))).toEqual(['new'])
      })

      test('the copy of an empty store is the same archive', async () => {
        await copy.load(store.dump(), noCheck)
        expect(copy.id).toBe(store.id)
        expect(await copy.readRules()).toEqual(await store.readRules())
      })

      test('a store that was used is not filled, and stays as it was', async () => {
        await fill()
        const used: readonly ((one: Store) => Promise<unknown>)[] = [
          (one) => one.openConversation(NAME),
          (one) => one.beginPruning(1000),
          (one) => one.beginErasure('someone', []),
        ]
        for (const use of used) {
          const one = await open()
          await use(one)
          const before = await dumpOf(one)
          await expect(one.load(store.dump(), noCheck)).rejects.toMatchObject({ code: 'conflict' })
          expect(await dumpOf(one)).toEqual(before)
          await one.close()
        }
      })

      test('whatever fails, the store to be filled stays empty, and can be filled', async () => {
        await fill()
        const before = await dumpOf(copy)
        const { id } = copy
        const failure = new Error('the connection broke')
        const broken = async function* () {
          for await (const batch of store.dump()) {
            yield batch
            if (batch.some(({ kind }) => kind === 'left out')) throw failure
          }
        }
        await expect(copy.load(broken(), noCheck)).rejects.toBe(failure)
        const refuse = async (): Promise<void> => {
          throw failure
        }
        await expect(copy.load(store.dump(), refuse)).rejects.toBe(failure)
        expect(copy.id).toBe(id)
        expect(await dumpOf(copy)).toEqual(before)
        await copy.load(store.dump(), noCheck)
        expect(await dumpOf(copy)).toEqual(await dumpOf(store))
      })

      test('a dump is as the store was at one moment', async () => {
        await fill()
        const before = await dumpOf(store)
        const { version: rules } = await store.readRules()
        const held = await lease(conversation, 'two')
        const batches = store.dump()[Symbol.asyncIterator]()
        const seen: ArchiveRecord[] = []
        const add = async (): Promise<boolean> => {
          const { done, value } = await batches.next()
          if (done !== true) seen.push(...value)
          return done !== true
        }
        await add()
        const page = pageOf({ added: [member('late', 30)], leftOut: leftOutAt(31), rules })
        const written = store.commitPage(held, page)
        while (await add());
        await written
        expect(seen).toEqual(before)
        expect((await dumpOf(store)).length).toBeGreaterThan(before.length)
      })
    })
  })
}

/** What a store returns about all that `fill` has stored. */
const readAll = async (from: Store): Promise<unknown> => {
  const last = await from.lastChange()
  const conversations = await from.readParticipants(0, 9)
  const all = { conversations: null, order: 'oldest-first' } as const
  return {
    id: from.id,
    last,
    conversations,
    rules: await from.readRules(),
    hasErased: await from.hasErased(['national']),
    pending: [await from.readPendingErasures(), await from.readPendingPruning()],
    listed: await from.readConversations({}, null, 9),
    messages: await from.readMessages(all, null, 99),
    found: await from.readMessages({ ...all, terms: searchTerms('about') }, null, 99),
    changes: await from.readChanges(0, last, 99),
    routes: await from.readRoutes(0, 9),
    file: await from.readAttachment(named('a'), 0),
    failed: await from.readAttachment(named('a'), 1),
    stored: await from.openConversation(NAME),
    each: await Promise.all(
      conversations.map(async ({ id }) => [
        await from.readWindow(id, null, 99),
        await from.readMembers(id, null, 99),
        await from.findUnsettled(id, 0, null),
        await from.findAbsent(id, EVERYWHERE),
        await from.findDueAttachments(id, LATER, 9),
        await from.readMessages({ ...all, conversations: [id] }, null, 99),
      ]),
    ),
  }
}

const dumpOf = async (from: Store): Promise<readonly ArchiveRecord[]> => (await collect(from.dump())).flat()

const noCheck = async (): Promise<void> => undefined

const nameOfChange = (change: StoredChange): string =>
  change.kind === 'erased' ? `erased ${change.conversation}` : `${change.kind} ${change.message.key}`

const keysOf = (messages: readonly { readonly key: string }[]): string[] => messages.map(({ key }) => key)

function bodyOf(text: string): string {
  return JSON.stringify([text])
}

function recordOf(
  key: string,
  { text = key, ...others }: Partial<MessageRecord> & { text?: string },
): MessageRecord {
  return {
    key,
    hasId: true,
    direction: 'outbound',
    time: null,
    status: 'sent',
    refreshFrom: null,
    hasAttachments: false,
    addresses: JSON.stringify(['sms', null, null]),
    body: bodyOf(text),
    raw: '{}',
    ...others,
  }
}

function member(key: string, position: number, record: Partial<MessageRecord> = {}): NewMember {
  return { position, sortTime: record.time ?? 0, rank: position, record: recordOf(key, record) }
}

function leftOutAt(...positions: readonly number[]): PageCommit['leftOut'] {
  return positions.map((position) => ({ position, key: NO_KEY }))
}

function twin(position: number): NewMember {
  return member('twin', position, { hasId: false })
}

function pageOf(page: Partial<PageCommit>): PageCommit {
  const now = Date.now()
  return {
    rules: 0,
    leftOut: [],
    requestedAt: now,
    receivedAt: now,
    added: [],
    absentBefore: 0,
    moved: [],
    returned: [],
    changed: [],
    readdressed: [],
    passed: [],
    state: '{}',
    ...page,
  }
}

const FILE = { url: 'https://files.example.com/f', contentType: 'image/png', attempts: 1 }

function storedFile(index: number, content: string): AttachmentRecord {
  return {
    ...FILE,
    index,
    content: Buffer.from(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    error: null,
    retryAt: null,
  }
}

function failedFile(index: number, retryAt: number | null): AttachmentRecord {
  return {
    ...FILE,
    index,
    content: null,
    contentType: null,
    sha256: null,
    error: { code: 'not_found', message: 'Gone.' },
    retryAt,
  }
}

function named(key: string, repeat: number | null = null): MessageName {
  return { provider: NAME.provider, account: NAME.account, key, repeat }
}
