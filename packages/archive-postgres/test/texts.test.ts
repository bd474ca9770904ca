import { expect, test } from 'vitest'
import { BookProvider } from '../../archive/test/book-provider.ts'
import { FRIEND, letter } from '../../archive/test/letter.ts'
import { testTexts } from '../../archive/test/text-suite.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()

testTexts(() => archives.openNew())

test('a name that is too long for an index fails with what is wrong', async () => {
  await using archive = await archives.openNew()
  const book = new BookProvider()
  // An index compresses what repeats.
  const codes = Array.from({ length: 2000 }, (_, at) => 0x4e00 + ((at * 7919) % 20_000))
  const name = String.fromCodePoint(...codes)
  book.add(name, letter(1))
  await expect(archive.sync(book.reader, name)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('A name or an id is too long'),
  })
  book.add(FRIEND, letter(2))
  expect(await archive.sync(book.reader, FRIEND)).toMatchObject({ added: 1 })
})
