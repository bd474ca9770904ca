// Reads the messages of an archive in a process of its own: `read.ts FILE`. Prints their texts as JSON, or the error's code.
import { ArchiveError, openArchive } from '@sms/archive'

try {
  await using archive = await openArchive(process.argv[2] ?? '')
  const messages = await archive.messages().toArray()
  process.stdout.write(JSON.stringify(messages.map(({ text }) => text)))
} catch (error) {
  if (!ArchiveError.is(error)) throw error
  process.stdout.write(JSON.stringify(error.code))
}
