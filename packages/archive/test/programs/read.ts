// Reads the messages of an archive in a process of its own: `read.ts FILE`. Prints their texts as JSON, or the error's code.
import { ArchiveError, openArchive } from '@sms/archive'

try {
  await using archive = await openArchive(process.argv[2] ?? '')
  const messages = await archive.messages().toArray()
  console.log(JSON.stringify(messages.map(({ text }) => text)))
} catch (error) {
  if (!ArchiveError.is(error)) throw error
  console.log(JSON.stringify(error.code))
}
