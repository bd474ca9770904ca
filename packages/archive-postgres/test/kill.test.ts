import { fileURLToPath } from 'node:url'
import { type Proxy, startProxy } from '@sms/postgres/proxy'
import { afterAll, beforeAll } from 'vitest'
import { EventCounter } from '../../archive/test/kill-and-resume.ts'
import { ALL_KILLED, testKills } from '../../archive/test/kills.ts'
import { testArchives } from './archives.ts'

const archives = testArchives()
const writes = new EventCounter()

let proxy: Proxy
beforeAll(async () => {
  proxy = await startProxy(archives.url, { onStatement: writes.note })
})
afterAll(() => proxy[Symbol.asyncDispose]())

// A few on every change, and all by `prove`.
const { providers, kills } = ALL_KILLED
const few = { providers: providers.slice(0, 1), kills: kills.slice(3) }
const killed = process.env['ARCHIVE_RUNS'] === undefined ? few : ALL_KILLED

let schemas = 0
testKills(
  {
    program: fileURLToPath(new URL('programs/sync.ts', import.meta.url)),
    writes,
    make: async () => `${proxy.url}#kill_${(schemas += 1)}`,
    open: (path) => archives.open(path.split('#')[1] ?? ''),
  },
  killed,
)
