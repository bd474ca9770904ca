import { setTimeout as pause } from 'node:timers/promises'
import type { Archive, VerifyReport } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { openSyncQueue, type SyncQueue, type WorkerEvent } from '@sms/archive-postgres/workers'
import { startPostgres } from '@sms/postgres/start-postgres'
import { type FaultShares, type ProviderName, type Simulator, startSimulator } from '@sms/simulator'
import { Pool } from 'pg'
import { FACTORIES } from './factories.ts'
import { RequestCounter } from './request-counter.ts'
import { type StartedJob, WorkerProcess } from './worker-process.ts'

/** One account of a provider, with conversations of its own. */
export interface StormAccount {
  readonly provider: ProviderName
  readonly participants: number
  readonly messages: number
  /** Whether messages are deleted too: not every provider's list can be read while they are. */
  readonly deletes: boolean
}

/** What happens while workers sync. */
export interface StormPlan {
  readonly workers: number
  readonly accounts: readonly StormAccount[]
  readonly perSecond: number
  readonly inFlight: number
  /** How long a provider takes to respond, in milliseconds. */
  readonly latency: number
  readonly faults: FaultShares
  /** How many workers are killed, and how long after each other, in milliseconds, and jobs, at least. */
  readonly kills: number
  readonly killEvery: number
  readonly jobsPerKill: number
  /** After which kills the database restarts. */
  readonly restartsAfter: readonly number[]
}

/** What has become of one account. */
export interface AccountResult {
  readonly provider: ProviderName
  readonly requests: number
  readonly mostPerSecond: number
  readonly mostInFlight: number
  readonly listed: number
  readonly stored: number
  readonly missing: number
  readonly changed: number
  /** Stored messages that were deleted at the provider. */
  readonly vanished: number
  /** How many of its conversations have the digest of their list. */
  readonly equal: number
}

/** What has become of the archive. */
export interface StormResult {
  readonly accounts: readonly AccountResult[]
  /** After how many milliseconds each job of a killed worker was noticed. */
  readonly noticed: readonly number[]
  readonly rounds: number
  readonly jobs: number
  readonly takenOver: number
  readonly failed: number
  readonly seconds: number
}

interface Running {
  readonly name: string
  readonly plan: StormAccount
  readonly simulator: Simulator
  readonly counter: RequestCounter
}

const CHANGES = 0.6
const POLL_MS = 250

/** Syncs many conversations while everything that can happen does, and compares the archive with the lists. */
export async function runStorm(plan: StormPlan): Promise<StormResult> {
  const started = performance.now()
  const weather = { isStormy: true }
  await using server = await startPostgres({ version: 'newest' })
  const accounts = await Promise.all(plan.accounts.map((one, at) => startAccount(plan, one, at, weather)))
  const place = { url: server.url, schema: 'storm' }
  await using queue = await openSyncQueue(place)
  const pool = new Pool({ connectionString: server.url, max: 2 })
  pool.on('error', () => undefined)
  const events = { jobs: 0, takenOver: 0 }
  const count = (event: WorkerEvent): void => {
    if (event.event !== 'job started') return
    events.jobs += 1
    if (event.attempt > 0) events.takenOver += 1
  }
  const settings = {
    ...place,
    concurrency: 8,
    slicePages: 2,
    accounts: Object.fromEntries(
      accounts.map(({ name, plan: { provider }, simulator }) => [name, simulator.providers[provider]]),
    ),
  }
  const spawn = (): WorkerProcess => new WorkerProcess(settings, count)
  const workers = Array.from({ length: plan.workers }, spawn)
  try {
    for (const {
      name,
      plan: { provider },
    } of accounts) {
      await queue.limit({ provider, account: name }, { perSecond: plan.perSecond, inFlight: plan.inFlight })
    }
    const noticed: Promise<number[]>[] = []
    let rounds = 0
    const kill = async (): Promise<void> => {
      for (let kills = 1; kills <= plan.kills; kills += 1) {
        const { jobs } = events
        do await pause(plan.killEvery)
        while (events.jobs < jobs + plan.jobsPerKill)
        const at = kills % workers.length
        // A worker without a job would lose none.
        while (workers[at]?.running.length === 0) await pause(1)
        const lost = (await workers[at]?.kill()) ?? []
        workers[at] = spawn()
        noticed.push(whenNoticed(pool, lost))
        if (plan.restartsAfter.includes(kills)) await server.restart()
      }
      weather.isStormy = false
    }
    const killed = kill()
    do {
      await syncAll(queue, accounts)
      rounds += 1
    } while (weather.isStormy)
    await killed
    const delays = (await Promise.all(noticed)).flat()
    // A last one, without changes and faults.
    await syncAll(queue, accounts)
    const { failed } = await queue.state()
    await using archive = await openPostgresArchive(server.url, { schema: place.schema })
    const results: AccountResult[] = []
    for (const account of accounts) results.push(await compare(archive, account))
    const seconds = (performance.now() - started) / 1000
    return { accounts: results, noticed: delays, rounds, ...events, failed: failed.length, seconds }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    await Promise.all(accounts.map(({ simulator }) => simulator.close()))
    await pool.end()
  }
}

async function startAccount(
  { latency, faults }: StormPlan,
  plan: StormAccount,
  at: number,
  weather: { readonly isStormy: boolean },
): Promise<Running> {
  const counter = new RequestCounter(latency)
  const own: { conversation: ReturnType<Simulator['conversation']>; number: number }[] = []
  const simulator: Simulator = await startSimulator({
    seed: at,
    participants: plan.participants,
    messages: plan.messages,
    faults,
    async beforeAnswer({ number, fault }) {
      await counter.note()
      if (!weather.isStormy) return null
      const chance = random(number + at * 1e6)
      if (chance < CHANGES) change(simulator, plan, own, chance / CHANGES, random(number + at * 1e6 + 0.5))
      return fault
    },
  })
  return { name: `account-${at}`, plan, simulator, counter }
}

/** A message arrives or is deleted, or the status of one that has arrived changes. */
function change(
  simulator: Simulator,
  { deletes }: StormAccount,
  own: { conversation: ReturnType<Simulator['conversation']>; number: number }[],
  kind: number,
  which: number,
): void {
  const { participants } = simulator
  const conversation = simulator.conversation(participants[Math.floor(which * participants.length)] ?? '')
  if (kind < 0.4) {
    const { number } = conversation.add({ direction: 'outbound', state: 'queued' })
    own.push({ conversation, number })
  } else if (kind < 0.6) conversation.add()
  else if (kind < 0.8 || !deletes) {
    const sent = own[Math.floor(which * own.length)]
    sent?.conversation.setState(sent.number, kind < 0.7 ? 'sent' : 'delivered')
  } else {
    // The oldest message stays: what is older than all that is listed counts as dropped by the provider, not as deleted.
    conversation.delete(1 + Math.floor(which * (conversation.length - 1)))
  }
}

/** A number from 0 to 1 that follows from another. */
function random(seed: number): number {
  const value = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453
  return value - Math.floor(value)
}

/** Lets the workers sync every conversation, and waits until they have. */
async function syncAll(queue: SyncQueue, accounts: readonly Running[]): Promise<void> {
  for (const {
    name,
    plan: { provider },
    simulator,
  } of accounts) {
    await persist(() =>
      queue.enqueueSync({ provider, account: name, participants: simulator.participants, every: 900 }),
    )
  }
  for (;;) {
    const state = await persist(() => queue.state())
    const open = state.accounts.reduce((sum, { due, running, retrying }) => sum + due + running + retrying, 0)
    if (open === 0) return
    await pause(POLL_MS)
  }
}

/** After how many milliseconds each job of a killed worker is not its job any more. */
async function whenNoticed(pool: Pool, lost: readonly StartedJob[]): Promise<number[]> {
  const killed = performance.now()
  const delays: number[] = []
  const open = new Map(lost.map((job) => [job.job, job.attempt]))
  while (open.size > 0) {
    const sql = `SELECT id, state, retry_count FROM storm_jobs.job WHERE id = ANY($1::uuid[])`
    const { rows } = await persist(() =>
      pool.query<{ readonly id: string; readonly state: string; readonly retry_count: number }>(sql, [
        [...open.keys()],
      ]),
    )
    for (const [id, attempt] of open) {
      const row = rows.find((one) => one.id === id)
      // It had ended it, without having said so; or another has it.
      if (row?.state === 'active' && row.retry_count === attempt) continue
      delays.push(performance.now() - killed)
      open.delete(id)
    }
    await pause(POLL_MS)
  }
  return delays
}

async function persist<Result>(action: () => Promise<Result>): Promise<Result> {
  for (let left = 40; ; left -= 1) {
    try {
      return await action()
    } catch (error) {
      if (left === 0) throw error
      await pause(POLL_MS)
    }
  }
}

async function compare(
  archive: Archive,
  { name, plan, simulator, counter }: Running,
): Promise<AccountResult> {
  const { provider } = plan
  const { count: requests, mostPerSecond, mostInFlight } = counter
  const reader = FACTORIES[provider]?.(simulator.providers[provider])
  if (reader === undefined) throw new Error(`There is no provider ${provider}.`)
  const reports: VerifyReport[] = []
  for (const participant of simulator.participants) {
    reports.push(await archive.verify(reader, participant, { account: name }))
  }
  let stored = 0
  for await (const _ of archive.messages({ provider, account: name })) stored += 1
  const sum = (of: (report: VerifyReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0)
  return {
    provider,
    requests,
    mostPerSecond,
    mostInFlight,
    listed: sum(({ checked }) => checked),
    stored,
    missing: sum(({ missing }) => missing.length),
    changed: sum(({ changed }) => changed.length),
    vanished: sum(({ vanished }) => vanished.length),
    equal: reports.filter(({ digest }) => digest.archive === digest.provider).length,
  }
}
