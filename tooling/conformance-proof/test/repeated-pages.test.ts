import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkProvider } from '@sms/conformance'
import type { ClientOptions, MessageReader } from '@sms/core'
import {
  type ApiResponse,
  defineProvider,
  givenId,
  itemIdentity,
  type ListResponse,
  type ProviderFactory,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
} from '@sms/core/provider'
import { expect, test } from 'vitest'

const PARTICIPANT = '+46701740605'

const WALKS = { walkCountedPages, walkNumberedPages, walkOffsets }

interface Item {
  readonly id: string
}

interface AcmeOptions extends ClientOptions {
  readonly apiKey?: string | undefined
}

/** An API, and how its provider reads it. */
interface Example {
  readonly walk: keyof typeof WALKS
  readonly messages: number
  readonly pageSize: number
  /** Whether each response includes the number of messages. */
  readonly total?: boolean
  /** Whether messages have an id. */
  readonly ids?: boolean
}

test.each<Example>([
  { walk: 'walkCountedPages', messages: 7, pageSize: 3, total: true },
  { walk: 'walkCountedPages', messages: 10, pageSize: 3, total: true },
  { walk: 'walkNumberedPages', messages: 7, pageSize: 3 },
  { walk: 'walkOffsets', messages: 7, pageSize: 3 },
  { walk: 'walkOffsets', messages: 5, pageSize: 1 },
  { walk: 'walkOffsets', messages: 45, pageSize: 20, ids: false },
])(
  'PAGE-15 is kept by $walk, the newest message first: $messages messages, $pageSize a page',
  async (example) => {
    const fixtures = mkdtempSync(join(tmpdir(), 'repeated-pages-'))
    try {
      writeFileSync(join(fixtures, 'several-pages.json'), JSON.stringify(await recordPages(example)))
      const results = await checkProvider({ create: providerOf(example), fixtures })
      expect(results.find(({ id }) => id === 'PAGE-15')).toEqual({
        id: 'PAGE-15',
        outcome: 'kept',
        why: null,
      })
    } finally {
      rmSync(fixtures, { recursive: true })
    }
  },
)

function providerOf({
  walk,
  total = false,
  ids = true,
}: Example): ProviderFactory<AcmeOptions, MessageReader<Item>> {
  return defineProvider<AcmeOptions, MessageReader<Item>>({
    name: 'acme',
    baseUrl: 'https://api.acme.example/v1',
    capabilities: {
      order: 'newest-first',
      orders: ['newest-first'],
      total,
      timestamps: false,
      conversations: false,
      summary: false,
      defaultPageSize: 20,
      maxPageSize: 20,
    },
    credentials: { apiKey: 'ACME_API_KEY' },
    headers: ({ apiKey }) => ({ 'x-api-key': apiKey }),
    readErrorBody: () => null,
    messages: () => ({
      walk: WALKS[walk],
      list: () => ({
        newestFirst: true,
        itemsPath: 'items',
        request: (position: number, size: number) => ({ path: '/messages', query: { position, size } }),
        read: ({ body }: ApiResponse) => body as ListResponse<Item>,
        identify: ({ id }) => itemIdentity(ids ? id : givenId(''), () => [id]),
      }),
      normalize: (raw, key) => ({
        id: ids ? raw.id : null,
        key,
        direction: 'inbound',
        channel: 'sms',
        from: PARTICIPANT,
        to: null,
        text: '',
        attachments: [],
        timestamp: null,
        status: 'received',
        segments: null,
        price: null,
        raw,
      }),
    }),
  })
}

/** Reads the list from a server that sends at most `pageSize` items, and returns the fixture of that. */
async function recordPages(example: Example): Promise<object> {
  const { walk, messages, pageSize, total = false } = example
  const list = Array.from({ length: messages }, (_, at): Item => ({ id: `m${at}` }))
  const exchanges: object[] = []
  const fetch: typeof globalThis.fetch = (input) => {
    const query = Object.fromEntries(new URL(new Request(input).url).searchParams)
    const { position, size } = query
    const start = walk === 'walkOffsets' ? Number(position) : (Number(position) - 1) * pageSize
    const items = list.slice(start, start + Math.min(Number(size), pageSize))
    const body = total ? { items, total: messages } : { items }
    const headers = { 'content-type': 'application/json' }
    exchanges.push({ request: { path: '/messages', query }, response: { status: 200, headers, body } })
    return Promise.resolve(Response.json(body))
  }
  const reader = providerOf(example)({ apiKey: 'secret', fetch })
  const options = { pageSize }
  const items = await reader.messages(PARTICIPANT, { ...options, concurrency: 1 }).toArray()
  return {
    scenario: 'several-pages',
    source: { kind: 'synthetic', reason: 'A list in memory.' },
    calls: [{ method: 'messages', participant: PARTICIPANT, options, exchanges, outcome: { items } }],
  }
}
