import { type Message, splitKey } from '@sms/core'
import { itemIdentity, paginate, walkOffsets } from '@sms/core/provider'
import { expect, test } from 'vitest'

interface Item {
  readonly id: string | null
  readonly text: string
}

/** The keys that a walk makes for the items of a list. */
async function keysOf(items: readonly Item[]): Promise<readonly Message['key'][]> {
  return paginate<Item, string>({
    provider: 'acme',
    cursorScope: ['acme'],
    settings: { limit: Infinity, pageSize: 50, concurrency: 1, cursor: undefined, signal: undefined },
    walk: walkOffsets,
    list: () => ({
      request: async (offset, size) => items.slice(offset, offset + size),
      read: (page: readonly Item[]) => ({ items: page, more: false }),
      identify: ({ id, text }) => itemIdentity(id, () => [text]),
    }),
    normalize: (_, key) => key,
  }).toArray()
}

test('splits the keys of identical messages without ids into the same content and different numbers', async () => {
  const keys = await keysOf(['yes', 'no', 'yes'].map((text) => ({ id: null, text })))
  const parts = keys.map(splitKey)
  expect(parts.map(({ repeat }) => repeat)).toEqual([0, 0, 1])
  expect(parts[2]?.content).toBe(parts[0]?.content)
  expect(parts[1]?.content).not.toBe(parts[0]?.content)
})

test.each(['m1', 'm:1', '~m', '~Ectxqm-mc8N', '~Ectxqm-mc8N:1', ''])(
  'returns the whole key of a message with the id %j as its content',
  async (id) => {
    for (const key of await keysOf([{ id, text: 'yes' }])) {
      expect(splitKey(key)).toEqual({ content: key, repeat: null })
    }
  },
)
