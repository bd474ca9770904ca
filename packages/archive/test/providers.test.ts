import { type Archive, openArchive, type SyncOptions, type SyncReport } from '@sms/archive'
import { SmsError } from '@sms/core'
import { type SimulatedConversation, type Simulator, startSimulator, type State } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Copy, expectAsListed, expectInOrder } from './expect-as-listed.ts'
import { SIMULATED_PROVIDERS, type SimulatedProvider } from './simulated-providers.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MESSAGES = 300

let simulator: Simulator
let archive: Archive
let participant: string
let conversation: SimulatedConversation
/** What happens before each response. */
let beforeAnswer: () => 'unavailable' | void
beforeEach(async () => {
  beforeAnswer = () => undefined
  await startOver({})
  archive = await openArchive(':memory:')
})
afterEach(async () => {
  vi.useRealTimers()
  await archive.close()
  await simulator.close()
})

async function startOver(options: { readonly excess?: number }): Promise<void> {
  simulator = await startSimulator({
    messages: MESSAGES,
    participants: 1,
    ...options,
    beforeAnswer: () => beforeAnswer(),
  })
  participant = simulator.participants[0] ?? ''
  conversation = simulator.conversation(participant)
}

const copy = (): Copy => ({ archive, simulator, participant })

function sync({ create }: SimulatedProvider, options: SyncOptions = {}): Promise<SyncReport> {
  return archive.sync(create(simulator), participant, options)
}

function arrive(count: number): void {
  for (let added = 0; added < count; added += 1)
    conversation.add(added % 3 === 0 ? { direction: 'outbound', state: 'delivered' } : {})
}

/** Adds messages that are some hours old. */
function becomeRecent(): void {
  conversation.add({ time: new Date(Date.now() - 5 * HOUR) })
  arrive(30)
}

describe.each(SIMULATED_PROVIDERS)('$provider:', (provider) => {
  test('a first read stores the list, in its order', async () => {
    expect(await sync(provider)).toMatchObject({ added: MESSAGES, updated: 0, complete: true, error: null })
    await expectInOrder(copy(), provider)
    const { order } = provider.create(simulator).capabilities
    const texts = (await archive.messages().toArray()).map(({ text }) => text)
    const listed = Array.from({ length: MESSAGES }, (_, index) => conversation.at(index).text)
    // Without times, as they are listed: here newest first.
    expect(texts).toEqual(order === 'unspecified' ? listed.toReversed() : listed)
    const [first] = await archive.messages({ limit: 1 }).toArray()
    expect(first).toMatchObject({ account: 'default', participant, vanishedAt: null })
  })

  test('a read that fails is resumed, although messages have arrived, appeared late and disappeared', async () => {
    let left = 5
    beforeAnswer = () => (left-- > 0 ? undefined : 'unavailable')
    const options = { pageSize: 20, concurrency: 1 }
    const error = await sync(provider, options).catch((reason: unknown) => reason)
    expect(SmsError.is(error, 'unavailable')).toBe(true)
    const [entry] = await archive.conversations().toArray()
    expect(entry).toMatchObject({ complete: false })
    expect(entry?.messages).toBeGreaterThan(0)
    expect(entry?.messages).toBeLessThan(MESSAGES)
    arrive(70)
    conversation.add({ time: new Date(conversation.at(MESSAGES - 10).time.getTime() + 1000) })
    left = Infinity
    expect(await sync(provider, options)).toMatchObject({ complete: true, error: null })
    await expectInOrder(copy(), provider)
  })

  test('later reads store what has arrived, however much it is', async () => {
    await sync(provider)
    for (const count of [1, 49, 130]) {
      arrive(count)
      expect(await sync(provider)).toMatchObject({ added: count, complete: true })
    }
    await expectInOrder(copy(), provider)
  })

  test('statuses are read until they are final, and price and segments as soon as they are known', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const start = Date.now()
    const time = new Date(start - 5 * DAY)
    const histories: readonly (readonly State[])[] = [
      ['queued', 'sent', 'delivered'],
      ['queued', 'sent', 'read'],
      ['queued', 'sent', 'undelivered'],
      ['queued', 'blocked'],
    ]
    const sent = histories.map((states) => ({
      states,
      ...conversation.add({ direction: 'outbound', state: 'queued', time }),
    }))
    arrive(130)
    for (const step of [0, 1, 2]) {
      for (const { states, number } of sent)
        conversation.setState(number, states[step] ?? states.at(-1) ?? 'queued')
      vi.setSystemTime(start + step * HOUR)
      expect(await sync(provider)).toMatchObject({ added: step === 0 ? MESSAGES + 134 : 0, complete: true })
      await expectAsListed(copy(), provider)
    }
    const stored = await archive.messages().toArray()
    const changed = sent.map(({ text }) => stored.find((message) => message.text === text))
    expect(changed.map((message) => message?.statuses.map(({ status }) => status).join(' '))).toEqual(
      EXPECTED_STATUSES[provider.provider],
    )
    for (const { statuses = [] } of changed.flatMap((message) => message ?? [])) {
      expect(statuses[0]?.seenAt).toEqual(new Date(start))
      expect((statuses.at(-1)?.seenAt.getTime() ?? 0) - start).toBeGreaterThan(0)
    }
    // All are older than a week.
    vi.setSystemTime(start + 8 * DAY)
    const before = simulator.requests
    expect(await sync(provider)).toMatchObject({ updated: 0, complete: true })
    expect(simulator.requests - before).toBeLessThanOrEqual(provider.requestsIfUnchanged)
  })

  test('what arrives during a sync costs nothing that was there before', async () => {
    const before = Array.from({ length: MESSAGES }, (_, index) => conversation.at(index).text)
    let left = 20
    beforeAnswer = () => {
      if (left-- > 0) arrive(2)
    }
    const options = { pageSize: 20 }
    expect(await sync(provider, options)).toMatchObject({ complete: true, error: null })
    const stored = (await archive.messages().toArray()).map(({ text }) => text)
    expect(stored).toEqual(expect.arrayContaining(before))
    left = 0
    expect(await sync(provider, options)).toMatchObject({ complete: true })
    await expectInOrder(copy(), provider)
  })

  test('a message that appears hours late is stored in its place', async () => {
    becomeRecent()
    await sync(provider)
    for (const depth of [5, 20]) {
      const { time } = conversation.at(conversation.length - depth)
      conversation.add({ text: `late ${depth}`, time: new Date(time.getTime() - 1000) })
      expect(await sync(provider)).toMatchObject({ added: 1, complete: true })
    }
    await expectInOrder(copy(), provider)
    expect(await sync(provider)).toMatchObject({ added: 0, updated: 0 })
  })

  test('a message that appears far down is stored by the next sync that reads so far', async () => {
    await sync(provider)
    conversation.add({ time: new Date(conversation.at(60).time.getTime() + 1000) })
    const report = await sync(provider, { refreshDays: 0 })
    // Only a total shows that there is one more.
    expect(report).toMatchObject({ added: provider.provider === 'smstools' ? 1 : 0, complete: true })
    await sync(provider, { full: true })
    await expectAsListed(copy(), provider)
  })

  test('a message that disappears stays, and is not stored again when it reappears', async () => {
    becomeRecent()
    await sync(provider)
    for (const depth of [1, 20, 150, 300]) {
      const { number } = conversation.at(conversation.length - depth)
      conversation.hide(number)
      expect(await sync(provider)).toMatchObject({ added: 0, complete: true })
      expect(await archive.messages().toArray()).toHaveLength(conversation.length + 1)
      conversation.show(number)
      expect(await sync(provider)).toMatchObject({ added: 0, complete: true })
      await expectAsListed(copy(), provider)
    }
    expect(await sync(provider, { full: true })).toMatchObject({ added: 0, updated: 0 })
    await expectAsListed(copy(), provider)
  })

  test('a list that contradicts itself is stored once, and exactly when it is consistent again', async () => {
    // As if two servers answered in turn, and one of them knew less.
    const unknown = [40, 41, 42, 150, 280, 281].map((index) => conversation.at(index).number)
    let request = 0
    beforeAnswer = () => {
      request += 1
      for (const number of unknown) conversation[request % 2 === 0 ? 'show' : 'hide'](number)
    }
    // Over several pages, a walk at smstools cannot tell an identical message without an id from one that it has read.
    const options = provider.provider === 'smstools' ? {} : { pageSize: 30, concurrency: 2 }
    for (let times = 0; times < 3; times += 1) {
      const report = await sync(provider, options)
      expect(report.error?.code ?? 'pagination').toBe('pagination')
      expect(report.complete).toBe(report.error === null)
      const stored = await archive.messages().toArray()
      expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
      expect(stored.length).toBeLessThanOrEqual(MESSAGES)
    }
    beforeAnswer = () => undefined
    for (const number of unknown) conversation.show(number)
    expect(await sync(provider, { full: true })).toMatchObject({ complete: true, error: null })
    await expectAsListed(copy(), provider)
  })

  test('a total that counts more than the list has costs no more requests', async () => {
    await simulator.close()
    await startOver({ excess: 9 })
    const options = { refreshDays: 0, pageSize: 50 }
    await sync(provider, options)
    for (const arrived of [0, 3, 0, 60, 0, 0]) {
      arrive(arrived)
      expect(await sync(provider, options)).toMatchObject({ added: arrived, complete: true })
    }
    const before = simulator.requests
    await sync(provider, options)
    expect(simulator.requests - before).toBeLessThanOrEqual(provider.requestsIfUnchanged)
    await expectInOrder(copy(), provider)
  })

  test('a sync takes as few requests as the README says if nothing has changed', async () => {
    const measured: number[] = []
    for (const messages of [10, 120, 300, 1000]) {
      await using other = await startSimulator({ messages, participants: 1 })
      await using copied = await openArchive(':memory:')
      const reader = provider.create(other)
      const options = { refreshDays: 0 }
      await copied.sync(reader, participant, options)
      for (let times = 0; times < 2; times += 1) {
        const before = other.requests
        expect(await copied.sync(reader, participant, options)).toMatchObject({ added: 0, complete: true })
        measured.push(other.requests - before)
      }
    }
    expect(measured).toEqual(provider.measured.flatMap((requests) => [requests, requests]))
    expect(Math.max(...measured)).toBe(provider.requestsIfUnchanged)
  })

  test('a list that has grown by several pages since costs no more requests either', async () => {
    await sync(provider, { refreshDays: 0 })
    for (const arrived of [3, 60, 7, 130]) {
      arrive(arrived)
      expect(await sync(provider, { refreshDays: 0 })).toMatchObject({ added: arrived, complete: true })
      await sync(provider, { refreshDays: 0 })
      const before = simulator.requests
      expect(await sync(provider, { refreshDays: 0 })).toMatchObject({ added: 0, complete: true })
      expect(simulator.requests - before).toBeLessThanOrEqual(provider.requestsIfUnchanged)
    }
  })
})

/** What each provider shows of messages that are queued, then sent, then delivered, read, not delivered, or blocked. */
const EXPECTED_STATUSES: Readonly<Record<SimulatedProvider['provider'], readonly string[]>> = {
  smstools: ['sent delivered', 'sent delivered', 'sent undelivered', 'sent failed'],
  ip1: ['sending delivered', 'sending delivered', 'sending undelivered', 'sending failed'],
  'conversations-rcs': [
    'sending sent delivered',
    'sending sent delivered',
    'sending sent undelivered',
    'sending failed',
  ],
  twilio: ['queued sent delivered', 'queued sent read', 'queued sent undelivered', 'queued failed'],
}
