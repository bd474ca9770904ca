import { DatabaseSync } from 'node:sqlite'
import { pageCount } from '../list.ts'
import { pageReaders } from '../wire/page-readers.ts'
import type { BenchProvider } from '../server/offer.ts'
import type { Read } from './read.ts'
import { temporaryDatabase } from './temporary-database.ts'

const ID: Readonly<Record<BenchProvider, string>> = {
  smstools: 'messageId',
  'conversations-rcs': 'message_id',
  ip1: 'id',
  twilio: 'sid',
}

/**
 * `fetch`, `JSON.parse` and one `INSERT` for each message, with what the provider sent, and a checkpoint for each page in
 * the same transaction. It finds no message again and knows no status: no program can do less for the same responses.
 */
export const insertByBareLoop: Read = async (list, consume) => {
  await using path = await temporaryDatabase()
  using database = new DatabaseSync(path.file)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE message (id INTEGER PRIMARY KEY, key TEXT UNIQUE, text TEXT NOT NULL, raw TEXT NOT NULL) STRICT;
    CREATE TABLE checkpoint (page INTEGER NOT NULL) STRICT;
    INSERT INTO checkpoint VALUES (0)`)
  const insert = database.prepare('INSERT INTO message (key, text, raw) VALUES (?, ?, ?)')
  const advance = database.prepare('UPDATE checkpoint SET page = ?')
  const reader = pageReaders[list.provider]
  const idOf = (message: unknown): string | null => Reflect.get(message as object, ID[list.provider])
  for (let page = 1; page <= pageCount(list); page += 1) {
    const response = await fetch(reader.url(list, page))
    const messages = reader.messages(JSON.parse(await response.text()))
    database.exec('BEGIN IMMEDIATE')
    for (const message of messages) {
      const text = reader.text(message)
      insert.run(idOf(message), text, JSON.stringify(message))
      const work = consume(text)
      if (work !== undefined) await work
    }
    advance.run(page)
    database.exec('COMMIT')
  }
}
