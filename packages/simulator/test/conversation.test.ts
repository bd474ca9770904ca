import { type SimulatedMessage, type Simulator, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { firstOf, ip1Of, itemsIn, octopushOf, pageIn, smstoolsOf, twilioOf, twilioPageIn } from './client.ts'

function transcript({ participants, conversation }: Simulator): (readonly SimulatedMessage[])[] {
  return participants.map((participant) => {
    const messages = conversation(participant)
    return Array.from({ length: messages.length }, (_, index) => messages.at(index))
  })
}

/** The statuses of a message of iP.1 with this code. */
function withCode(code: number): unknown {
  return [expect.objectContaining({ code })]
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

  test('keeps its order of time and its numbers while messages are added, deleted, hidden and shown', async () => {
    await using simulator = await startSimulator({ messages: 30 })
    const { participant, digits } = firstOf(simulator)
    const conversation = simulator.conversation(participant)
    const model = transcript(simulator)[0]?.slice() ?? []
    const hidden: SimulatedMessage[] = []
    const list = (message: SimulatedMessage): void => {
      model.push(message)
      model.sort((one, other) => one.time.getTime() - other.time.getTime() || one.number - other.number)
    }
    let state = 1
    const next = (most: number): number => {
      state = (state * 48_271) % 2_147_483_647
      return state % most
    }
    for (let step = 0; step < 600; step++) {
      const direction = next(3) === 0 ? 'outbound' : 'inbound'
      const choice = next(5)
      const message = conversation.length === 0 ? undefined : conversation.at(next(conversation.length))
      if (choice === 0 || message === undefined) list(conversation.add({ text: `step ${step}`, direction }))
      else if (choice === 1) {
        // At the same second as another message, or a second after it.
        const time = new Date(message.time.getTime() + next(2) * 1000 + 999)
        list(conversation.add({ text: `late ${step}`, direction, time }))
      } else if (choice === 2) {
        const index = model.findIndex(({ number }) => number === message.number)
        conversation.delete(index)
        hidden.push(...model.splice(index, 1))
      } else if (choice === 3) {
        conversation.hide(message.number)
        hidden.push(
          ...model.splice(model.indexOf(model.find(({ number }) => number === message.number) ?? message), 1),
        )
      } else {
        const [shown] = hidden.splice(next(hidden.length + 1), 1)
        if (shown === undefined) continue
        conversation.show(shown.number)
        list(shown)
      }
    }
    expect(model.length).toBeGreaterThan(100)
    expect(hidden.length).toBeGreaterThan(30)
    expect(transcript(simulator)[0]).toEqual(model)
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

  test('shows a change of state at every provider, and at Twilio the segments and the price that are known then', async () => {
    await using simulator = await startSimulator({ messages: 6 })
    const { participant, digits } = firstOf(simulator)
    const conversation = simulator.conversation(participant)
    const { number } = conversation.add({ direction: 'outbound', state: 'queued', text: 'On its way' })
    const seen = async (): Promise<unknown> => {
      const [smstools, octopush, ip1, twilio] = await Promise.all([
        smstoolsOf(simulator)(`/conversation/${digits}?limit=1`),
        octopushOf(simulator)(`/conversations/messages/list?contact=${digits}&per_page=1`),
        ip1Of(simulator)(`/v2/conversations/${digits}/mt?limit=1&order=DESC`),
        twilioOf(simulator)(`/Messages.json?To=%2B${digits}&PageSize=1`),
      ])
      const [message] = twilioPageIn(twilio).messages
      const [sent] = itemsIn(ip1)
      return [
        pageIn(smstools).conversation[0]?.['deliveryStatus'],
        itemsIn(octopush)[0]?.['delivery_status'],
        sent?.['statuses'],
        message?.['status'],
        message?.['num_segments'],
        message?.['price'],
      ]
    }
    expect(await seen()).toEqual(['SUBMITTED', 'sending', withCode(101), 'queued', '0', null])
    const steps = [
      ['sent', ['SUBMITTED', 'ACK', withCode(110), 'sent', '1', '-0.04000']],
      ['delivered', ['DELIVERED', 'DELIVERED', withCode(201), 'delivered', '1', '-0.04000']],
      ['read', ['DELIVERED', 'DELIVERED', withCode(201), 'read', '1', '-0.04000']],
      ['undelivered', ['NOT DELIVERED', 'NOT_DELIVERED', withCode(500), 'undelivered', '1', '-0.04000']],
    ] as const
    for (const [state, expected] of steps) {
      conversation.setState(number, state)
      expect(conversation.at(6)).toMatchObject({ number, state })
      expect(await seen()).toEqual(expected)
    }
    const { body } = await ip1Of(simulator)(`/v2/conversations/${digits}/summary`)
    expect(body).toMatchObject({ mobileTerminatedMessages: { 500: { messages: 1 } } })
  })

  test('refuses a state that is not one of the direction, a time that is not valid, and an unknown number', async () => {
    await using simulator = await startSimulator({ messages: 6 })
    const conversation = simulator.conversation(firstOf(simulator).participant)
    const inbound = conversation.add().number
    const outbound = conversation.add({ direction: 'outbound' }).number
    expect(() => conversation.setState(inbound, 'read')).toThrow(TypeError)
    expect(() => conversation.setState(outbound, 'received')).toThrow(TypeError)
    expect(() => conversation.add({ state: 'queued' })).toThrow(TypeError)
    expect(() => conversation.add({ time: new Date(Number.NaN) })).toThrow(TypeError)
    for (const number of [-1, 8, 0.5, Number.NaN]) {
      expect(() => conversation.setState(number, 'read')).toThrow(RangeError)
      expect(() => conversation.hide(number)).toThrow(RangeError)
      expect(() => conversation.show(number)).toThrow(RangeError)
    }
    expect(conversation.length).toBe(8)
  })

  test('hides and shows a message only once', async () => {
    await using simulator = await startSimulator({ messages: 6 })
    const conversation = simulator.conversation(firstOf(simulator).participant)
    const before = transcript(simulator)[0]
    for (const number of [2, 2, 5]) conversation.hide(number)
    expect(conversation.length).toBe(4)
    for (const number of [2, 2, 5, 1]) conversation.show(number)
    expect(transcript(simulator)[0]).toEqual(before)
  })

  test('is counted as longer than it is with the option excess', async () => {
    await using simulator = await startSimulator({ excess: 7 })
    const { digits } = firstOf(simulator)
    const { total, conversation } = pageIn(await smstoolsOf(simulator)(`/conversation/${digits}`))
    expect([total, conversation.length]).toEqual([127, 120])
    const { body } = await ip1Of(simulator)(`/v2/conversations/${digits}/summary`)
    expect(body).toMatchObject({ totalMessageCount: 127, mobileTerminatedMessages: expect.anything() })
    const [entry] = itemsIn(await octopushOf(simulator)('/conversations/list'))
    expect(entry).toMatchObject({ number_of_messages: 127 })
    const { link } = await ip1Of(simulator)(`/v2/conversations/${digits}?limit=120`)
    expect(link).toBeNull()
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
