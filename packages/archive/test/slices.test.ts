import {
  type PartReport,
  type SliceSync,
  sliceSync,
  startArchive,
  type Store,
  isComplete,
} from '@sms/archive/store'
import type { MessageReader } from '@sms/core'
import { type Simulator, startSimulator } from '@sms/simulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { expectAsListed } from './expect-as-listed.ts'
import { SIMULATED_PROVIDERS } from './simulated-providers.ts'

const PAGE_SIZE = 50
const MESSAGES = 1000
const NEVER = new AbortController().signal

let simulator: Simulator
let participant: string
beforeEach(async () => {
  simulator = await startSimulator({ messages: MESSAGES })
  participant = simulator.participants[0] ?? ''
})
afterEach(() => simulator.close())

/** A sync in slices into an archive in memory. */
interface Sliced {
  readonly slices: SliceSync
  readonly store: Store
  /** @param pages After how many pages with new messages a first read stops. */
  slice(reader: MessageReader, pages: number, stop?: AbortSignal): Promise<PartReport>
}

async function openSliced(): Promise<Sliced> {
  const store = await openSqliteStore(':memory:', true)
  const slices = sliceSync(store)
  return {
    store,
    slices,
    slice: (reader, pages, stop = NEVER) =>
      slices.sync(
        reader,
        participant,
        { pageSize: PAGE_SIZE, concurrency: 1 },
        { pages, stop, release: (lease, end) => store.releaseLease(lease, isComplete(end)) },
      ),
  }
}

describe.each(SIMULATED_PROVIDERS)('$provider', (provider) => {
  test('a first read in slices stores the list once, and reads two pages a slice twice at most', async () => {
    const { slice, store } = await openSliced()
    const archive = await startArchive(store)
    const reader = provider.create(simulator)
    const reports: PartReport[] = []
    do reports.push(await slice(reader, 4))
    while (reports.at(-1)?.isAtEnd === false)

    expect(reports.map(({ complete }) => complete)).toEqual([...reports.slice(1).map(() => false), true])
    expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(MESSAGES)
    expect(reports.length).toBeGreaterThanOrEqual(MESSAGES / PAGE_SIZE / 4)
    await expectAsListed({ archive, simulator, participant }, provider)
    // The first request of each slice shows that the list is still the same, and the second one may repeat a page.
    const inSlices = reports.reduce((sum, { requests }) => sum + requests, 0)
    const whole = await openSliced()
    const { requests } = await whole.slice(reader, Infinity)
    expect(inSlices).toBeLessThanOrEqual(requests + 2 * (reports.length - 1))
    await Promise.all([store.close(), whole.store.close()])
  })

  test('a later sync reads all that is new, however many pages', async () => {
    const { slice, store } = await openSliced()
    const reader = provider.create(simulator)
    await slice(reader, Infinity)
    for (let count = 0; count < 5 * PAGE_SIZE; count += 1) simulator.conversation(participant).add()

    const report = await slice(reader, 1)

    expect(report).toMatchObject({ added: 5 * PAGE_SIZE, complete: true, isAtEnd: true })
    await store.close()
  })

  test('any sync stops after the page at which it is told to, and the next one resumes it', async () => {
    const { slice, store } = await openSliced()
    const archive = await startArchive(store)
    const stopped = await slice(provider.create(simulator), Infinity, AbortSignal.abort())
    expect(stopped).toMatchObject({ requests: 1, complete: false, isAtEnd: false })

    const resumed = await slice(provider.create(simulator), Infinity)

    expect(resumed).toMatchObject({ added: MESSAGES - stopped.added, complete: true, isAtEnd: true })
    await expectAsListed({ archive, simulator, participant }, provider)
    await store.close()
  })
})

test('what releases the lease of a slice learns how it has ended', async () => {
  const store = await openSqliteStore(':memory:', true)
  const [provider] = SIMULATED_PROVIDERS
  const reader = provider?.create(simulator)
  if (reader === undefined) throw new Error('There are providers.')
  const ends: unknown[] = []
  const course = {
    pages: 1,
    stop: NEVER,
    async release(_: unknown, end: unknown) {
      ends.push(end)
    },
  }
  const report = await sliceSync(store).sync(reader, participant, { pageSize: PAGE_SIZE }, course)
  expect(ends).toEqual([{ report }])
  await store.close()
})

test('participants who were erased are left out, in any spelling', async () => {
  const store = await openSqliteStore(':memory:', true)
  const archive = await startArchive(store)
  const { withoutErased } = sliceSync(store)
  const participants = ['+46701740605', '0046 70 174 06 05', '+46701740612']
  expect(await withoutErased(participants)).toEqual(participants)

  await archive.erase('+46701740605')

  expect(await withoutErased(participants)).toEqual(['+46701740612'])
  await store.close()
})
