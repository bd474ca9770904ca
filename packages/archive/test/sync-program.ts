import { writeSync } from 'node:fs'
import { type Archive, ArchiveError } from '@sms/archive'
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

/**
 * The program that `runSync` runs: syncs one conversation, or all, as the words of its command line say. Prints a line for each
 * page that is stored, and the report as JSON.
 *
 * @param open Opens the archive of a path.
 */
export async function syncAsTold(open: (path: string) => Promise<Archive>): Promise<void> {
  const [path = '', provider = '', settings = '{}', participant] = process.argv.slice(2)
  try {
    await using archive = await open(path)
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
}

function print(line: string): void {
  // At once: the process may be killed after it.
  writeSync(1, `${line}\n`)
}
