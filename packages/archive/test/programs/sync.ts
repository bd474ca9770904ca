// Syncs one conversation, or all, in a process of its own: `sync.ts FILE CREDENTIALS [PARTICIPANT]`. Prints a line for each page
// that is stored, and the report as JSON.
import { writeSync } from 'node:fs'
import { ArchiveError, openArchive } from '@sms/archive'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'

const [path = '', credentials = '{}', participant] = process.argv.slice(2)
const print = (line: string): void => {
  // At once: the process may be killed after it.
  writeSync(1, `${line}\n`)
}

try {
  await using archive = await openArchive(path)
  const onPage = (): void => print('page')
  const account = JSON.parse(credentials)
  if (participant === undefined) {
    for await (const report of archive.syncAll(createConversationsRcs(account), { onPage }))
      print(JSON.stringify(report))
  } else {
    print(JSON.stringify(await archive.sync(createIp1(account), participant, { onPage })))
  }
} catch (error) {
  if (!ArchiveError.is(error)) throw error
  print(JSON.stringify({ code: error.code, message: error.message }))
}
