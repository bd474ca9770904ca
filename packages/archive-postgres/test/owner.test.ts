import { openPostgresArchive } from '@sms/archive-postgres'
import { expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

test('an erasure by a user who does not own the tables is finished by their owner', async () => {
  const schema = 'owned'
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  provider.insert(provider.make('hi', 1000, 'received'), 0)
  {
    await using archive = await archives.open(schema)
    await archive.sync(provider.reader, PARTICIPANT)
  }
  const role = `writer_${new URL(archives.url).pathname.slice(1)}`
  const isPending = async () => {
    const [row] = await archives.query<{ unwiped: number }>(`SELECT unwiped FROM ${schema}.archive`)
    return row?.unwiped === 1
  }
  await archives.query(`CREATE ROLE ${role} LOGIN PASSWORD 'writes'`)
  try {
    await archives.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`)
    await archives.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${role}`)
    const url = Object.assign(new URL(archives.url), { username: role, password: 'writes' }).href
    await using archive = await openPostgresArchive(url, { schema })
    await expect(archive.erase(PARTICIPANT)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/removed.*Open the archive as their owner/),
    })
    expect(await archive.messages().toArray()).toEqual([])
    expect(await isPending()).toBe(true)
  } finally {
    await archives.query(`DROP OWNED BY ${role}`)
    await archives.query(`DROP ROLE ${role}`)
  }
  await using owned = await archives.open(schema)
  expect(await owned.messages().toArray()).toEqual([])
  expect(await isPending()).toBe(false)
})
