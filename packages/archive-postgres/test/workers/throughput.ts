// Measures how many conversations 1, 2 and 4 workers sync, and what each takes. Each request takes 50 ms.
//
//     node test/workers/throughput.ts [WORKERS...] [--concurrency NUMBER]
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSyncQueue, type SyncQueue } from '@sms/archive-postgres/workers'
import { startPostgres } from '@sms/postgres/start-postgres'
import { type Simulator, startSimulator } from '@sms/simulator'
import { EventLog } from './event-log.ts'
import { WorkerProcess } from './worker-process.ts'

const LATENCY_MS = 50
const ACCOUNTS = 6
const CONVERSATIONS = { participants: 84, messages: 40 }
const { values, positionals } = parseArgs({
  options: { concurrency: { type: 'string', default: '16' } },
  allowPositionals: true,
})
const WORKERS = positionals.length > 0 ? positionals.map(Number) : [1, 2, 4]
const CONCURRENCY = Number(values.concurrency)
// More than the workers send.
const LIMITS = { perSecond: 5000, inFlight: 200 }
// proc_pid_stat(5): Linux counts in hundredths of a second, on every architecture.
const TICKS_PER_SECOND = 100

interface Phase {
  readonly seconds: number
  readonly requests: number
  /** Seconds of processor time of all workers, and of the database. */
  readonly workers: number
  readonly database: number
}

const count = ACCOUNTS * CONVERSATIONS.participants
process.stdout.write(
  `${count} conversations of ${CONVERSATIONS.messages} messages, ${LATENCY_MS} ms a request, ${CONCURRENCY} at a time in each worker\n`,
)
await using server = await startPostgres({ version: 'newest' })
for (const workers of WORKERS) {
  const [first, again] = await measure(workers)
  process.stdout.write(`${workers} workers: ${shown('first read', first)}; ${shown('nothing new', again)}\n`)
}

async function measure(workers: number): Promise<readonly [first: Phase, again: Phase]> {
  const simulators = await Promise.all(
    Array.from({ length: ACCOUNTS }, (_, seed) =>
      startSimulator({ ...CONVERSATIONS, seed, latency: LATENCY_MS }),
    ),
  )
  const place = { url: server.url, schema: `throughput_${workers}` }
  await using queue = await openSyncQueue(place)
  const accounts = simulators.map(({ ip1 }, at) => [`account-${at}`, ip1] as const)
  for (const [account] of accounts) await queue.limit({ provider: 'ip1', account }, LIMITS)
  const events = new EventLog()
  const settings = { ...place, concurrency: CONCURRENCY, accounts: Object.fromEntries(accounts) }
  const processes = Array.from({ length: workers }, () => new WorkerProcess(settings, events.log))
  await events.until('started', () => true, workers)
  const phases: Phase[] = []
  for (const round of [1, 2]) phases.push(await runRound(queue, simulators, events, processes, round))
  await Promise.all(processes.map((worker) => worker.kill()))
  await Promise.all(simulators.map((simulator) => simulator.close()))
  const [first, again] = phases
  if (first === undefined || again === undefined) throw new Error('There are two rounds.')
  return [first, again]
}

async function runRound(
  queue: SyncQueue,
  simulators: readonly Simulator[],
  events: EventLog,
  workers: readonly WorkerProcess[],
  round: number,
): Promise<Phase> {
  const requests = (): number => simulators.reduce((sum, simulator) => sum + simulator.requests, 0)
  const ofWorkers = (): number => workers.reduce((sum, { pid }) => sum + processorSeconds(pid), 0)
  const before = {
    time: performance.now(),
    requests: requests(),
    workers: ofWorkers(),
    database: databaseSeconds(),
  }
  for (const [at, { participants }] of simulators.entries())
    await queue.enqueueSync({ provider: 'ip1', account: `account-${at}`, participants })
  await events.until('job ended', ({ outcome }) => outcome === 'synced', round * count)
  return {
    seconds: (performance.now() - before.time) / 1000,
    requests: requests() - before.requests,
    workers: ofWorkers() - before.workers,
    database: databaseSeconds() - before.database,
  }
}

/** The processor time of a process, and of those of its own that have ended. */
function processorSeconds(pid: number): number {
  const times = statOf(pid).slice(11, 15).map(Number)
  return times.reduce((sum, time) => sum + time, 0) / TICKS_PER_SECOND
}

/** The fields of proc_pid_stat(5) from the third on. */
function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** The processor time of the server: of its first process, and of one for each connection. */
function databaseSeconds(): number {
  const [first = ''] = readFileSync(join(server.dataFolder, 'postmaster.pid'), 'utf8').split('\n')
  const children = globSync('/proc/[0-9]*')
    .map((path) => Number(path.slice('/proc/'.length)))
    .filter((pid) => parentOf(pid) === Number(first))
  return [Number(first), ...children].reduce((sum, pid) => sum + processorSeconds(pid), 0)
}

function parentOf(pid: number): number | null {
  try {
    return Number(statOf(pid)[1])
  } catch {
    // It has ended since.
    return null
  }
}

function shown(name: string, { seconds, requests, workers, database }: Phase): string {
  const perSecond = (amount: number): string => (amount / seconds).toFixed(0)
  const each = (processor: number): string => ((1000 * processor) / count).toFixed(1)
  return `${name}: ${perSecond(count)} conversations and ${perSecond(requests)} requests a second; each took ${(requests / count).toFixed(1)} requests, ${each(workers)} ms of the workers' processors and ${each(database)} ms of the database's`
}
