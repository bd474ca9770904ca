import { type ApiResponse, defineProvider, walkNumberedPages } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import { type AcmeMessage, type AcmeOptions, type AcmeReader, declareAcme } from './acme.ts'

const PAGE_SIZE = 10

// More than a page without items has, in bytes.
const LONG = 1001

/** By how many bytes the responses are longer than needed. */
interface Padding {
  readonly ofPages: number
  readonly ofEmptyPages: number
}

interface Walked {
  /** The pages that were requested, in this order. */
  readonly requested: readonly number[]
  /** For each page that was read: how many requests had been sent. */
  readonly sentWhenRead: readonly number[]
}

/** Reads so many messages from numbered pages, with two requests in flight. */
async function readMessages(count: number, { ofPages, ofEmptyPages }: Padding): Promise<Walked> {
  const requested: number[] = []
  const sentWhenRead: number[] = []
  const stored = Array.from({ length: count }, (_, at): AcmeMessage => ({ id: `m${at}`, text: `text ${at}` }))
  const declaration = declareAcme()
  const create = defineProvider<AcmeOptions, AcmeReader>({
    ...declaration,
    messages: (call) => ({
      normalize: declaration.messages(call).normalize,
      walk: walkNumberedPages,
      list: () => ({
        request: (page: number, limit: number) => ({ path: '/messages', query: { page, limit } }),
        read({ body }: ApiResponse) {
          sentWhenRead.push(requested.length)
          return { items: body as AcmeMessage[] }
        },
        identify: ({ id }: AcmeMessage) => `i${id}`,
      }),
    }),
  })
  const reader = create({
    apiKey: 'secret',
    async fetch(input) {
      const url = input instanceof Request ? input.url : input
      const page = Number(new URL(url).searchParams.get('page'))
      requested.push(page)
      const items = stored.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
      return new Response(JSON.stringify(items) + ' '.repeat(items.length > 0 ? ofPages : ofEmptyPages))
    },
  })
  const options = { pageSize: PAGE_SIZE, concurrency: 2 }
  expect(await reader.messages('+46701740605', options).toArray()).toHaveLength(count)
  return { requested, sentWhenRead }
}

describe('while further requests wait for their turn, a reader of numbered pages', () => {
  test('sends the next one before it reads a long page', async () => {
    const { sentWhenRead } = await readMessages(65, { ofPages: LONG, ofEmptyPages: 0 })
    expect(sentWhenRead.slice(0, 4)).toEqual([1, 3, 4, 7])
  })

  test('reads a short page at once, because it may be empty', async () => {
    const { sentWhenRead } = await readMessages(65, { ofPages: 0, ofEmptyPages: 0 })
    expect(sentWhenRead.slice(0, 4)).toEqual([1, 3, 3, 4])
  })

  test('requests no page beyond a short one that is empty', async () => {
    const { requested } = await readMessages(25, { ofPages: LONG, ofEmptyPages: 0 })
    // The first page is requested again to prove that nothing has arrived.
    expect(requested).toEqual([1, 2, 3, 1, 4, 5, 1])
  })

  test('requests one page too many if an empty page is long', async () => {
    const { requested } = await readMessages(25, { ofPages: LONG, ofEmptyPages: LONG })
    expect(requested).toEqual([1, 2, 3, 1, 4, 5, 6, 1])
  })
})
