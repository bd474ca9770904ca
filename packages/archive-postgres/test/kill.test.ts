import { fileURLToPath } from 'node:url'
import { type Proxy, startProxy } from '@sms/postgres/proxy'
import { afterAll, beforeAll } from 'vitest'
import { EventCounter } from '../../archive/test/kill-and-resume.ts'
import { testKills } from '../../archive/test/kills.ts'
import { SIMULATED_PROVIDERS } from '../../archive/test/simulated-providers.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()
const writes = new EventCounter()

let proxy: Proxy
beforeAll(async () => {
  proxy = await startProxy(archives.url, { onStatement: writes.note })
})
afterAll(() => proxy[Symbol.asyncDispose]())

// Each takes long: one on every change, and all by `prove`.
const providers = SIMULATED_PROVIDERS.slice(0, process.env['ARCHIVE_RUNS'] === undefined ? 1 : undefined)

let schemas = 0
testKills(
  {
    program: fileURLToPath(new URL('programs/sync.ts', import.meta.url)),
    writes,
    make: async () => `${proxy.url}#kill_${(schemas += 1)}`,
    open: (path) => archives.open(path.split('#')[1] ?? ''),
  },
  providers,
)
