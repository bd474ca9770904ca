import { expect, test } from 'vitest'
import { runStorm, type StormPlan } from './storm.ts'

const FAULTS = { reset: 0.01, unavailable: 0.01, 'rate-limited': 0.005, 'internal-error': 0.01, cut: 0.01 }

const SHORT: StormPlan = {
  workers: 2,
  accounts: [
    { provider: 'ip1', participants: 10, messages: 120, deletes: true },
    { provider: 'smstools', participants: 10, messages: 120, deletes: false },
  ],
  perSecond: 40,
  inFlight: 6,
  latency: 10,
  faults: FAULTS,
  kills: 3,
  killEvery: 2000,
  jobsPerKill: 20,
  restartsAfter: [2],
}

const CONVERSATIONS = { participants: 84, messages: 150 }

const LONG: StormPlan = {
  workers: 4,
  accounts: [
    { ...CONVERSATIONS, provider: 'ip1', deletes: true },
    { ...CONVERSATIONS, provider: 'ip1', deletes: true },
    { ...CONVERSATIONS, provider: 'smstools', deletes: false },
    { ...CONVERSATIONS, provider: 'smstools', deletes: false },
    { ...CONVERSATIONS, provider: 'twilio', deletes: false },
    { ...CONVERSATIONS, provider: 'conversations-rcs', deletes: false },
  ],
  perSecond: 25,
  inFlight: 6,
  latency: 20,
  faults: FAULTS,
  kills: 25,
  killEvery: 3000,
  jobsPerKill: 60,
  restartsAfter: [8, 17],
}

const isLong = process.env['WORKERS_STORM'] === 'long'
const plan = isLong ? LONG : SHORT

// A worker is noticed after 10 to 16 seconds.
const TIMEOUT = isLong ? 3_600_000 : 300_000

test(
  'workers that are killed, over a database that restarts, store each message once',
  { timeout: TIMEOUT },
  async () => {
    const result = await runStorm(plan)
    process.stdout.write(`${describeStorm(result)}\n`)

    expect(result.failed).toBe(0)
    for (const [at, account] of result.accounts.entries()) {
      const { provider, listed, stored, missing, changed, vanished, equal, mostPerSecond, mostInFlight } =
        account
      const { participants, deletes } = plan.accounts[at] ?? { participants: 0, deletes: false }
      expect({ provider, missing, changed }).toEqual({ provider, missing: 0, changed: 0 })
      // Each message that is listed is stored once. Of those that were deleted, some had been stored by then.
      expect(stored).toBe(listed + vanished)
      expect(deletes || (equal === participants && vanished === 0)).toBe(true)
      expect(mostPerSecond).toBeLessThanOrEqual(plan.perSecond)
      expect(mostInFlight).toBeLessThanOrEqual(plan.inFlight)
    }
    expect(result.noticed.length).toBeGreaterThan(0)
    expect(Math.max(...result.noticed)).toBeLessThanOrEqual(20_000)
  },
)

function describeStorm({
  accounts,
  noticed,
  rounds,
  jobs,
  takenOver,
  seconds,
}: Awaited<ReturnType<typeof runStorm>>): string {
  const longest = (Math.max(...noticed) / 1000).toFixed(1)
  const lines = accounts.map(
    ({ provider, requests, mostPerSecond, mostInFlight, listed, stored, vanished }) =>
      `${provider}: ${listed} messages listed, ${stored} stored, ${vanished} of them deleted since; ${requests} requests, at most ${mostPerSecond} within a second and ${mostInFlight} in flight`,
  )
  const summary = `${plan.workers} workers, ${plan.kills} kills, ${plan.restartsAfter.length} restarts in ${seconds.toFixed(0)} s: ${rounds} rounds, ${jobs} jobs, ${takenOver} taken over; ${noticed.length} lost jobs were noticed after ${longest} s at most`
  return [summary, ...lines].join('\n')
}
