import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { emptyPage, onePage, read } from './read.ts'

const HOUR = 3600

const limit = (seconds: number) =>
  answer('', { status: '429 Too Many Requests', headers: { 'retry-after': String(seconds) } })

describe.each(PROVIDERS)('$name [long-wait]', (provider) => {
  test('sends no request while a wait of more than a minute lasts, and reports what remains of it', async () => {
    await using server = await startWireServer(limit(HOUR), answer(onePage(provider)))
    const reader = provider.connect({ baseUrl: server.url })
    const messages = reader.messages(CANARY.participant, { concurrency: 1 })
    const first = await failure(messages.toArray())
    expect(first).toMatchObject({ code: 'rate_limited', status: 429, attempts: 1, retryAfter: HOUR })
    for (let call = 0; call < 3; call += 1) {
      const error = await failure(messages.toArray())
      expect(error).toMatchObject({ code: 'rate_limited', attempts: 0, retryable: true })
      expect(error.retryAfter).toBeGreaterThan(HOUR - 60)
      expect(error.retryAfter).toBeLessThanOrEqual(HOUR)
    }
    expect(server.requests).toHaveLength(1)
  })

  test('does not hold another reader back', async () => {
    await using server = await startWireServer(
      limit(HOUR),
      answer(onePage(provider)),
      answer(emptyPage(provider)),
    )
    await failure(read(provider, server))
    const other = provider
      .connect({ baseUrl: server.url })
      .messages(CANARY.participant, { limit: 1, concurrency: 1 })
    await expect(other.toArray()).resolves.toHaveLength(1)
  })
})
