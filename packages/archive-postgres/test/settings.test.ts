import { afterEach, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

const database = (): string => new URL(archives.url).pathname.slice(1)

afterEach(() => archives.query(`ALTER DATABASE ${database()} RESET ALL`))

test.each([
  // Places have a part after the decimal point, and the round ones are not those that were stored.
  ['extra_float_digits', '-15'],
  ['array_nulls', 'off'],
  ['standard_conforming_strings', 'off'],
  ['bytea_output', 'escape'],
  ['client_encoding', 'LATIN1'],
  ['default_transaction_isolation', 'serializable'],
  ['search_path', 'pg_catalog'],
  ['TimeZone', "'Asia/Kathmandu'"],
  ['DateStyle', "'German, DMY'"],
])('an archive works if the database sets %s to %s', async (name, value) => {
  await archives.query(`ALTER DATABASE ${database()} SET ${name} = ${value}`)
  const provider = new ModelProvider({ style: 'counted', ids: 'half', growsAtEnd: false, excess: 0 })
  for (let at = 0; at < 30; at += 1) provider.insert(provider.make(`first \0 ${at}`, at * 1000, 'sent'), 0)
  await using archive = await archives.openNew()
  await archive.sync(provider.reader, PARTICIPANT)
  for (let at = 0; at < 40; at += 1) {
    provider.insert(provider.make(`later \0 ${at}`, 10_000, 'sent'), 10)
    if (at % 10 === 9) await archive.sync(provider.reader, PARTICIPANT, { full: true })
  }
  expect(await archive.verify(provider.reader, PARTICIPANT)).toMatchObject({ missing: [], changed: [] })
  expect(await archive.messages({ pageSize: 7 }).toArray()).toHaveLength(70)
  expect(await archive.search('later', { pageSize: 7 }).toArray()).toHaveLength(40)
  const [seen] = await archives.query<{ text: string; at: number }>(
    'SELECT text, extract(epoch FROM sent_at)::float AS at FROM fresh.messages ORDER BY sent_at LIMIT 1',
  )
  expect(seen).toEqual({ text: 'first \ufffd 0', at: 0 })
})
