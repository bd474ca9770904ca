import {
  type ChangeName,
  type ChangeShares,
  type SimulatedMessage,
  type Simulator,
  startSimulator,
} from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { firstOf, ip1Of, smstoolsOf } from './client.ts'

function transcript({ participants, conversation }: Simulator): readonly SimulatedMessage[] {
  return participants.flatMap((participant) => {
    const messages = conversation(participant)
    return Array.from({ length: messages.length }, (_, index) => messages.at(index))
  })
}

/** Sends so many requests, one after the other. */
async function send(simulator: Simulator, requests: number): Promise<void> {
  const { digits } = firstOf(simulator)
  for (let sent = 0; sent < requests; sent += 1) await ip1Of(simulator)(`/v2/conversations/${digits}?limit=1`)
}

/** A simulator with one conversation that changes before each request. */
function changing(change: ChangeName, messages = 60): Promise<Simulator> {
  return startSimulator({ participants: 1, messages, changes: { [change]: 1 } })
}

/** Everything that is there after many changes. */
async function changedMessages(): Promise<readonly SimulatedMessage[]> {
  await using simulator = await startSimulator({
    messages: 20,
    changes: { status: 0.2, arrival: 0.3, 'late-arrival': 0.2, disappearance: 0.1, reappearance: 0.1 },
  })
  await send(simulator, 60)
  for (const participant of simulator.participants)
    expect(simulator.conversation(participant).length).not.toBe(20)
  return transcript(simulator)
}

describe('before a request', () => {
  test('a message arrives: an outbound one is queued', async () => {
    await using simulator = await changing('arrival')
    await send(simulator, 20)
    const added = transcript(simulator).slice(60)
    expect(added).toHaveLength(20)
    expect(new Set(added.map(({ state }) => state))).toEqual(new Set(['queued', 'received']))
  })

  test('a message arrives late, in the middle', async () => {
    await using simulator = await changing('late-arrival')
    const newest = transcript(simulator).at(-1)
    await send(simulator, 20)
    const messages = transcript(simulator)
    expect(messages).toHaveLength(80)
    expect(messages.at(-1)).toEqual(newest)
    const times = messages.map(({ time }) => time.getTime())
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    const late = messages.filter(({ number }) => number >= 60)
    for (const { time } of late)
      expect((newest?.time.getTime() ?? 0) - time.getTime()).toBeLessThanOrEqual(24 * 3_600_000)
  })

  test('a message is sent, delivered and read, or fails', async () => {
    await using simulator = await changing('status')
    const [participant = ''] = simulator.participants
    const seen = new Map<number, string[]>()
    for (let count = 0; count < 20; count += 1) {
      const message = simulator.conversation(participant).add({ direction: 'outbound', state: 'queued' })
      seen.set(message.number, [])
    }
    for (let request = 0; request < 80; request += 1) {
      const before = transcript(simulator)
      await send(simulator, 1)
      for (const [index, { number, state }] of transcript(simulator).entries())
        if (before[index]?.state !== state) seen.get(number)?.push(state)
    }
    const histories = new Set([...seen.values()].map((states) => states.join(' ')))
    expect(histories).toEqual(new Set(['sent delivered read', 'sent undelivered', 'blocked']))
  })

  test('a message disappears, and one reappears', async () => {
    await using simulator = await startSimulator({
      participants: 1,
      changes: { disappearance: 0.5, reappearance: 0.5 },
    })
    const lengths: number[] = []
    for (let request = 0; request < 40; request += 1) {
      await send(simulator, 1)
      lengths.push(transcript(simulator).length)
    }
    const steps = lengths.map((length, index) => length - (lengths[index - 1] ?? 120))
    expect(new Set(steps)).toEqual(new Set([-1, 1, 0]))
    expect(transcript(simulator).length).toBe(lengths.at(-1))
  })

  test('nothing happens to an empty conversation but arrivals', async () => {
    for (const change of ['status', 'disappearance', 'reappearance'] as const) {
      await using simulator = await changing(change, 0)
      await send(simulator, 3)
      expect(transcript(simulator)).toEqual([])
    }
    await using simulator = await changing('late-arrival', 0)
    await send(simulator, 3)
    expect(transcript(simulator)).toHaveLength(3)
  })
})

test('changes are the same in every run, and happen to every conversation', async () => {
  expect(await changedMessages()).toEqual(await changedMessages())
})

test('a change happens before `beforeAnswer` and the response', async () => {
  const lengths: number[] = []
  await using simulator = await startSimulator({
    participants: 1,
    changes: { arrival: 1 },
    beforeAnswer() {
      lengths.push(transcript(simulator).length)
    },
  })
  const { digits } = firstOf(simulator)
  expect((await smstoolsOf(simulator)(`/conversation/${digits}`)).body).toMatchObject({ total: 121 })
  expect(lengths).toEqual([121])
})

test.each([
  [{ arival: 0.1 }, 'changes: no change arival, expected some of arrival, late-arrival, status, '],
  [{ arrival: 2 }, 'changes: expected a share from 0 to 1 for arrival, got 2'],
])('%j is refused', async (changes, message) => {
  await expect(startSimulator({ changes: changes as ChangeShares })).rejects.toThrow(message)
})
