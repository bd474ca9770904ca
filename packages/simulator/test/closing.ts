// Run by faults.test.ts: closes a simulator amid every fault that takes its time, and prints what is left of it.
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { type FaultName, startSimulator } from '@sms/simulator'
import { ask } from './raw.ts'

const faults: readonly FaultName[] = ['stall', 'drip', 'endless', 'gzip-bomb']

const simulator = await startSimulator({ beforeAnswer: ({ number }) => faults[number - 1] ?? null })
// Nothing reads what the sockets receive, so that even what is sent at once takes for ever.
const sockets = faults.map(() => ask(simulator, '/v1/conversation/46701740605').pause())
while (simulator.requests < faults.length) await turn()

const closed = sockets.map((socket) => {
  socket.on('error', () => {})
  return once(socket.resume(), 'close')
})
await simulator.close()
await Promise.all(closed)
// A handle is gone in the turn after it was closed.
await turn()
await turn()
const left = process.getActiveResourcesInfo().filter((resource) => /^(TCP|Timeout|Zlib)/.test(resource))
process.stdout.write(JSON.stringify(left))
