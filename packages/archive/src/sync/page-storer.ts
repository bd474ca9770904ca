import type { Message } from '@sms/core'
import type { Lease } from '../store/lease-store.ts'
import type { StoredMember } from '../store/member-store.ts'
import type { MessageRecord } from '../store/page-store.ts'
import type { StoredRules } from '../store/rules-store.ts'
import type { Store } from '../store/store.ts'
import type { Exclusions, LeftOut } from '../erase/exclusions.ts'
import { leftOutKey } from '../store/left-out-key.ts'
import { messageKey } from '../stored-key.ts'
import { AddressWriter } from './address-writer.ts'
import { extendState } from './extend-state.ts'
import type { ListState, Stretch } from './list-state.ts'
import { isIdentified, matchPage, ROW } from './match-page.ts'
import { LEFT_OUT, OLD, toRecord } from './message-record.ts'
import { placePage } from './place-page.ts'
import { advance, type ArchiveOrder, type PlacedPage, planPage } from './plan-page.ts'
import type { ReadPage } from './read-part.ts'
import type { Reading } from './reading.ts'
import { makeRoom } from './make-room.ts'

// Room in the window for stored messages that are not listed any more.
const MORE_STORED = 2 * ROW

// A cursor knows so many of the messages before it. A reader may repeat older ones if the list has changed.
const KNOWN_TO_CURSOR = 16

/** Earlier than any reading. */
const NEVER = 0

/** What the pages of a sync are stored with. */
export interface StorerSettings {
  readonly store: Store
  readonly lease: Lease
  readonly exclusions: Exclusions
  /** As the archive writes it. */
  readonly participant: string
  readonly order: ArchiveOrder
  /** Whether each reading continues to the end of the list, whatever it finds. */
  readonly readsToEnd: boolean
  /** Whether nothing was stored of the conversation before. */
  readonly isFirst: boolean
  readonly state: ListState
  /** How far apart two readings must be that did not show a message, so that it has vanished. */
  readonly patience: number
}

/** Stores the pages of one sync, and keeps count. */
export class PageStorer {
  readonly #settings: StorerSettings
  #state: ListState
  /** What is not stored, when it was last read. */
  #rules: StoredRules | null = null
  added = 0
  updated = 0
  requests = 0
  /** How many messages the conversation has. */
  stored = 0

  constructor(settings: StorerSettings) {
    this.#settings = settings
    this.#state = settings.state
  }

  get state(): ListState {
    return this.#state
  }

  /** Stores a page, and returns how far its reading is then. */
  async storePage(reading: Reading, page: ReadPage): Promise<Reading> {
    this.requests += 1
    const { store, exclusions, participant, lease } = this.#settings
    const of = { participant, conversation: lease.conversation }
    for (let from = reading; ; from = this.#dropMarks(from)) {
      this.#rules ??= await store.readRules()
      const leftOut = await exclusions.leftOut(of, [...from.carried, ...page.items], this.#rules)
      const after = await this.#storeBy(leftOut, from, page)
      if (after !== null) return after
      this.#rules = null
    }
  }

  /** Stores a page, unless what is left out has changed meanwhile: then returns null. */
  async #storeBy(leftOut: LeftOut, reading: Reading, page: ReadPage): Promise<Reading | null> {
    const { store, lease, order, patience } = this.#settings
    const placed = await this.#place(reading, page, leftOut)
    const after = advance(placed, order)
    const reached = placed.reading.isFiltered ? null : await this.#reached(placed, after)
    const below = await this.#countBelow(placed, after)
    const { state, own } = extendState(this.#state, placed, after, { reached, below })
    const result = await store.commitPage(lease, {
      ...planPage(placed, order),
      rules: leftOut.version,
      // What is stored below a kept place may be listed again above it.
      absentBefore: reading.isFromTop ? page.requestedAt - patience : NEVER,
      state: JSON.stringify(state),
    })
    if (result === null) return null
    this.#state = state
    this.added += result.added
    this.updated += result.updated
    this.stored = result.messages
    return { ...after, own, isProven: after.isProven || reached !== null }
  }

  /** Members below a reading that has come to messages from before the archive was pruned, and ends there. */
  async #countBelow({ page }: PlacedPage, { at, isAtEnd }: Reading): Promise<number> {
    if (!isAtEnd || at === null || page.cursor === null) return 0
    const { store, lease } = this.#settings
    const listed = await store.countListed(lease.conversation, at, null)
    return listed - (await store.countListed(lease.conversation, at, at))
  }

  /** A person may have been erased meanwhile, whose messages the kept cursors may name. */
  #dropMarks(reading: Reading): Reading {
    const own = reading.own === null ? -1 : this.#state.stretches.indexOf(reading.own)
    const stretches = this.#state.stretches.map((stretch) => ({ ...stretch, marks: [] }))
    this.#state = { ...this.#state, stretches }
    return { ...reading, own: stretches[own] ?? null }
  }

  async #place(reading: Reading, page: ReadPage, leftOut: LeftOut): Promise<PlacedPage> {
    const now = Date.now()
    const addresses = new AddressWriter()
    const messages = [...reading.carried, ...page.items]
    const records = messages.map((message) =>
      leftOut.old.has(message)
        ? OLD
        : leftOut.messages.has(message)
          ? LEFT_OUT
          : toRecord(message, addresses, now),
    )
    const limit = records.length + MORE_STORED
    const known = await this.#findKnown(records)
    const prunedKeys = this.#prunedKeys(messages, records, leftOut)
    const pruned = await this.#findPruned(prunedKeys)
    const { start, window } = await this.#readWindow(reading, [...known, ...pruned], limit)
    const inWindow = new Set(window.map(({ messageId }) => messageId))
    const repeatsTo = await this.#repeatsTo(reading)
    const named = (member: StoredMember): StoredMember => withKey(member, prunedKeys)
    const comparable = window.map(named)
    const { matches, undecided } = matchPage({
      listed: records,
      window: comparable,
      elsewhere: [...known, ...pruned.map(named)].filter(
        (member) => !inWindow.has(member.messageId) && isAvailable(member, reading, repeatsTo),
      ),
      // What begins at another place than the reading has come to is not attached to it.
      isAttached: reading.isAttached && start === reading.at,
      isWindowWhole: window.length < limit,
      ends: new Set(this.#state.stretches.map(({ last }) => last)),
      hasMore: page.cursor !== null,
      readsToEnd: this.#settings.readsToEnd,
      followsStored: reading.row > 0,
    })
    const decided = matches.slice(0, matches.length - undecided)
    const next = decided.findLastIndex(({ kind }) => kind === 'stored') + 1
    const newest = window.length === 0 ? [] : records.slice(next, decided.length)
    const isReplaced =
      reading.at === null &&
      decided.every(({ kind }) => kind === 'new') &&
      newest.every(({ time }) => time === null) &&
      [...newest, ...window].every(({ hasId }) => hasId)
    const lastBeforeNew = await this.#lastBeforeNew(page, newest, isReplaced)
    const positions = placePage({ matches: decided, at: start, window: comparable, lastBeforeNew })
    if (positions === null) return this.#place(await this.#makeRoom(reading), page, leftOut)
    return { reading, page, messages, records, window: comparable, matches, undecided, positions, leftOut }
  }

  /**
   * The last stored message, if what is new at the end of a page follows it: in a list that is read oldest first, at the end
   * of the list, or by its times. Else null.
   *
   * @param isReplaced Whether the list begins with a page of new messages without times, and the stored ones have ids. It is
   * more likely that these are not listed any more than that so many older ones are. If they are listed below, they have moved.
   */
  async #lastBeforeNew(
    page: ReadPage,
    newest: readonly MessageRecord[],
    isReplaced: boolean,
  ): Promise<number | null> {
    const { store, lease, readsToEnd } = this.#settings
    if (!readsToEnd || newest.length === 0) return null
    const { conversation } = lease
    const [last] = await store.readWindow(conversation, await store.findAbove(conversation, Infinity, 1), 1)
    if (last === undefined) return null
    const isLater = newest.every(({ time }) => time !== null && last.time !== null && time >= last.time)
    return isLater || isReplaced || page.cursor === null ? last.position : null
  }

  /**
   * What may have been kept of the keys of a page's messages without a time, if they were pruned, with the keys that they are
   * compared by: of people who were erased since, they are compared without one.
   */
  #prunedKeys(
    messages: readonly Message[],
    records: readonly MessageRecord[],
    { prunedBefore }: LeftOut,
  ): ReadonlyMap<string, string> {
    if (prunedBefore === null) return new Map()
    const { store } = this.#settings
    const keys = messages.flatMap((message, index) => {
      const { key, time } = records[index] ?? OLD
      return time === null && key !== OLD.key
        ? [[leftOutKey(store.id, messageKey(message)), key] as const]
        : []
    })
    return new Map(keys)
  }

  async #findPruned(keys: ReadonlyMap<string, string>): Promise<readonly StoredMember[]> {
    const { store, lease } = this.#settings
    return keys.size === 0 ? [] : store.findLeftOut(lease.conversation, [...keys.keys()])
  }

  /** The position down to which a resumed reading may show messages again, from above its mark; null if it may not. */
  async #repeatsTo({ resumedAt, count }: Reading): Promise<number | null> {
    if (resumedAt === null || count >= KNOWN_TO_CURSOR) return resumedAt
    const { store, lease } = this.#settings
    return store.findAbove(lease.conversation, resumedAt, KNOWN_TO_CURSOR - count)
  }

  /** The stored messages that a page may show, wherever they are. Others are known by the messages around them only. */
  async #findKnown(records: readonly MessageRecord[]): Promise<readonly StoredMember[]> {
    const { store, lease, isFirst } = this.#settings
    // A walk yields no message twice.
    if (isFirst) return []
    const keys = new Set(records.filter(isIdentified).map(({ key }) => key))
    return store.findMembers(lease.conversation, [...keys])
  }

  /** The stored messages that a page is compared with, and the position before them. */
  async #readWindow(
    { at, isAttached, own }: Reading,
    known: readonly StoredMember[],
    limit: number,
  ): Promise<{ readonly start: number | null; readonly window: readonly StoredMember[] }> {
    const { store, lease } = this.#settings
    const from = async (start: number | null) => ({
      start,
      window: await store.readWindow(lease.conversation, start, limit),
    })
    const above = ({ position }: StoredMember): Promise<number | null> =>
      store.findAbove(lease.conversation, position, 1)
    if (!isAttached && own !== null) {
      const first = known.find(({ position }) => position >= own.first && position <= own.last)
      return from(first === undefined ? at : await above(first))
    }
    const next = await from(at)
    const end = next.window.at(-1)?.position ?? Infinity
    const further = known.filter(({ position }) => position > end)
    const [first] = further
    // Many stored messages are not listed any more, and the page shows what followed them.
    return first !== undefined && further.length >= ROW ? from(await above(first)) : next
  }

  /** The stretch that a page proves to have reached: enough of it in a row, or all of it. */
  async #reached({ reading, positions }: PlacedPage, { row }: Reading): Promise<Stretch | null> {
    const { store, lease } = this.#settings
    const at = positions.at(-1)
    if (at === undefined || row === 0) return null
    const stretch = this.#state.stretches.find(
      (one) => one !== reading.own && one.first <= at && at <= one.last,
    )
    if (stretch === undefined) return null
    const count = (from: number, to: number): Promise<number> =>
      store.countListed(lease.conversation, from, to)
    const shown = Math.min(row, await count(stretch.first, at))
    return shown >= ROW || shown >= (await count(stretch.first, stretch.last)) ? stretch : null
  }

  async #makeRoom(reading: Reading): Promise<Reading> {
    const { store, lease } = this.#settings
    const own = reading.own === null ? -1 : this.#state.stretches.indexOf(reading.own)
    const { at, resumedAt } = reading
    const { state, places } = await makeRoom(
      store,
      lease,
      this.#state,
      [at, resumedAt].filter((place) => place !== null),
    )
    this.#state = state
    return {
      ...reading,
      at: at === null ? null : (places[0] ?? at),
      resumedAt: resumedAt === null ? null : (places.at(-1) ?? resumedAt),
      own: state.stretches[own] ?? null,
    }
  }
}

/** A pruned message with the key that the provider lists it by, if the page may show it. */
function withKey(member: StoredMember, keys: ReadonlyMap<string, string>): StoredMember {
  const key = member.isLeftOut ? keys.get(member.key) : undefined
  return key === undefined ? member : { ...member, key }
}

/**
 * Whether a stored message may be listed where a reading is. Without an id, one that it has passed is another message, unless
 * the reader may repeat it.
 */
function isAvailable(
  { hasId, isAbsent, position }: StoredMember,
  { at }: Reading,
  repeatsTo: number | null,
): boolean {
  return hasId || isAbsent || position > (at ?? -Infinity) || position <= (repeatsTo ?? -Infinity)
}
