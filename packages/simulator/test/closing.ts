// faults.test.ts runs this program. It closes a simulator during every slow fault, and prints the remaining resources.
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { type FaultName, startSimulator } from '@sms/simulator'
import { request } from './raw.ts'

const faults: readonly FaultName[] = ['stall', 'drip', 'endless', 'gzip-bomb']

const simulator = await startSimulator({ beforeAnswer: ({ number }) => faults[number - 1] ?? null })
// The sockets are not read, so that even a response that is sent at once never ends.
const sockets = faults.map(() => request(simulator, '/v1/conversation/46701740605').pause())
while (simulator.requests < faults.length) await turn()

const closed = sockets.map((socket) => {
  socket.on('error', () => {})
  return once(socket.resume(), 'close')
})
await simulator.close()
await Promise.all(closed)
// A handle disappears in the next turn of the event loop.
await turn()
await turn()
const left = process.getActiveResourcesInfo().filter((resource) => /^(TCP|Timeout|Zlib)/.test(resource))
process.stdout.write(JSON.stringify(left))
