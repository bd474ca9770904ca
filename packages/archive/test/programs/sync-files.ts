// Syncs a conversation with its files in a process of its own: `sync-files.ts FILE URL`. Prints a line for each file.
import { writeSync } from 'node:fs'
import { openArchive } from '@sms/archive'
import { createFiles, PARTICIPANT } from '../file-server.ts'

const [path = '', baseUrl = ''] = process.argv.slice(2)
await using archive = await openArchive(path)
await archive.sync(createFiles({ apiKey: 'key', baseUrl }), PARTICIPANT, {
  attachments: {
    // At once: the process may be killed after it.
    onAttachment: ({ key, error }) => writeSync(1, `${key} ${error?.code ?? 'stored'}\n`),
  },
})
