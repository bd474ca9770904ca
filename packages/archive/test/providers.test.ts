import { openArchive } from '@sms/archive'
import type { MessageReader } from '@sms/core'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { type Simulator, startSimulator } from '@sms/simulator'
import { createSmstools } from '@sms/smstools'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let simulator: Simulator
beforeEach(async () => {
  simulator = await startSimulator({ messages: 300 })
})
afterEach(() => simulator.close())

const READERS: readonly {
  readonly provider: string
  readonly create: (from: Simulator) => MessageReader
  /** Requests of a sync if nothing has changed: see the README. */
  readonly requests: number
}[] = [
  { provider: 'smstools', create: ({ smstools }) => createSmstools(smstools), requests: 1 },
  { provider: 'ip1', create: ({ ip1 }) => createIp1(ip1), requests: 1 },
  {
    provider: 'conversations-rcs',
    create: ({ conversationsRcs }) => createConversationsRcs(conversationsRcs),
    requests: 3,
  },
]

describe.each(READERS)('$provider', ({ create, requests }) => {
  test('is stored as it is listed', async () => {
    await using archive = await openArchive(':memory:')
    const [participant = ''] = simulator.participants
    const reader = create(simulator)
    const report = await archive.sync(reader, participant)
    expect(report).toMatchObject({ added: 300, updated: 0, complete: true, error: null })
    const listed = await reader.messages(participant).toArray()
    const stored = await archive.messages({ participant }).toArray()
    const isReversed = reader.capabilities.order === 'newest-first'
    expect(stored.map(({ text }) => text)).toEqual(
      (isReversed ? listed.toReversed() : listed).map(({ text }) => text),
    )
    const [last] = isReversed ? listed : listed.slice(-1)
    // The archive numbers messages without an id itself.
    expect(stored.at(-1)).toMatchObject({ ...last, key: expect.any(String) })
    expect(stored.at(-1)).toMatchObject({ account: 'default', participant, vanishedAt: null })
  })

  test('takes few requests if nothing has changed', async () => {
    await using archive = await openArchive(':memory:')
    const [participant = ''] = simulator.participants
    const reader = create(simulator)
    // All statuses count as final.
    const options = { refreshDays: 0 }
    await archive.sync(reader, participant, options)
    const before = simulator.requests
    const report = await archive.sync(reader, participant, options)
    expect(report).toMatchObject({ added: 0, updated: 0, complete: true })
    expect(simulator.requests - before).toBeLessThanOrEqual(requests)
  })

  test('is read on if messages have arrived', async () => {
    await using archive = await openArchive(':memory:')
    const [participant = ''] = simulator.participants
    const reader = create(simulator)
    await archive.sync(reader, participant)
    for (let count = 0; count < 70; count += 1)
      simulator.conversation(participant).add({ text: `new ${count}` })
    expect(await archive.sync(reader, participant)).toMatchObject({ added: 70, complete: true })
    expect(await archive.messages({ participant }).toArray()).toHaveLength(370)
  })
})
