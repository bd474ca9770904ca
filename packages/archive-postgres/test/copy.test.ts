import { type Archive, ArchiveError, copyArchive, openArchive } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { type Proxy, startProxy } from '@sms/postgres/proxy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collect } from '../../archive/test/collect.ts'
import { expectSameArchive } from '../../archive/test/expect-same-archive.ts'
import { ModelProvider, OTHER, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

let schemas = 0
const newSchema = (): string => `copied_${(schemas += 1)}`

let proxy: Proxy
let archive: Archive
beforeEach(async () => {
  proxy = await startProxy(archives.url)
  archive = await openArchive(':memory:')
  const provider = new ModelProvider({ style: 'counted', ids: 'half', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 260; at += 1)
    provider.insert(provider.make(`text ${at}`, at * 1000, 'received', at % 10 === 0), 0)
  await archive.sync(provider.reader, PARTICIPANT)
  await archive.erase(OTHER)
  await archive.prune({ before: new Date(50_000) })
})
afterEach(async () => {
  await archive.close()
  await proxy[Symbol.asyncDispose]()
})

async function expectEmpty(one: Archive): Promise<void> {
  expect(await one.conversations().toArray()).toEqual([])
  expect(await collect(one.changes())).toEqual([])
}

/**
 * Copies an archive again and again, and cuts a connection at each of the statements. Returns how often a copy failed.
 *
 * @param openNew Opens an empty archive to copy into.
 */
async function copyAndCut(
  from: Archive,
  openNew: () => Promise<Archive>,
  when: 'before' | 'after',
): Promise<number> {
  let copy = await openNew()
  let failures = 0
  for (let statement = 1; ; statement += 1) {
    const { cuts } = proxy
    proxy.cutAt({ statement, when, style: statement % 2 === 0 ? 'end' : 'reset', all: statement % 3 === 0 })
    const report = await copyArchive(from, copy).catch((error: unknown) => error)
    if (proxy.cuts === cuts) break
    if (ArchiveError.is(report, 'storage')) {
      await expectEmpty(copy)
      failures += 1
    } else {
      // The server had committed it, or what comes before and afterwards was tried again.
      await expectSameArchive(archive, copy)
      await copy.close()
      copy = await openNew()
    }
  }
  await expectSameArchive(archive, copy)
  await copy.close()
  return failures
}

const openInPostgres = (): Promise<Archive> => openPostgresArchive(proxy.url, { schema: newSchema() })

describe.each(['before', 'after'] as const)('a connection that is cut %s any statement:', (when) => {
  test('the archive to copy into stays empty and can be filled, or is the whole copy', async () => {
    expect(await copyAndCut(archive, openInPostgres, when)).toBeGreaterThan(30)
  })
})

test('a connection that is cut while an archive is read leaves the other one empty', async () => {
  await using moved = await openInPostgres()
  await copyArchive(archive, moved)
  expect(await copyAndCut(moved, () => openArchive(':memory:'), 'before')).toBeGreaterThan(15)
})
