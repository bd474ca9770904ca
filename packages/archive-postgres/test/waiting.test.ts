import { expect, test } from 'vitest'
import { Client } from 'pg'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

// An archive has ten connections at most.
const SYNCS = 20
const READINGS = 50

test('an archive is read while more syncs wait than there are connections', async () => {
  await using archive = await archives.open('waiting')
  const client = new Client(archives.url)
  await client.connect()
  await client.query('BEGIN; LOCK TABLE waiting.archive IN SHARE MODE')
  const providers = Array.from({ length: SYNCS }, () => {
    const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
    provider.insert(provider.make('hi', 0, 'sent'), 0)
    return provider
  })
  const syncs = providers.map(({ reader }, at) => archive.sync(reader, PARTICIPANT, { account: `${at}` }))
  while (providers.some(({ requests }) => requests === 0)) await archive.conversations().toArray()
  for (let count = 0; count < READINGS; count += 1)
    expect(await archive.conversations().toArray()).toEqual([])
  await client.query('COMMIT')
  await client.end()
  const reports = await Promise.all(syncs)
  expect(reports.map(({ added }) => added)).toEqual(providers.map(() => 1))
})
