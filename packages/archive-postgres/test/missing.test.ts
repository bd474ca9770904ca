import { openPostgresArchive } from '@sms/archive-postgres'
import { expect, test } from 'vitest'
import { testArchives } from './archives.ts'

const { url, open, query } = testArchives()

const schemasNamed = (name: string) => query('SELECT FROM pg_namespace WHERE nspname = $1', [name])

test('an archive that is missing is not made if it is not to be', async () => {
  await expect(openPostgresArchive(url, { schema: 'nowhere', create: false })).rejects.toMatchObject({
    code: 'not_an_archive',
    message: expect.stringMatching(
      /^There is no archive in the schema nowhere of [^]*make it with a sync\.$/,
    ),
  })
  expect(await schemasNamed('nowhere')).toEqual([])
  await query('CREATE SCHEMA empty')
  await expect(openPostgresArchive(url, { schema: 'empty', create: false })).rejects.toMatchObject({
    code: 'not_an_archive',
  })
  await (await open('there')).close()
  await using archive = await openPostgresArchive(url, { schema: 'there', create: false })
  expect(await archive.messages().toArray()).toEqual([])
})
