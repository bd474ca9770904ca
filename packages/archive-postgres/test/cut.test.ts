import { type Archive, ArchiveError, type SyncOptions } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { type Proxy, startProxy } from '@sms/postgres/proxy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../archive/test/collect.ts'
import { countBy } from '../../archive/test/count-by.ts'
import { PROPERTY_TIMEOUT } from '../../archive/test/property-parameters.ts'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

let proxy: Proxy
let archive: Archive
/** The same archive, through connections that are not cut. */
let beside: Archive
/** The last change that was checked. */
let cursor: string | undefined
let schemas = 0
beforeEach(async () => {
  const schema = `cut_${(schemas += 1)}`
  proxy = await startProxy(archives.url)
  archive = await openPostgresArchive(proxy.url, { schema })
  beside = await archives.open(schema)
  cursor = undefined
})
afterEach(async () => {
  await archive.close()
  await beside.close()
  await proxy[Symbol.asyncDispose]()
})

/** A provider with 30 messages. */
function makeProvider(): ModelProvider {
  const provider = new ModelProvider({ style: 'counted', ids: 'half', growsAtEnd: false, excess: 0 })
  for (let count = 0; count < 30; count += 1) arrive(provider)
  return provider
}

function arrive(provider: ModelProvider): void {
  const number = provider.ever.length
  provider.insert(provider.make(`text ${number}`, number * 1000, 'sent'), 0)
}

const sync = (provider: ModelProvider, account: string, options: SyncOptions = {}) =>
  archive.sync(provider.reader, PARTICIPANT, { account, pageSize: 12, refreshDays: 36_500, ...options })

/** What is stored of an account is what is listed, each message once. */
async function expectAsListed(provider: ModelProvider, account: string): Promise<void> {
  const listed = provider.list.toReversed().map(({ text, status }) => `${text} ${status}`)
  const stored = await beside.messages({ account }).toArray()
  expect(stored.map(({ text, status }) => `${text} ${status}`)).toEqual(listed)
  const [conversation] = await beside.conversations({ account }).toArray()
  expect(conversation).toMatchObject({ messages: listed.length, complete: true })
}

/** How many changes of each kind there are since the last call. Each is another one. */
async function countChanges(): Promise<Record<string, number>> {
  const changes = await collect(beside.changes({ cursor }))
  cursor = changes.at(-1)?.cursor ?? cursor
  expect(new Set(changes.map((one) => one.cursor)).size).toBe(changes.length)
  return Object.fromEntries(countBy(changes.map(({ kind }) => kind)))
}

/** Where a connection is cut: at which statement, the first one is 1, and on which side of it. */
type Cut = readonly [statement: number, when: 'before' | 'after']

// On every change, connections are cut at some ends of transactions and a few other statements; by `prove`, on both sides of
// every statement.
const isThorough = process.env['ARCHIVE_RUNS'] !== undefined
const FEW = 8

/** @param most How many cuts are enough on every change. */
function planCuts(statements: readonly string[], most: number): readonly Cut[] {
  const cuts = statements.flatMap((text, index): readonly Cut[] => {
    const both: readonly Cut[] = [
      [index + 1, 'before'],
      [index + 1, 'after'],
    ]
    if (isThorough || text === 'COMMIT') return both
    return index % FEW === 0 ? both.slice(index % (2 * FEW) === 0 ? 1 : 0).slice(0, 1) : []
  })
  const step = isThorough ? 1 : Math.ceil(cuts.length / most)
  return cuts.filter((_, at) => at % step === 0)
}

/**
 * Does something once as it is, and once more for each place where it may be cut; at every third, all connections are cut.
 *
 * @param most How many cuts are enough on every change.
 * @param run Is to call `arm` before the first statement that may be cut.
 */
async function cutAtEach(
  most: number,
  run: (attempt: number, arm: () => void) => Promise<void>,
): Promise<void> {
  let first = 0
  await run(0, () => {
    first = proxy.statements.length
  })
  const cuts = planCuts(proxy.statements.slice(first), most)
  for (const [at, [statement, when]] of cuts.entries()) {
    const style = at % 2 === 0 ? 'end' : 'reset'
    await run(at + 1, () => proxy.cutAt({ statement, when, style, all: at % 3 === 0 }))
  }
  expect(cuts.length).toBeGreaterThan(3)
  // One that has no new connection to make has fewer statements than the first.
  expect(proxy.cuts).toBeGreaterThan(0.7 * cuts.length)
}

describe('if a connection is cut at any statement,', () => {
  test('a first sync stores each message once', { timeout: PROPERTY_TIMEOUT }, async () => {
    await cutAtEach(10, async (attempt, arm) => {
      const provider = makeProvider()
      const account = `first ${attempt}`
      arm()
      expect(await sync(provider, account)).toMatchObject({ added: 30, complete: true, requests: 3 })
      await expectAsListed(provider, account)
      expect(await countChanges()).toEqual({ added: 30 })
    })
  })

  test(
    'a later sync stores each new message once, and each change',
    { timeout: PROPERTY_TIMEOUT },
    async () => {
      const provider = makeProvider()
      await sync(provider, 'default')
      await cutAtEach(10, async (_, arm) => {
        await countChanges()
        for (const message of provider.list.slice(0, 2)) message.status = 'delivered'
        for (let count = 0; count < 3; count += 1) arrive(provider)
        arm()
        expect(await sync(provider, 'default')).toMatchObject({ added: 3, updated: 2, complete: true })
        await expectAsListed(provider, 'default')
        expect(await countChanges()).toEqual({ added: 3, updated: 2 })
      })
    },
  )

  test('an erasure erases all, and the person is remembered', { timeout: PROPERTY_TIMEOUT }, async () => {
    const provider = makeProvider()
    await cutAtEach(5, async (_, arm) => {
      await sync(provider, 'default', { restoreErased: true })
      arm()
      expect(await archive.erase(PARTICIPANT)).toMatchObject({ messages: 30, conversations: 1 })
      expect(await beside.messages().toArray()).toEqual([])
      await expect(sync(provider, 'default')).rejects.toMatchObject({ code: 'erased' })
    })
  })

  test('what is read is whole', { timeout: PROPERTY_TIMEOUT }, async () => {
    const provider = makeProvider()
    await sync(provider, 'default')
    await cutAtEach(5, async (_, arm) => {
      arm()
      const found = await archive.search('text').toArray()
      expect(found).toHaveLength(30)
      expect(await archive.messages({ pageSize: 12 }).toArray()).toHaveLength(30)
      expect(await archive.conversations().toArray()).toHaveLength(1)
      expect(await collect(archive.changes())).toHaveLength(30)
    })
  })

  test(
    'an archive is made as a whole, at the second try at the latest',
    { timeout: PROPERTY_TIMEOUT },
    async () => {
      await cutAtEach(5, async (attempt, arm) => {
        const schema = `made_${attempt}`
        const open = (): Promise<Archive> => openPostgresArchive(proxy.url, { schema })
        arm()
        await using made = await open().catch((error: unknown) => {
          if (!ArchiveError.is(error, 'storage')) throw error
          return open()
        })
        expect(await made.sync(makeProvider().reader, PARTICIPANT)).toMatchObject({
          added: 30,
          complete: true,
        })
        await archives.query(`DROP SCHEMA ${schema} CASCADE`)
      })
    },
  )
})
