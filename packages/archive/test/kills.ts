import type { Archive } from '@sms/archive'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectAsListed } from './expect-as-listed.ts'
import { EventCounter, type Kill, killAndResume } from './kill-and-resume.ts'
import { runSync } from './run-sync.ts'
import { type SimulatedProvider, SIMULATED_PROVIDERS } from './simulated-providers.ts'

const MESSAGES = 1500
const PAGE = 50

/** Where the archives of these tests are. */
export interface ArchivePlace {
  /** See `SyncCall`. */
  readonly program: string
  /** Counts how often processes write to the archives. */
  readonly writes: EventCounter
  /** Returns the path of an archive that is not there yet. */
  make(): Promise<string>
  open(path: string): Promise<Archive>
}

/** Kills after pages, in the middle of requests, and while the archive is written. */
const KILLS: readonly Kill[] = [
  { at: 'page', count: 1 },
  { at: 'request', count: 4 },
  { at: 'write', count: 9 },
  { at: 'page', count: 12 },
  { at: 'request', count: 7 },
  { at: 'write', count: 14 },
]

/** Which syncs are killed, and when. */
export interface Killed {
  readonly providers: readonly SimulatedProvider[]
  readonly kills: readonly Kill[]
}

export const ALL_KILLED: Killed = { providers: SIMULATED_PROVIDERS, kills: KILLS }

/** What every archive must do if processes that sync into it are killed, or sync at the same time, whatever its database. */
export function testKills(place: ArchivePlace, { providers, kills: planned }: Killed = ALL_KILLED): void {
  const { program } = place
  let path: string
  let simulator: Simulator
  let requests: EventCounter
  beforeEach(async () => {
    path = await place.make()
    requests = new EventCounter()
    simulator = await startSimulator({ messages: MESSAGES, participants: 2, beforeAnswer: requests.note })
  })
  afterEach(() => simulator.close())

  describe.each(providers)('$provider:', (provider) => {
    test('a sync that is killed again and again stores each message once, and repeats few requests', async () => {
      const [participant = ''] = simulator.participants
      const account = simulator.providers[provider.provider]
      const call = {
        program,
        path,
        provider: provider.provider,
        account,
        participant,
        options: { pageSize: PAGE },
      }
      await runSync({ ...call, path: await place.make() })
      const inOneGo = requests.count
      const report = await killAndResume(call, { request: requests, write: place.writes }, planned)
      const { kills, last } = report
      expect(kills).toBe(planned.length)
      expect(last).toMatchObject({ complete: true, error: null })
      await using archive = await place.open(path)
      await expectAsListed({ archive, simulator, participant }, provider)
      const repeated = report.requests - inOneGo
      // The page that was being stored, those in flight, and up to three requests to find the place.
      expect(repeated).toBeLessThanOrEqual(kills * (1 + provider.inFlight + 3))
      process.stdout.write(
        `${provider.provider}: ${kills} kills; ${report.requests} requests, ${inOneGo} without a kill: ${(repeated / kills).toFixed(1)} more for each kill; ${MESSAGES} rows, each as listed\n`,
      )
    })
  })

  test('two processes that sync the same conversations store each message and each change of it once', async () => {
    const call = {
      program,
      path,
      provider: 'conversations-rcs',
      account: simulator.providers['conversations-rcs'],
    } as const
    const sum = async (count: 'added' | 'updated'): Promise<number> => {
      const runs = await Promise.all([runSync(call), runSync(call)])
      const reports = runs.flatMap((run) => run.reports)
      expect(reports).toHaveLength(4)
      for (const report of reports) expect(report).toMatchObject({ complete: true, error: null })
      return reports.reduce((total, report) => total + Number(report[count]), 0)
    }
    expect(await sum('added')).toBe(2 * MESSAGES)
    let changed = 0
    for (const participant of simulator.participants) {
      const conversation = simulator.conversation(participant)
      for (let index = 0; index < MESSAGES; index += 25) {
        const { number, state } = conversation.at(index)
        if (state !== 'delivered') continue
        conversation.setState(number, 'undelivered')
        changed += 1
      }
    }
    expect(changed).toBeGreaterThan(10)
    // On rcs and whatsapp, what is delivered may be read later: the whole list is read again.
    expect(await sum('updated')).toBe(changed)
    expect(await sum('updated')).toBe(0)
    await using archive = await place.open(path)
    const provider = SIMULATED_PROVIDERS.find((one) => one.provider === call.provider)
    if (provider === undefined) throw new Error('no such provider')
    for (const participant of simulator.participants)
      await expectAsListed({ archive, simulator, participant }, provider)
  })
}
