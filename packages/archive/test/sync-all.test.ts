import { type Archive, openArchive, type SyncOptions, type SyncReport } from '@sms/archive'
import { createConversationsRcs } from '@sms/conversations-rcs'
import {
  type Conversation,
  type ConversationReader,
  type MessageReader,
  type Paginated,
  SmsError,
} from '@sms/core'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { expectAsListed } from './expect-as-listed.ts'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'
import { SIMULATED_PROVIDERS } from './simulated-providers.ts'

const OTHER = '+46701740606'

/** A reader whose list of conversations is this one. */
function withList(
  provider: ModelProvider,
  list: () => readonly Partial<Conversation>[],
  messages: MessageReader['messages'] = provider.reader.messages,
): MessageReader & ConversationReader {
  const conversations = (): Paginated<Conversation> => {
    const entries = list().map((entry, at) => ({ ...ENTRY, id: `c${at}`, ...entry }))
    const iterate = async function* () {
      for (const entry of entries) {
        if (entry.id === 'broken') throw new SmsError('unavailable', 'the list ends early')
        yield entry
      }
    }
    return {
      [Symbol.asyncIterator]: iterate,
      toArray: async () => entries,
      pages: () => {
        throw new Error('not used')
      },
    }
  }
  return { ...provider.reader, messages, conversations }
}

const ENTRY: Conversation = {
  provider: 'model',
  id: '',
  participant: PARTICIPANT,
  name: null,
  channel: 'sms',
  from: null,
  firstMessageAt: null,
  lastMessageAt: new Date(1000),
  lastMessage: 'hi',
  messageCount: 3,
  raw: null,
}

function threeMessages(): ModelProvider {
  const provider = new ModelProvider({ style: 'numbered', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 3; at += 1) provider.insert(provider.make(`text ${at}`, 0, 'received'), 0)
  return provider
}

async function reportsOf(syncing: AsyncIterable<SyncReport>): Promise<SyncReport[]> {
  const reports: SyncReport[] = []
  for await (const report of syncing) reports.push(report)
  return reports
}

test('a participant is skipped if all its entries are unchanged and all its messages final', async () => {
  await using archive = await openArchive(':memory:')
  const provider = threeMessages()
  let count = 3
  const reader = withList(provider, () => [
    { name: 'Ann' },
    { participant: OTHER },
    { participant: '46701740605', messageCount: count },
  ])
  const first = await reportsOf(archive.syncAll(reader))
  expect(first.map(({ participant, added, complete }) => [participant, added, complete])).toEqual([
    [PARTICIPANT, 3, true],
    [OTHER, 3, true],
  ])
  const requests = provider.requests
  expect(await reportsOf(archive.syncAll(reader))).toMatchObject([
    { participant: PARTICIPANT, added: 0, requests: 0, complete: true },
    { participant: OTHER, requests: 0 },
  ])
  expect(provider.requests).toBe(requests)
  count = 4
  provider.insert(provider.make('new', 0, 'sent'), 0)
  expect(await reportsOf(archive.syncAll(reader))).toMatchObject([{ added: 1 }, { added: 0, requests: 0 }])
  // One that is not final is read again, although the list is the same.
  const again = await reportsOf(archive.syncAll(reader))
  expect(again.map((report) => report.requests > 0)).toEqual([true, false])
  const conversations = await archive.conversations().toArray()
  expect(conversations.find(({ name }) => name !== null)).toMatchObject({
    participant: PARTICIPANT,
    name: 'Ann',
    lastMessageAt: new Date(1000),
  })
})

test('a failure is reported, and the others continue', async () => {
  await using archive = await openArchive(':memory:')
  const provider = threeMessages()
  const messages: MessageReader['messages'] = (participant, options) => {
    if (participant === OTHER) throw new SmsError('permission', 'not yours')
    return provider.reader.messages(participant, options)
  }
  const list = [{ participant: OTHER }, { participant: null, id: 'c9' }, { participant: PARTICIPANT }]
  const reports = await reportsOf(archive.syncAll(withList(provider, () => list, messages)))
  expect(reports).toMatchObject([
    { participant: 'c9', complete: false, error: { code: 'unsupported' } },
    { participant: OTHER, complete: false, added: 0, error: { code: 'permission' } },
    { participant: PARTICIPANT, complete: true, added: 3, error: null },
  ])
})

test('if the list fails, what it listed is synced first', async () => {
  await using archive = await openArchive(':memory:')
  const provider = threeMessages()
  const reports: SyncReport[] = []
  const sync = async (): Promise<void> => {
    for await (const report of archive.syncAll(withList(provider, () => [{}, { id: 'broken' }])))
      reports.push(report)
  }
  await expect(sync()).rejects.toMatchObject({ code: 'unavailable' })
  expect(reports).toMatchObject([{ added: 3, complete: true }])
})

test('leaving the loop leaves the others for the next time', async () => {
  await using simulator = await startSimulator({ messages: 60, participants: 3 })
  await using archive = await openArchive(':memory:')
  const reader = createConversationsRcs(simulator.conversationsRcs)
  for await (const _ of archive.syncAll(reader)) break
  expect(await archive.conversations().toArray()).toHaveLength(1)
  const reports = await reportsOf(archive.syncAll(reader))
  expect(reports.map(({ added }) => added).toSorted()).toEqual([0, 60, 60])
})

describe('a list with several entries of each number', () => {
  const PARTICIPANTS = 4
  const OPTIONS = { refreshDays: 0 }

  let archive: Archive
  let simulator: Simulator
  beforeEach(async () => {
    archive = await openArchive(':memory:')
    simulator = await startSimulator({ messages: 60, participants: PARTICIPANTS, entries: 3, excess: 2 })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await archive.close()
    await simulator.close()
  })

  const syncAll = (options: SyncOptions = OPTIONS): Promise<SyncReport[]> =>
    reportsOf(archive.syncAll(createConversationsRcs(simulator.conversationsRcs), options))

  const expectAllAsListed = async (): Promise<void> => {
    const provider = SIMULATED_PROVIDERS.find((one) => one.provider === 'conversations-rcs')
    if (provider === undefined) throw new Error('no such provider')
    for (const participant of simulator.participants)
      await expectAsListed({ archive, simulator, participant }, provider)
  }

  test('is stored once for each number, and costs the list alone if nothing has changed', async () => {
    const reports = await syncAll()
    expect(reports.map(({ added, complete }) => [added, complete])).toEqual(
      Array.from({ length: PARTICIPANTS }, () => [60, true]),
    )
    await expectAllAsListed()
    const before = simulator.requests
    const again = await syncAll()
    expect(again.map(({ requests, complete }) => [requests, complete])).toEqual(
      Array.from({ length: PARTICIPANTS }, () => [0, true]),
    )
    const forSync = simulator.requests - before
    await createConversationsRcs(simulator.conversationsRcs).conversations().toArray()
    expect(forSync).toBe(simulator.requests - before - forSync)
  })

  test('is read for the numbers of which one entry has changed, whichever it is', async () => {
    await syncAll()
    const [first = '', second = '', third = ''] = simulator.participants
    simulator.conversation(first).add({ text: 'newest' })
    const { time } = simulator.conversation(second).at(15)
    simulator.conversation(second).add({ text: 'hours late, in the oldest entry', time })
    simulator.conversation(third).delete(30)
    const reports = await syncAll()
    const read = reports.filter(({ requests }) => requests > 0)
    expect(read.map(({ participant }) => participant).toSorted()).toEqual([first, second, third].toSorted())
    expect(read.find(({ participant }) => participant === first)).toMatchObject({ added: 1, complete: true })
    simulator.conversation(third).show(30)
    await syncAll({ full: true })
    await expectAllAsListed()
    // A full read does not depend on the list, and leaves nothing to read.
    expect((await syncAll()).map(({ requests }) => requests)).toEqual([0, 0, 0, 0])
  })

  test('is read until the statuses of a number are final, although no entry changes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const [participant = ''] = simulator.participants
    await syncAll()
    // By then, only what is new is expected to change.
    vi.setSystemTime(Date.now() + 8 * 86_400_000)
    const { number } = simulator.conversation(participant).add({ direction: 'outbound', state: 'queued' })
    for (const state of ['queued', 'sent', 'undelivered'] as const) {
      simulator.conversation(participant).setState(number, state)
      const reports = await syncAll({})
      expect(reports.map((report) => report.requests > 0)).toEqual(
        reports.map((report) => report.participant === participant),
      )
      await expectAllAsListed()
    }
    expect((await syncAll({})).map(({ requests }) => requests)).toEqual([0, 0, 0, 0])
  })
})

test('a participant whose messages are nearly all gone is reported, and the others are synced', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await using archive = await openArchive(':memory:')
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 20; at += 1) provider.insert(provider.make(`text ${at}`, at, 'received'), 0)
  const other = new ModelProvider({ style: 'counted', ids: 'none', growsAtEnd: false, excess: 0 })
  other.insert(other.make('other', 0, 'received'), 0)
  const messages: MessageReader['messages'] = (participant, options) =>
    (participant === OTHER ? other : provider).reader.messages(participant, options)
  const reader = withList(provider, () => [{}, { participant: OTHER }], messages)
  const syncAll = (): Promise<SyncReport[]> => reportsOf(archive.syncAll(reader, { full: true }))
  await syncAll()
  for (const message of provider.list.slice(0, 19)) message.isDeleted = true
  await syncAll()
  vi.setSystemTime(Date.now() + 3_600_000)
  expect(await syncAll()).toMatchObject([
    { participant: PARTICIPANT, vanished: 0, error: { code: 'rejected', cause: { code: 'conflict' } } },
    { participant: OTHER, complete: true, error: null },
  ])
  vi.useRealTimers()
})
