import type { Archive } from '@sms/archive'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BookProvider, type Letter } from './book-provider.ts'
import { collect } from './collect.ts'
import { FRIEND, letter } from './letter.ts'

// What a database cannot store as it is, what may stand for it, and what SQL and JSON write otherwise.
const PIECES = [
  '\0',
  '\ud83d',
  '\udc4d',
  '\udc4d\ud83d',
  '👍',
  '\ufffe',
  '\ufffe0000',
  '\uffff',
  '\ufffd',
  '\\u0000',
  '\\',
  "'",
  '"',
  '$1',
  '\u0001',
  '\u2028',
  '\r\n',
  '%_',
]
const TEXTS = [
  ...PIECES,
  ...PIECES.map((piece) => `a${piece}b`),
  PIECES.join(''),
  PIECES.toReversed().join(''),
]

/** Every archive keeps texts as they are, and apart, whatever its database. */
export function testTexts(open: () => Promise<Archive>): void {
  let archive: Archive
  let book: BookProvider
  beforeEach(async () => {
    archive = await open()
    book = new BookProvider()
  })
  afterEach(() => archive.close())

  test('every text is read as it was sent', async () => {
    const letters = TEXTS.map((text, at) => letter(at, { text, id: `id ${text}` }))
    book.add(FRIEND, ...letters)
    book.names.set(FRIEND, PIECES.join(' '))
    for await (const report of archive.syncAll(book.reader))
      expect(report).toMatchObject({ added: letters.length, error: null, complete: true })
    const stored = await archive.messages().toArray()
    expect(stored.map(({ text }) => text)).toEqual(letters.map(({ text }) => text))
    expect(stored.map(({ id }) => id)).toEqual(letters.map(({ id }) => id))
    expect(stored.map(({ raw }) => raw)).toEqual(letters)
    const [conversation] = await archive.conversations().toArray()
    expect(conversation).toMatchObject({ name: PIECES.join(' '), lastMessage: letters.at(-1)?.text })
    const changes = await collect(archive.changes())
    expect(changes.map((change) => change.kind === 'added' && change.message.text)).toEqual(
      letters.map(({ text }) => text),
    )
    for await (const report of archive.syncAll(book.reader, { full: true }))
      expect(report).toMatchObject({ added: 0, updated: 0, vanished: 0 })
    const report = await archive.verify(book.reader, FRIEND)
    expect(report).toMatchObject({ missing: [], changed: [], vanished: [] })
    expect(report.digest.archive).toBe(report.digest.provider)
  })

  test('messages whose ids or contents differ in such a character only are several', async () => {
    const ids = ['a', 'a\0', 'a\ud83d', 'a\udc4d', 'a\ufffd', 'a\ufffe', 'a\ufffe0000', 'A']
    book.add(FRIEND, ...ids.map((id, at) => letter(at, { id })))
    await archive.sync(book.reader, FRIEND)
    const stored = await archive.messages().toArray()
    expect(stored.map(({ id }) => id)).toEqual(ids)
  })

  test('words beside such characters are found', async () => {
    const texts = ['hello\0world', '\ud83dhello', 'hel\0lo', 'hello \udc4d world']
    book.add(FRIEND, ...texts.map((text, at) => letter(at, { text })))
    await archive.sync(book.reader, FRIEND)
    const find = async (words: string): Promise<readonly string[]> =>
      (await archive.search(words).toArray()).map(({ text }) => text).toReversed()
    expect(await find('hello')).toEqual([texts[0], texts[1], texts[3]])
    expect(await find('hello\0world')).toEqual([texts[0], texts[3]])
  })

  test('a participant with such a character is kept apart, is found, and is erased', async () => {
    const people = ['cid_a\ud83d', 'cid_a\udc4d', 'cid_a\0', 'cid_a\ufffe', 'cid_a']
    for (const person of people)
      book.add(
        person,
        ...[1, 2].map((hour): Letter => letter(hour, { id: `${person} ${hour}`, from: person })),
      )
    for await (const { error } of archive.syncAll(book.reader)) expect(error).toBeNull()
    const listed = async (): Promise<readonly string[]> =>
      (await archive.conversations().toArray()).map(({ participant }) => participant).toSorted()
    expect(await listed()).toEqual(people.toSorted())
    for (const participant of people) {
      const stored = await archive.messages({ participant }).toArray()
      expect(stored.map(({ id }) => id)).toEqual([`${participant} 1`, `${participant} 2`])
    }
    expect(await archive.erase('cid_a\ud83d')).toMatchObject({ messages: 2, conversations: 1 })
    expect(await listed()).toEqual(people.slice(1).toSorted())
  })
}
