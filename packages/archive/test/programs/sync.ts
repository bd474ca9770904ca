// Syncs into a file in a process of its own: see `sync-program.ts`.
import { openArchive } from '@sms/archive'
import { syncAsTold } from '../sync-program.ts'

await syncAsTold(openArchive)
