// Erases a participant in a process of its own: `erase.ts FILE PARTICIPANT`.
import { openArchive } from '@sms/archive'

const [path = '', participant = ''] = process.argv.slice(2)
await using archive = await openArchive(path)
await archive.erase(participant)
