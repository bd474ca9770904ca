import { openArchive } from '@sms/archive'
import type { Read } from './read.ts'
import { createReader } from './sms.ts'
import { temporaryDatabase } from './temporary-database.ts'

/** The first sync of a conversation into an archive of its own, without the search index. */
export const syncIntoArchive: Read = (...reading) => sync(false, ...reading)

/** The same, with the search index. */
export const syncIntoIndexedArchive: Read = (...reading) => sync(true, ...reading)

async function sync(search: boolean, ...[list, consume, concurrency]: Parameters<Read>): Promise<void> {
  const { participant, pageSize } = list
  await using path = await temporaryDatabase()
  await using archive = await openArchive(path.file, { search })
  const reader = createReader(list)
  // What is stored is counted as it is read.
  const counted = {
    ...reader,
    capabilities: reader.capabilities,
    messages: (...call: Parameters<typeof reader.messages>) => {
      const read = reader.messages(...call)
      return {
        ...read,
        async *pages() {
          for await (const page of read.pages()) {
            for (const { text } of page.items) {
              const work = consume(text)
              if (work !== undefined) await work
            }
            yield page
          }
        },
      }
    },
  }
  const { complete, error } = await archive.sync(counted, participant, { pageSize, concurrency })
  if (!complete) throw new Error('the archive is not complete', { cause: error })
}
