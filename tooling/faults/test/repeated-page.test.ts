import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const MOST_REQUESTS = 20

describe.each(PROVIDERS)('$name', (provider) => {
  test.each([[[1, 1]], [[1, 2, 1]], [[1, 2, 2]], [[1, 1, 2]]])(
    'a page that has a message twice and comes again and again is no loop: %j [repeated-page]',
    async (numbers) => {
      const list = numbers.map(provider.message)
      const page = provider.page(list, `/?page=1&start=0&limit=${list.length}&per_page=${list.length}`)
      const body = JSON.stringify(provider.endless(page))
      const { fetch, requests } = answering((_, number) => {
        if (number > MOST_REQUESTS) throw new Error('a loop')
        return new Response(body, { headers: { link: '<a>; rel="next"' } })
      })
      const messages = provider.connect({ fetch, retries: 0 }).messages(CANARY.participant, {
        pageSize: list.length,
      })
      await expect(failure(messages.toArray())).resolves.toMatchObject({ code: 'pagination' })
      expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS)
    },
  )
})
