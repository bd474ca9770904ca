import { type SimulatedMessage, type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { firstOf, ip1Of, itemsIn, octopushOf, pageIn, smstoolsOf } from './client.ts'

function transcript({ participants, conversation }: Simulator): (readonly SimulatedMessage[])[] {
  return participants.map((participant) => {
    const messages = conversation(participant)
    return Array.from({ length: messages.length }, (_, index) => messages.at(index))
  })
}

describe('a conversation', () => {
  test('is the same for the same seed, and differs for another seed', async () => {
    await using one = await startSimulator({ seed: 7 })
    await using same = await startSimulator({ seed: 7 })
    await using other = await startSimulator({ seed: 8 })
    expect(transcript(same)).toEqual(transcript(one))
    expect(same.smstools.clientSecret).toBe(one.smstools.clientSecret)
    expect(transcript(other)).not.toEqual(transcript(one))
    expect(other.smstools.clientSecret).not.toBe(one.smstools.clientSecret)
  })

  test('has only phone numbers reserved for fiction', async () => {
    await using simulator = await startSimulator({ participants: 85 })
    const reserved = /^(?:46701740(?:60[5-9]|6[1-9]\d)|447700900\d{3})$/
    expect(new Set(simulator.participants).size).toBe(85)
    for (const participant of simulator.participants) {
      const digits = participant.slice(1)
      const replies = await Promise.all([
        smstoolsOf(simulator)(`/conversation/${digits}`),
        octopushOf(simulator)(`/conversations/messages/list?contact=${digits}&per_page=120`),
        ip1Of(simulator)(`/v2/conversations/${digits}?limit=120`),
      ])
      const bodies = replies.map(({ body }) =>
        JSON.stringify(body, (key, value) => (key.endsWith('Id') || key === 'id' ? '' : value)),
      )
      const numbers = bodies.join().match(/(?<![\w/-])\d{11,15}(?!\w)/g) ?? []
      expect(numbers.length).toBeGreaterThan(3 * 2 * 120)
      expect(numbers.filter((number) => !reserved.test(number))).toEqual([])
    }
  })

  test('keeps its strict order of time and its numbers while messages are added and deleted', async () => {
    await using simulator = await startSimulator({ messages: 30 })
    const { participant, digits } = firstOf(simulator)
    const conversation = simulator.conversation(participant)
    const model = transcript(simulator)[0]?.slice() ?? []
    let state = 1
    for (let step = 0; step < 300; step++) {
      state = (state * 48_271) % 2_147_483_647
      if (state % 2 === 0 || conversation.length === 0) {
        model.push(
          conversation.add({ text: `step ${step}`, direction: state % 3 === 0 ? 'outbound' : 'inbound' }),
        )
      } else {
        const index = state % conversation.length
        conversation.delete(index)
        model.splice(index, 1)
      }
    }
    expect(transcript(simulator)[0]).toEqual(model)
    const times = model.map(({ time }) => time.getTime())
    expect(times).toEqual([...new Set(times)].toSorted((one, other) => one - other))
    const { conversation: seen } = pageIn(await smstoolsOf(simulator)(`/conversation/${digits}`))
    expect(seen.map((item) => item['message']).toReversed()).toEqual(model.map(({ text }) => text))
    for (const [view, direction] of [
      ['mt', 'outbound'],
      ['mo', 'inbound'],
    ] as const) {
      const items = itemsIn(await ip1Of(simulator)(`/v2/conversations/${digits}/${view}?limit=500`))
      const expected = model.filter((message) => message.direction === direction)
      expect(items.map((item) => item['body'])).toEqual(expected.map(({ text }) => text))
    }
    const { body } = await ip1Of(simulator)(`/v2/conversations/${digits}/summary`)
    expect(body).toMatchObject({ totalMessageCount: model.length })
  })

  test('is counted again after it changes', async () => {
    await using simulator = await startSimulator()
    const { participant, digits } = firstOf(simulator)
    const total = async (): Promise<unknown> =>
      (await ip1Of(simulator)(`/v2/conversations/${digits}/summary`)).body
    expect(await total()).toMatchObject({ totalMessageCount: 120 })
    simulator.conversation(participant).add()
    expect(await total()).toMatchObject({ totalMessageCount: 121 })
  })

  test('can begin empty', async () => {
    await using simulator = await startSimulator({ messages: 0 })
    const { participant, digits } = firstOf(simulator)
    expect((await octopushOf(simulator)('/conversations/list')).body).toEqual([])
    expect((await octopushOf(simulator)(`/conversations/messages/list?contact=${digits}`)).body).toEqual([])
    const { number } = simulator.conversation(participant).add({ text: 'First!' })
    expect(number).toBe(0)
    expect((await smstoolsOf(simulator)(`/conversation/${digits}`)).body).toMatchObject({
      total: 1,
      conversation: [{ message: 'First!' }],
    })
  })

  test('of a million messages has a last page at every provider, and is never kept in memory', async () => {
    await using simulator = await startSimulator({ messages: 1_000_000 })
    const { participant, digits } = firstOf(simulator)
    const conversation = simulator.conversation(participant)
    for (let index = 0; index < 1000; index++) conversation.delete(index * 500)
    const heapBefore = process.memoryUsage().heapUsed
    const smstools = pageIn(await smstoolsOf(simulator)(`/conversation/${digits}?page=999`))
    const octopush = itemsIn(
      await octopushOf(simulator)(`/conversations/messages/list?contact=${digits}&page=19980`),
    )
    const mo = itemsIn(await ip1Of(simulator)(`/v2/conversations/${digits}/mo?order=DESC&limit=50`))
    const mt = itemsIn(await ip1Of(simulator)(`/v2/conversations/${digits}/mt?start=499450`))
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(50_000_000)
    expect(smstools.conversation.at(-1)?.['message']).toBe(conversation.at(0).text)
    expect(octopush.at(-1)?.['text']).toBe(conversation.at(0).text)
    expect(mo[0]?.['body']).toBe(conversation.at(conversation.length - 1).text)
    expect(mt.at(-1)?.['body']).toBe(conversation.at(conversation.length - 2).text)
  })

  test('throws a RangeError for an index outside its bounds', async () => {
    await using simulator = await startSimulator()
    const conversation = simulator.conversation(firstOf(simulator).participant)
    for (const index of [-1, 120, 0.5, Number.NaN]) {
      expect(() => conversation.at(index)).toThrow(RangeError)
      expect(() => conversation.delete(index)).toThrow(RangeError)
    }
    expect(() => simulator.conversation('+447700900999')).toThrow(RangeError)
  })
})
