import type { Archive } from '@sms/archive'
import { expect } from 'vitest'
import { collect } from './collect.ts'
import { OTHER, PARTICIPANT } from './model-provider.ts'

/** Two archives return the same, whatever they are asked. */
export async function expectSameArchive(one: Archive, other: Archive): Promise<void> {
  const expected = await readAll(one)
  expect(await readAll(other)).toEqual(expected)
  await expectSameFromCursors(one, other)
}

async function readAll(archive: Archive): Promise<unknown> {
  return {
    conversations: await archive.conversations().toArray(),
    messages: await archive.messages().toArray(),
    inbound: await archive.messages({ direction: 'inbound', order: 'newest-first' }).toArray(),
    ofOne: await archive.messages({ participant: [PARTICIPANT, OTHER] }).toArray(),
    found: await archive.search('text').toArray(),
    changes: await collect(archive.changes()),
    read: await archive.reader('model').messages(PARTICIPANT).toArray(),
  }
}

/** A cursor of one archive continues in the other exactly. */
async function expectSameFromCursors(one: Archive, other: Archive): Promise<void> {
  const changes = await collect(one.changes())
  const every = Math.max(1, Math.floor(changes.length / 5))
  for (const [at, { cursor }] of changes.entries())
    if (at % every === 0 || at === changes.length - 1)
      expect(await collect(other.changes({ cursor }))).toEqual(changes.slice(at + 1))
  const messages = await one.messages().toArray()
  let read = 0
  for await (const { items, cursor } of one.messages({ pageSize: 100 }).pages()) {
    read += items.length
    if (cursor !== null)
      expect(await other.messages({ cursor, pageSize: 100 }).toArray()).toEqual(messages.slice(read))
  }
}
