import type { Archive } from '@sms/archive'
import type { DeliveryStatus } from '@sms/core'
import { expect } from 'vitest'
import { type ModelMessage, ModelProvider, OTHER, PARTICIPANT, type Style } from './model-provider.ts'
import { countBy } from './count-by.ts'
import { random } from './random.ts'

/** What may happen to a list, and how it is synced. */
export interface History {
  readonly style: Style
  readonly ids: 'all' | 'half' | 'none'
  readonly growsAtEnd: boolean
  readonly excess: number
  /** How likely a message is like an earlier one. */
  readonly twins: number
  readonly length: number
  readonly pageSize: number
  readonly concurrency: number
  readonly syncs: number
  readonly arrivals: number
  readonly deletions: number
  readonly late: number
  readonly statusChanges: number
  /** How often messages change their places between two syncs. */
  readonly moves: number
  /** How likely something happens before each response. */
  readonly likelihood: number
  /** How likely a message is of another person, and how likely that person is erased before a sync. */
  readonly others: number
  readonly erasures: number
  /** How likely the archive is pruned before a sync. */
  readonly prunes: number
  /** How likely a sync is cut. */
  readonly cuts: number
  readonly seed: number
}

const HOUR = 3_600_000
const TEXTS = ['ok', 'yes', 'no', 'Are you there?']

// A list that grew whenever it was read would never be read to its end.
const MOST_CHANGES = 20

class Cut extends Error {}

/**
 * Plays a history with a new archive, and checks after each sync what the archive promises.
 *
 * @param move Called after each sync. The history continues with the archive that it returns.
 */
export async function play(
  history: History,
  open: () => Promise<Archive>,
  move: (archive: Archive, provider: ModelProvider) => Promise<Archive> = async (archive) => archive,
): Promise<void> {
  let archive = await open()
  const chance = random(history.seed)
  const provider = new ModelProvider(history)
  const now = Date.now()
  for (let at = history.length; at > 0; at -= 1) arrive(provider, history, chance, now - at * HOUR)
  const kept: Kept = { erased: false, prunedBefore: -Infinity, pruned: new Set() }
  let changes = 0
  const change = (): void => {
    if (changes === MOST_CHANGES || chance() > history.likelihood) return
    changes += 1
    mutate(provider, history, chance, null)
  }
  for (let sync = 0; sync < history.syncs; sync += 1) {
    if (history.erasures > 0 && chance() < history.erasures) await erase(archive, provider, kept)
    if (history.prunes > 0 && chance() < history.prunes) await prune(archive, provider, chance, kept)
    const before = new Set(provider.list)
    changes = 0
    provider.beforeResponse = change
    const isCut = chance() < history.cuts
    await syncOnce(archive, provider, history, chance, isCut, before, kept)
    provider.beforeResponse = () => undefined
    archive = await move(archive, provider)
    const stored = new Set((await archive.messages().toArray()).map(({ id }) => id))
    for (let left = Math.floor(chance() * 4); left > 0; left -= 1) mutate(provider, history, chance, stored)
  }
  const { pageSize, concurrency } = history
  const report = await archive.sync(provider.reader, PARTICIPANT, { pageSize, concurrency })
  expect(report).toMatchObject({ complete: true, error: null })
  await expectStored(archive, provider, provider.list, kept)
  await expectStatuses(archive, provider, kept)
  const again = await archive.sync(provider.reader, PARTICIPANT, { full: true, pageSize, concurrency })
  expect(again).toMatchObject({ added: 0, complete: true })
  await archive.close()
}

async function syncOnce(
  archive: Archive,
  provider: ModelProvider,
  { pageSize, concurrency }: History,
  chance: () => number,
  isCut: boolean,
  before: ReadonlySet<ModelMessage>,
  kept: Kept,
): Promise<void> {
  const options = { pageSize: chance() < 0.3 ? Math.ceil(chance() * 60) : pageSize, concurrency }
  let pages = Math.floor(chance() * 6)
  const onPage = (): void => {
    pages -= 1
    if (isCut && pages < 0) throw new Cut()
  }
  try {
    const report = await archive.sync(provider.reader, PARTICIPANT, { ...options, onPage })
    if (report.complete)
      await expectStored(
        archive,
        provider,
        provider.list.filter((one) => before.has(one)),
        kept,
      )
    else expect(report.error?.code).toBe('pagination')
  } catch (error) {
    if (!(error instanceof Cut)) throw error
  }
}

/** Each of these messages is stored, and no message more often than it ever was there. */
async function expectStored(
  archive: Archive,
  provider: ModelProvider,
  messages: readonly ModelMessage[],
  kept: Kept,
): Promise<void> {
  const stored = await archive.messages().toArray()
  const [conversation] = await archive.conversations().toArray()
  expect(conversation?.messages ?? 0).toBe(stored.length)
  if (kept.erased) expect(stored.filter(({ from, to }) => from === OTHER || to === OTHER)).toEqual([])
  for (const { timestamp } of stored)
    expect(timestamp?.getTime() ?? Infinity).toBeGreaterThanOrEqual(kept.prunedBefore)
  expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
  const counts = countBy(
    stored.map(({ id, text, timestamp }) => nameOf(id, text, timestamp?.getTime() ?? null)),
  )
  const ever = countBy(provider.ever.map(({ id, text, time }) => nameOf(id, text, time)))
  const wanted = messages.filter((message) => isKept(message, kept))
  for (const [name, count] of countBy(wanted.map(({ id, text, time }) => nameOf(id, text, time))))
    expect(counts.get(name) ?? 0, `${name} is stored`).toBeGreaterThanOrEqual(count)
  for (const [name, count] of counts)
    expect(count, `${name} is stored once`).toBeLessThanOrEqual(ever.get(name) ?? 0)
}

/** What an archive does not store any more. */
interface Kept {
  erased: boolean
  prunedBefore: number
  /** Pruned messages without a time. */
  readonly pruned: Set<ModelMessage>
}

function isKept(message: ModelMessage, { erased, prunedBefore, pruned }: Kept): boolean {
  if (erased && message.isOther) return false
  return !pruned.has(message) && (message.time ?? Infinity) >= prunedBefore
}

async function erase(archive: Archive, provider: ModelProvider, kept: Kept): Promise<void> {
  kept.erased = true
  await archive.erase(OTHER)
  await expectStored(archive, provider, [], kept)
}

async function prune(
  archive: Archive,
  provider: ModelProvider,
  chance: () => number,
  kept: Kept,
): Promise<void> {
  const some = provider.list[Math.floor(chance() * provider.list.length)]
  if (some === undefined) return
  const { time } = some
  const before = time ?? Date.now() + 1
  if (time === null) {
    const messages = await archive.messages().toArray()
    const stored = new Map(countBy(messages.map(({ id, text }) => nameOf(id, text, null))))
    for (const message of provider.ever) {
      const name = nameOf(message.id, message.text, message.time)
      const left = stored.get(name) ?? 0
      if (left === 0 || kept.pruned.has(message)) continue
      stored.set(name, left - 1)
      kept.pruned.add(message)
    }
  } else kept.prunedBefore = Math.max(kept.prunedBefore, before)
  await archive.prune({ before: new Date(before) })
  await expectStored(archive, provider, [], kept)
}

async function expectStatuses(archive: Archive, provider: ModelProvider, kept: Kept): Promise<void> {
  const stored = new Map<string | null, string>()
  for await (const { id, status, statuses } of archive.messages()) {
    expect(statuses.at(-1)?.status).toBe(status)
    stored.set(id, status)
  }
  const listed = provider.list.filter((one) => one.id !== null && isKept(one, kept))
  expect(listed.map(({ id }) => stored.get(id))).toEqual(listed.map(({ status }) => status))
}

/** @param stored The ids of the messages that are stored, between two syncs; null during one. */
function mutate(
  provider: ModelProvider,
  history: History,
  chance: () => number,
  stored: ReadonlySet<string | null> | null,
): void {
  const isBetween = stored !== null
  const { arrivals, deletions, late, statusChanges, moves } = history
  let choice = chance() * (arrivals + deletions + late + statusChanges + moves)
  if ((choice -= arrivals) < 0) {
    const most = isBetween ? (chance() < 0.2 ? 150 : 10) : 3
    for (let count = Math.ceil(chance() * most); count > 0; count -= 1)
      arrive(provider, history, chance, Date.now())
  } else if ((choice -= deletions) < 0) {
    const most = isBetween && chance() < 0.2 ? 100 : 3
    const at = Math.floor(chance() * provider.list.length)
    for (const message of provider.list.slice(at, at + Math.ceil(chance() * most))) message.isDeleted = true
  } else if ((choice -= late) < 0) {
    if (!isBetween) return
    // Up to a day late.
    const depth = Math.floor(chance() * 24)
    const { time } = (provider.isNewestFirst ? provider.list[depth] : provider.list.at(-1 - depth)) ?? {
      time: null,
    }
    provider.insert(provider.make(`late ${provider.ever.length}`, time ?? Date.now(), 'received'), depth)
  } else if ((choice -= moves) < 0) {
    if (stored === null) return
    // Only a total shows that a message has moved, before it was stored, to a place that a sync does not read again.
    const movable = provider.list.flatMap(({ id }, at) =>
      history.style === 'counted' || (id !== null && stored.has(id)) ? at : [],
    )
    const from = movable[Math.floor(chance() * movable.length)]
    // All that was stored may be pruned.
    if (from === undefined) return
    provider.move(from, chance() < 0.5 ? from + 1 : Math.floor(chance() * provider.list.length))
  } else {
    const recent = provider.list.filter(
      ({ time, status }) => status === 'sent' && (time ?? Date.now()) > Date.now() - 6 * 24 * HOUR,
    )
    const message = recent[Math.floor(chance() * recent.length)]
    if (message !== undefined) message.status = 'delivered'
  }
}

/** Adds a message; now and then one that has all but its number in common with the one before. */
function arrive(
  provider: ModelProvider,
  { twins, others }: History,
  chance: () => number,
  time: number,
): void {
  const before = provider.ever.at(-1)
  const isTwin = chance() < twins && before !== undefined && !before.isDeleted && before.status === 'received'
  // A second after the last one at least.
  const second = Math.max(Math.floor(time / 1000), Math.floor((before?.time ?? 0) / 1000) + 1) * 1000
  const text =
    chance() < twins ? (TEXTS[Math.floor(chance() * TEXTS.length)] ?? '') : `text ${provider.ever.length}`
  const status: DeliveryStatus = chance() < 0.5 ? 'received' : chance() < 0.8 ? 'delivered' : 'sent'
  const message = isTwin
    ? provider.make(before.text, before.time ?? second, before.status, before.isOther)
    : provider.make(text, second, status, others > 0 && chance() < others)
  provider.insert(message, 0)
}

function nameOf(id: string | null, text: string, time: number | null): string {
  return id ?? `${text} ${time}`
}
