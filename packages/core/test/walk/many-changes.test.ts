import { SmsError } from '@sms/core'
import {
  itemIdentity,
  type List,
  type ListResponse,
  paginate,
  type StartWalk,
  walkCountedPages,
  walkNumberedPages,
  walkOffsets,
} from '@sms/core/provider'
import { expect, test } from 'vitest'

interface Item {
  readonly id: string
}

/** A change of the list after the walk has yielded this many items. */
interface Change {
  readonly yielded: number
  readonly arrive?: number
  /** Ranges of item numbers, each without its end. */
  readonly vanish?: readonly (readonly [number, number])[]
}

interface Case {
  readonly style: 'counted' | 'numbered' | 'offsets'
  readonly newestFirst?: boolean
  readonly length: number
  readonly pageSize: number
  readonly concurrency?: number
  readonly changes: readonly Change[]
}

const WALKS: Readonly<Record<Case['style'], StartWalk<Item>>> = {
  counted: walkCountedPages,
  numbered: walkNumberedPages,
  offsets: walkOffsets,
}

function changed(items: readonly Item[], { yielded, arrive = 0, vanish = [] }: Change): readonly Item[] {
  const arrived = Array.from({ length: arrive }, (_, at) => ({ id: `after ${yielded}: ${at}` }))
  const remains = ({ id }: Item): boolean =>
    !vanish.some(([from, to]) => Number(id) >= from && Number(id) < to)
  return [...arrived, ...items.filter(remains)]
}

/** Walks over a list that is much longer than a walk remembers, and counts the items repeated and missed. */
async function walkOver(testCase: Case): Promise<{
  readonly repeated: number
  readonly missed: number
  readonly code: string | null
}> {
  const { style, length, pageSize, concurrency = 1, newestFirst } = testCase
  const ids: string[] = []
  let items: readonly Item[] = Array.from({ length }, (_, at) => ({ id: String(at) }))
  const pending = [...testCase.changes]
  const list: List<Item> = {
    ...(newestFirst === undefined ? {} : { newestFirst }),
    async request(position, size) {
      for (; pending[0] !== undefined && ids.length >= pending[0].yielded; pending.shift()) {
        items = changed(items, pending[0])
      }
      const from = style === 'offsets' ? position : (position - 1) * size
      const page = items.slice(from, from + size)
      if (style === 'offsets') return { items: page, more: from + size < items.length }
      return style === 'counted' ? { items: page, total: items.length } : { items: page }
    },
    read: (response: ListResponse<Item>) => response,
    identify: ({ id }) => itemIdentity(id, () => []),
  }
  const walk = paginate<Item, string>({
    provider: 'model',
    cursorScope: ['model'],
    settings: { limit: Infinity, pageSize, concurrency, cursor: undefined, signal: undefined },
    walk: WALKS[style],
    list: () => list,
    normalize: ({ id }) => id,
  })
  let code: string | null = null
  try {
    for await (const id of walk) ids.push(id)
  } catch (error) {
    if (!SmsError.is(error)) throw error
    code = error.code
  }
  const distinct = new Set(ids)
  const original = items.filter(({ id }) => !id.startsWith('after'))
  return {
    repeated: ids.length - distinct.size,
    missed: code === null ? original.filter(({ id }) => !distinct.has(id)).length : 0,
    code,
  }
}

const EXACT = { repeated: 0, missed: 0, code: null }

test.each<Case>([
  ...[1690, 1730, 1770].map((arrive): Case => ({
    style: 'offsets',
    newestFirst: true,
    length: 10_000,
    pageSize: 50,
    changes: [
      { yielded: 1500, arrive: 10 },
      { yielded: 3250, arrive },
    ],
  })),
  {
    style: 'counted',
    length: 10_000,
    pageSize: 50,
    changes: [
      { yielded: 1500, vanish: [[10, 11]] },
      { yielded: 3250, vanish: [[5000, 7000]] },
    ],
  },
  {
    style: 'counted',
    length: 40_000,
    pageSize: 2000,
    changes: [{ yielded: 6000, vanish: [[9000, 13_500]] }],
  },
  ...[1, 4].map((concurrency): Case => ({
    style: 'numbered',
    length: 8000,
    pageSize: 50,
    concurrency,
    changes: [{ yielded: 3000, arrive: 1900 }],
  })),
  { style: 'numbered', length: 12_000, pageSize: 600, changes: [{ yielded: 4800, arrive: 2300 }] },
  {
    style: 'numbered',
    length: 20_000,
    pageSize: 1000,
    concurrency: 4,
    changes: [{ yielded: 6000, arrive: 3500 }],
  },
])(
  'a walk yields each message once despite more changes at once than it remembers: %j [changing-list]',
  async (testCase) => {
    await expect(walkOver(testCase)).resolves.toEqual(EXACT)
  },
)

test.each<Case>(
  (['counted', 'offsets'] as const).flatMap((style) =>
    [1330, 1900, 3000].map((vanished) => ({
      style,
      length: 10_000,
      pageSize: 50,
      changes: [
        { yielded: 1500, vanish: [[10, 11]] },
        { yielded: 3250, vanish: [[3250 - vanished, 3250]] },
      ],
    })),
  ),
)(
  'a walk yields each message once or fails if more messages vanish than it remembers: %j',
  async (testCase) => {
    const { repeated, missed, code } = await walkOver(testCase)
    expect({ repeated, missed }).toEqual({ repeated: 0, missed: 0 })
    expect([null, 'pagination']).toContain(code)
  },
)

test('a walk yields no message twice if as many messages vanish at the end as arrive', async () => {
  for (const burst of [11, 60, 73]) {
    const changes = [{ yielded: 100, arrive: burst, vanish: [[1000 - burst, 1000] as const] }]
    const { repeated } = await walkOver({ style: 'counted', length: 1000, pageSize: 50, changes })
    expect(repeated).toBe(0)
  }
})
