import { afterEach, describe, expect, test, vi } from 'vitest'
import { answer } from '../../src/answers.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { startWireServer } from '../../src/wire-server.ts'
import { failure } from '../failure.ts'
import { emptyPage, onePage, read } from './read.ts'

const HOUR = 3_600_000

afterEach(() => vi.restoreAllMocks())

const limit = (headers: Readonly<Record<string, string>>) =>
  answer('', { status: '429 Too Many Requests', headers })

describe.each(PROVIDERS)('$name [clock]', (provider) => {
  const now = Date.now.bind(Date)

  test.each([-HOUR, HOUR])(
    'waits as long as it should if the clock jumps by %i ms meanwhile',
    async (jump) => {
      vi.spyOn(Math, 'random').mockReturnValue(0)
      await using server = await startWireServer(
        async (exchange) => {
          await limit({ 'retry-after': '1' })(exchange)
          // While the wait lasts.
          setTimeout(() => vi.spyOn(Date, 'now').mockImplementation(() => now() + jump), 300)
        },
        answer(onePage(provider)),
        answer(emptyPage(provider)),
      )
      const before = performance.now()
      await expect(read(provider, server)).resolves.toHaveLength(1)
      expect(performance.now() - before).toBeGreaterThanOrEqual(1000)
    },
  )

  test.each([-2 * HOUR, 2 * HOUR])(
    'measures a date by the clock of a provider that is %i ms ahead',
    async (ahead) => {
      const at = (seconds: number): string => new Date(now() + ahead + seconds * 1000).toUTCString()
      await using server = await startWireServer(limit({ date: at(0), 'retry-after': at(90) }))
      await expect(failure(read(provider, server))).resolves.toMatchObject({
        code: 'rate_limited',
        retryAfter: 90,
      })
      expect(server.requests).toHaveLength(1)
    },
  )
})
