import { type Archive, type Change } from '@sms/archive'
import { afterEach, expect, test } from 'vitest'
import { collect } from '../../archive/test/collect.ts'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { random } from '../../archive/test/random.ts'
import { testArchives } from './archives.ts'
import { changeName } from './change-name.ts'

const WRITERS = 8
const ROUNDS = 3
const SCHEMA = 'changes'

const archives = testArchives()

const opened: Archive[] = []
async function open(): Promise<Archive> {
  const archive = await archives.open(SCHEMA)
  opened.push(archive)
  return archive
}
afterEach(async () => {
  for (const archive of opened.splice(0)) await archive.close()
})

/** Syncs a conversation of its own again and again, in which messages arrive and change, through connections of its own. */
async function write(writer: number): Promise<void> {
  const archive = await open()
  const chance = random(writer)
  const provider = new ModelProvider({ style: 'offsets', ids: 'all', growsAtEnd: true, excess: 0 })
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let count = Math.floor(chance() * 40); count >= 0; count -= 1) {
      const { length } = provider.ever
      provider.insert(provider.make(`${writer} ${length}`, Date.now() - 1000 + length, 'sent'), 0)
    }
    for (const message of provider.list) if (chance() < 0.2) message.status = 'delivered'
    await archive.sync(provider.reader, PARTICIPANT, { account: `writer ${writer}`, pageSize: 7 })
  }
}

/** Reads changes from its own place on, whenever there are new ones, until it has read those that were there at the end. */
async function follow(isOver: () => boolean): Promise<readonly Change[]> {
  const archive = await open()
  const seen: Change[] = []
  for (let isLast = false; ;) {
    const cursor = seen.at(-1)?.cursor
    seen.push(...(await collect(archive.changes(cursor === undefined ? {} : { cursor }))))
    if (isLast) return seen
    isLast = isOver()
  }
}

test('who reads changes beside eight writers misses none, and sees each once, in the order of a later reading', async () => {
  await open()
  let isOver = false
  const readers = Array.from({ length: 2 }, () => follow(() => isOver))
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
  isOver = true
  const archive = await open()
  const all = await collect(archive.changes())
  expect(all.filter(({ kind }) => kind === 'added')).toHaveLength((await archive.messages().toArray()).length)
  for (const seen of await Promise.all(readers)) {
    const cursors = seen.map(({ cursor }) => cursor)
    expect(new Set(cursors).size).toBe(cursors.length)
    // A message that has changed again since is left out where it changed before.
    const last = new Map(seen.map((change, at) => [changeName(change), at]))
    const kept = seen.filter((change, at) => last.get(changeName(change)) === at)
    expect(kept.map(changeName)).toEqual(all.map(changeName))
    expect(seen.filter(({ kind }) => kind === 'added').map(changeName)).toEqual(
      all.filter(({ kind }) => kind === 'added').map(changeName),
    )
  }
})
