// A worker in a process of its own: `worker.ts SETTINGS`. The settings are JSON: where the queue is, and the options of the
// factory of each account. Prints what happens, one event a line as JSON. SIGTERM stops it.
import { writeSync } from 'node:fs'
import { startWorker } from '@sms/archive-postgres/workers'
import type { WorkerSettings } from '../worker-process.ts'
import { FACTORIES } from '../factories.ts'

const { accounts, suspendsItself = false, ...settings }: WorkerSettings = JSON.parse(process.argv[2] ?? '{}')
let isToSuspend = suspendsItself
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
const worker = await startWorker({
  ...settings,
  signal: stop.signal,
  readers(provider, account, fetch) {
    const options = accounts[account]
    if (options === undefined) return null
    return FACTORIES[provider]?.({ ...options, retries: 2, fetch }) ?? null
  },
  // At once: the process may be killed after it.
  log(event) {
    writeSync(1, `${JSON.stringify(event)}\n`)
    if (!isToSuspend || event.event !== 'job started') return
    isToSuspend = false
    process.kill(process.pid, 'SIGSTOP')
  },
})
await worker.stopped
