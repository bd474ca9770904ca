import type { Archive } from '@sms/archive'
import { expect } from 'vitest'
import type { BookProvider, Letter } from './book-provider.ts'

/** A person who is erased. */
export const PERSON = '+46701740605'
const FRIEND = '+4915112345678'
const CHANNEL = 'cid_7'

const TEXT = 'qzjx'
const ESCAPED = 'ö"q\nö'
/** Every message of the person consists of these, so that a piece of one shows, however short. */
export const SECRETS: readonly string[] = [
  TEXT,
  TEXT.toUpperCase(),
  ESCAPED,
  'ö',
  '701740605',
  'idqz',
  'Majqz',
]

/** A message from the person. */
export const secret = (at: number, length: number, others: Partial<Letter> = {}): Letter => ({
  id: `idqz${at}`,
  from: PERSON,
  to: 'Acme',
  text: `${TEXT} ${TEXT}${at} ${ESCAPED} `.repeat(length),
  time: at * 60_000,
  ...others,
})
const plain = (at: number, length: number): Letter => ({
  id: `plain${at}`,
  from: FRIEND,
  to: 'Acme',
  text: `hello ${at} `.repeat(length),
  time: at * 60_000,
})

/** Stores messages of all lengths, those of the person between others, in several syncs, so that pages split and grow. */
export async function fillWithSecrets(archive: Archive, book: BookProvider): Promise<void> {
  book.names.set(PERSON, 'Majqz')
  for (let round = 0; round < 6; round += 1) {
    for (let at = round * 50; at < (round + 1) * 50; at += 1) {
      // The lengths of a short message, of some to a page, of one to a page, and of several pages.
      const length = [1, 3, 20, 300, 1, 2][at % 6] ?? 1
      book.add(PERSON, secret(at, length))
      book.add(FRIEND, plain(at, length))
      if (at % 3 === 0) book.add(CHANNEL, secret(1000 + at, length, { from: 'whatsapp:0701740605' }))
      if (at % 5 === 0) book.add(CHANNEL, { ...plain(1000 + at, length), id: `channel${at}` })
    }
    for await (const { error } of archive.syncAll(book.reader)) expect(error).toBeNull()
  }
}
