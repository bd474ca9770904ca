import { join } from 'node:path'
import { openArchive } from '@sms/archive'

/** The texts of the messages in an archive, in its order. */
export async function textsIn(cwd: string, file = 'sms.db'): Promise<readonly string[]> {
  await using archive = await openArchive(join(cwd, file))
  return (await archive.messages().toArray()).map(({ text }) => text)
}
