// Syncs into PostgreSQL in a process of its own: see `sync-program.ts` of the archive. The path is the URL with the name of the
// schema behind it.
import { openPostgresArchive } from '@sms/archive-postgres'
import { syncAsTold } from '../../../archive/test/sync-program.ts'

await syncAsTold((path) => {
  const [url = '', schema = ''] = path.split('#')
  return openPostgresArchive(url, { schema })
})
