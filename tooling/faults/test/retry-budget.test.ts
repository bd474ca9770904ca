import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { probedProvider, PROVIDERS, type ProbedProvider } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const CALLS = 1000

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

const down = (): Response => new Response('', { status: 503 })

async function retriesOf(
  provider: ProbedProvider,
  answer: () => Response | Promise<Response>,
): Promise<number> {
  const { fetch, requests } = answering(answer)
  const reader = provider.connect({ fetch })
  await Promise.all(
    Array.from({ length: CALLS }, () =>
      failure(reader.messages(CANARY.participant, { concurrency: 1 }).toArray()),
    ),
  )
  return requests.length - CALLS
}

describe.each(PROVIDERS)('$name', (provider) => {
  test('a thousand failing calls cause far fewer retries [outage]', async () => {
    await expect(retriesOf(provider, down)).resolves.toBeLessThanOrEqual(CALLS / 5)
  })

  test('answers fill the budget of retries up again [outage]', async () => {
    let isDown = true
    const { fetch, requests } = answering((request) =>
      isDown ? down() : Response.json(provider.page([], request.url)),
    )
    const messages = provider
      .connect({ fetch, retries: 4 })
      .messages(CANARY.participant, { limit: 1, concurrency: 1 })
    const attempts = async (): Promise<number> => {
      const before = requests.length
      await failure(messages.toArray())
      return requests.length - before
    }
    await expect(attempts()).resolves.toBe(5)
    for (let calls = 0; calls < 100; calls += 1) await attempts()
    await expect(attempts()).resolves.toBe(1)
    isDown = false
    for (let calls = 0; calls < 20; calls += 1) await messages.toArray()
    isDown = true
    await expect(attempts()).resolves.toBe(5)
  })
})

test.each([
  { what: 'answers 429', answer: () => new Response('', { status: 429 }) },
  { what: 'answers with HTML', answer: () => new Response('<html>') },
  { what: 'breaks off', answer: () => Promise.reject(new TypeError('fetch failed')) },
])('so they do where the provider $what [outage]', async ({ answer }) => {
  await expect(retriesOf(probedProvider('ip1'), answer)).resolves.toBeLessThanOrEqual(CALLS / 5)
})
