import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SimulatorOptions, type SimulatorRequest, startSimulator } from '@sms/simulator'
import { describe, expect, test } from 'vitest'
import { firstOf, get, ip1Of, itemsIn, octopushOf, smstoolsOf } from './client.ts'

const misspelt = { seed: 1, mesages: 5 }

describe('the server', () => {
  test('includes a message that beforeAnswer adds', async () => {
    const seen: SimulatorRequest[] = []
    await using simulator = await startSimulator({
      async beforeAnswer(received) {
        seen.push(received)
        await Promise.resolve()
        simulator.conversation(participant).add({ text: `before ${received.number}` })
      },
    })
    const { participant, digits } = firstOf(simulator)
    for (const number of [1, 2]) {
      const [newest] = itemsIn(await ip1Of(simulator)(`/v2/conversations/${digits}?order=DESC`))
      expect(newest?.['body']).toBe(`before ${number}`)
    }
    expect(seen).toEqual(
      [1, 2].map((number) => ({
        provider: 'ip1',
        path: `/v2/conversations/${digits}`,
        query: new URLSearchParams('order=DESC'),
        number,
        fault: null,
      })),
    )
    expect(simulator.requests).toBe(2)
  })

  test('lists the options of each factory by the name of its provider', async () => {
    await using simulator = await startSimulator()
    const { smstools, conversationsRcs, ip1, twilio } = simulator
    expect(simulator.providers).toEqual({ smstools, 'conversations-rcs': conversationsRcs, ip1, twilio })
  })

  test('responds with 500 if beforeAnswer throws', async () => {
    await using simulator = await startSimulator({
      beforeAnswer() {
        throw new Error('on purpose')
      },
    })
    const reply = await smstoolsOf(simulator)('/conversation/447700900999')
    expect(reply).toMatchObject({ status: 500, body: { error: 'Error: on purpose' } })
  })

  test('responds to unknown paths, malformed encodings and every method', async () => {
    await using simulator = await startSimulator()
    expect(await get(`${simulator.url}/elsewhere`)).toMatchObject({ status: 404 })
    expect(await smstoolsOf(simulator)('/conversation/%zz')).toMatchObject({ status: 400 })
    expect(await ip1Of(simulator)('/v2/conversations/%zz')).toMatchObject({ status: 400 })
    expect(await octopushOf(simulator)('/conversations/%zz')).toMatchObject({ status: 400 })
    expect(await octopushOf(simulator)('/constructor')).toMatchObject({ status: 404 })
    for (const method of ['HEAD', 'POST', 'DELETE', 'OPTIONS']) {
      expect(await octopushOf(simulator)('/conversations/list', method)).toMatchObject({ status: 405 })
      expect(await ip1Of(simulator)('/v2/conversations/447700900999', method)).toMatchObject({ status: 405 })
    }
    for (const path of ['//', '/%00', '/v2/conversations/a?%zz&&=']) {
      const status = await new Promise((resolve, reject) => {
        const sent = request(simulator.url, { path }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        sent.on('error', reject).end()
      })
      expect(status).toBeOneOf([401, 404])
    }
  })

  test('closes at once, even before it has responded', async () => {
    const simulator = await startSimulator({ latency: 60_000 })
    const reply = get(`${simulator.url}/v1/conversation/447700900999`)
    const closed = sleep(100).then(() => Promise.all([simulator.close(), simulator.close()]))
    await expect(reply).rejects.toThrow('fetch failed')
    await closed
    expect(simulator.requests).toBe(0)
  })

  test('waits for the latency before each response', async () => {
    await using simulator = await startSimulator({ latency: 100 })
    const begin = performance.now()
    await smstoolsOf(simulator)('/conversation/447700900999')
    expect(performance.now() - begin).toBeGreaterThan(95)
  })

  test.each<[SimulatorOptions, string]>([
    [{ messages: 1_000_001 }, 'messages: expected an integer from 0 to 1000000, got 1000001'],
    [{ participants: 0 }, 'participants: expected an integer from 1 to 85, got 0'],
    [{ seed: Number.NaN }, 'seed: expected an integer from 0 to 4294967295'],
    [
      misspelt,
      'mesages: no such option, expected one of seed, messages, participants, entries, excess, port, latency, retryAfter, faults, changes, beforeAnswer',
    ],
  ])('rejects the options %j', async (options, message) => {
    await expect(startSimulator(options)).rejects.toThrow(message)
  })
})
