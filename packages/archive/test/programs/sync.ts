// Syncs one conversation, or all, in a process of its own: `sync.ts FILE PROVIDER SETTINGS [PARTICIPANT]`. The settings are JSON:
// the options of the provider's factory, and of the sync. Prints a line for each page that is stored, and the report as JSON.
import { writeSync } from 'node:fs'
import { ArchiveError, openArchive } from '@sms/archive'
import { hasConversations, type MessageReader } from '@sms/core'
import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'
import { createTwilio } from '@sms/twilio'

const FACTORIES = new Map<string, (settings: object) => MessageReader>([
  ['smstools', createSmstools],
  ['ip1', createIp1],
  ['conversations-rcs', createConversationsRcs],
  ['twilio', createTwilio],
])

const [path = '', provider = '', settings = '{}', participant] = process.argv.slice(2)
const print = (line: string): void => {
  // At once: the process may be killed after it.
  writeSync(1, `${line}\n`)
}

try {
  await using archive = await openArchive(path)
  const { account, sync = {} } = JSON.parse(settings)
  const reader = FACTORIES.get(provider)?.(account)
  if (reader === undefined) throw new Error(`no provider ${provider}`)
  const options = { ...sync, onPage: () => print('page') }
  if (participant !== undefined) {
    print(JSON.stringify(await archive.sync(reader, participant, options)))
  } else if (hasConversations(reader)) {
    for await (const report of archive.syncAll(reader, options)) print(JSON.stringify(report))
  }
} catch (error) {
  if (!ArchiveError.is(error)) throw error
  print(JSON.stringify({ code: error.code, message: error.message }))
}
