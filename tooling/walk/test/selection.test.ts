import { createConversationsRcs } from '@sms/conversations-rcs'
import type { Message, MessageReader, MessagesOptions } from '@sms/core'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const LENGTH = 200

let simulator: Simulator
let participant: string
/** The times of all messages, the oldest first. */
let times: readonly Date[]

beforeAll(async () => {
  simulator = await startSimulator({ messages: LENGTH, participants: 1 })
  participant = simulator.participants[0] ?? ''
  const conversation = simulator.conversation(participant)
  times = Array.from({ length: LENGTH }, (_, index) => conversation.at(index).time)
})
afterAll(() => simulator.close())

async function read(reader: MessageReader, options: MessagesOptions) {
  const before = simulator.requests
  // One after another, so that only what is needed is asked for.
  const messages: Message[] = await reader
    .messages(participant, { pageSize: 20, concurrency: 1, ...options })
    .toArray()
  const found = messages.map(({ timestamp }) => timestamp?.getTime())
  return { messages, found, requests: simulator.requests - before }
}

const timeOf = (index: number): Date => times[index] ?? new Date(Number.NaN)
const timesFrom = (from: number, to: number): number[] =>
  times.slice(from, to + 1).map((time) => time.getTime())

describe('since and until', () => {
  it('give what is between them, both included, newest first from smstools, and stop after 50 older ones', async () => {
    const { found, requests } = await read(createSmstools(simulator.smstools), {
      since: timeOf(150),
      until: timeOf(180),
    })
    expect(found).toEqual(timesFrom(150, 180).toReversed())
    // Pages 1 to 3 hold them, 3 to 5 the 50 older ones; one more is requested ahead before the end is seen.
    expect(requests).toBeLessThanOrEqual(6)
  })

  it('give what is between them oldest first from ip1, and stop after 50 newer ones', async () => {
    const options = { since: timeOf(10), until: timeOf(30) }
    const { found, requests } = await read(createIp1(simulator.ip1), options)
    expect(found).toEqual(timesFrom(10, 30))
    // Pages 1 and 2 hold them, 2 to 5 the 50 newer ones.
    expect(requests).toBeLessThanOrEqual(6)
  })

  it('stop after 50 older ones from ip1 read newest first', async () => {
    const options = { since: timeOf(190), order: 'newest-first' } as const
    const { found, requests } = await read(createIp1(simulator.ip1), options)
    expect(found).toEqual(timesFrom(190, LENGTH - 1).toReversed())
    expect(requests).toBeLessThanOrEqual(4)
  })

  it('leave no total to tell, and no cursor after the last page', async () => {
    const reader = createSmstools(simulator.smstools)
    const pages = []
    for await (const page of reader.messages(participant, { pageSize: 20, since: timeOf(150) }).pages())
      pages.push(page)
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => null))
    expect(pages.at(-1)?.cursor).toBeNull()
  })
})

describe.each([
  { provider: 'smstools', create: () => createSmstools(simulator.smstools) },
  { provider: 'conversations-rcs', create: () => createConversationsRcs(simulator.conversationsRcs) },
  { provider: 'ip1', create: () => createIp1(simulator.ip1) },
])('the direction of $provider', ({ create }) => {
  it('is one of two halves of the conversation', async () => {
    const inbound = await read(create(), { direction: 'inbound' })
    const outbound = await read(create(), { direction: 'outbound' })
    expect(new Set(inbound.messages.map(({ direction }) => direction))).toEqual(new Set(['inbound']))
    expect(new Set(outbound.messages.map(({ direction }) => direction))).toEqual(new Set(['outbound']))
    expect(inbound.messages.length + outbound.messages.length).toBe(LENGTH)
  })

  it('counts towards the limit, and a cut walk goes on where it stopped', async () => {
    const whole = await create().messages(participant, { direction: 'inbound' }).toArray()
    const keys: string[] = []
    let cursor: string | null = null
    do {
      const options: MessagesOptions = { direction: 'inbound', limit: 7, pageSize: 20 }
      for await (const page of create()
        .messages(participant, cursor === null ? options : { ...options, cursor })
        .pages()) {
        keys.push(...page.items.map(({ key }) => key))
        cursor = page.cursor
      }
    } while (cursor !== null)
    expect(keys).toEqual(whole.map(({ key }) => key))
  })
})
