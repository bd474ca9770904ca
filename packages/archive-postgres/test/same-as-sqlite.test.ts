import { type Archive, openArchive } from '@sms/archive'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { collect } from '../../archive/test/collect.ts'
import { ModelProvider, OTHER, PARTICIPANT, type Style } from '../../archive/test/model-provider.ts'
import { PROPERTY_TIMEOUT, propertyParameters } from '../../archive/test/property-parameters.ts'
import { random } from '../../archive/test/random.ts'
import { testArchives } from './archives.ts'
import { changeName } from './change-name.ts'

const archives = testArchives()

const START = Date.UTC(2026, 0, 10)
const HOUR = 3_600_000

// In what order texts of these sort, and where they differ, depends on a database's rules for languages.
const WORDS = [
  'Überweisung',
  'uberweisung',
  'ΟΔΟΣ',
  'οδος',
  'łódź',
  '中国人',
  'a',
  'B',
  'b-1',
  'A_',
  '\0',
  '\ud83d',
  '👍',
  '%',
  '\\',
]
const QUERIES = ['uber', 'οδος', 'lodz', '国人', 'b', '"a b"', 'a b', '1', 'überweisung 中国']

interface History {
  readonly style: Style
  readonly ids: 'all' | 'half'
  readonly length: number
  readonly steps: number
  readonly seed: number
}

afterEach(() => {
  vi.useRealTimers()
})

/** All that an archive says, without what names a place in it. */
async function everythingIn(archive: Archive, provider: ModelProvider): Promise<Record<string, unknown>> {
  const found: Record<string, readonly string[]> = {}
  for (const query of QUERIES)
    found[query] = (await archive.search(query).toArray()).map(({ key, account }) => `${account} ${key}`)
  const conversations = await archive.conversations().toArray()
  const changes = await collect(archive.changes())
  return {
    found,
    messages: await archive.messages().toArray(),
    newestFirst: (await archive.messages({ order: 'newest-first', pageSize: 7 }).toArray()).map(
      ({ key }) => key,
    ),
    conversations: conversations.map((one) => ({ ...one, id: null })),
    changes: changes.map(changeName),
    listed: await archive.reader('model').messages(PARTICIPANT).toArray(),
    verified: await archive.verify(provider.reader, PARTICIPANT),
  }
}

/** Changes the list and the archives in the same way. Returns what the archives have reported. */
async function step(archive: Archive, provider: ModelProvider, choice: number): Promise<unknown> {
  if (choice < 0.7) return archive.sync(provider.reader, PARTICIPANT, { full: choice < 0.3, pageSize: 20 })
  if (choice < 0.8) return archive.sync(provider.reader, PARTICIPANT, { account: 'other' })
  if (choice < 0.9) return archive.erase(OTHER)
  return archive.prune({ before: new Date(START - 20 * HOUR) })
}

function change(provider: ModelProvider, chance: () => number): void {
  for (let count = Math.floor(chance() * 8); count > 0; count -= 1) arrive(provider, chance)
  const { list } = provider
  const at = Math.floor(chance() * list.length)
  for (const message of list.slice(at, at + Math.floor(chance() * 4))) message.isDeleted = true
  for (const message of list) if (chance() < 0.05) message.status = 'delivered'
  const edited = list[Math.floor(chance() * list.length)]
  if (edited?.id !== null && edited !== undefined) edited.text = `${edited.text} b`
}

function arrive(provider: ModelProvider, chance: () => number): void {
  const words = Array.from(
    { length: Math.ceil(chance() * 4) },
    () => WORDS[Math.floor(chance() * WORDS.length)],
  )
  const time = Math.floor((Date.now() - chance() * 40 * HOUR) / 1000) * 1000
  provider.insert(
    provider.make(words.join(' '), time, chance() < 0.5 ? 'received' : 'sent', chance() < 0.2),
    0,
  )
}

test(
  'an archive in PostgreSQL says the same as one in SQLite after the same history',
  { timeout: PROPERTY_TIMEOUT },
  async () => {
    const histories: fc.Arbitrary<History> = fc.record({
      style: fc.constantFrom('counted', 'offsets', 'numbered', 'tokens'),
      ids: fc.constantFrom('all', 'half'),
      length: fc.integer({ min: 0, max: 120 }),
      steps: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(),
    })
    const property = fc.asyncProperty(histories, async ({ style, ids, length, steps, seed }) => {
      vi.useFakeTimers({ toFake: ['Date'], now: START })
      await using one = await openArchive(':memory:')
      await using other = await archives.openNew()
      const chance = random(seed)
      const provider = new ModelProvider({ style, ids, growsAtEnd: false, excess: 0 })
      for (let at = 0; at < length; at += 1) arrive(provider, chance)
      for (let count = 0; count < steps; count += 1) {
        const choice = count === 0 ? 0 : chance()
        const reports = await Promise.all(
          [one, other].map((archive) => step(archive, provider, choice).catch(String)),
        )
        expect(reports[1]).toEqual(reports[0])
        vi.setSystemTime(Date.now() + Math.floor(chance() * 2 * HOUR))
        change(provider, chance)
      }
      expect(await everythingIn(other, provider)).toEqual(await everythingIn(one, provider))
    })
    await fc.assert(property, propertyParameters(4))
  },
)
