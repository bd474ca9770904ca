import { type MessageReader, type MessagesOptions, SmsError } from '@sms/core'
import type { UnsettledRange } from '../store/member-store.ts'
import type { Store } from '../store/store.ts'
import { isWhole, type KeptPlace, type Stretch } from './list-state.ts'
import { ROW } from './match-page.ts'
import type { PageStorer } from './page-storer.ts'
import { readPart } from './read-part.ts'
import { fromMark, fromTop, fromWithin, type Reading } from './reading.ts'
import { MOST_LATENESS, type Strategy } from './strategy.ts'

/** What is read, and what it is stored with. */
export interface ListSyncSettings {
  readonly reader: MessageReader
  readonly participant: string
  readonly strategy: Strategy
  readonly options: Pick<MessagesOptions, 'pageSize' | 'concurrency' | 'signal' | 'since'>
  readonly isFull: boolean
  /** Whether more than two pages are expected after a kept place. */
  readonly isLong: boolean
  readonly store: Store
  readonly conversation: number
  readonly storer: PageStorer
  /** The statuses of messages that are newer may change. */
  readonly newerThan: number
  readonly onPage: (total: number | null) => Promise<void>
  /** Whether the sync stops after a page that has added so many messages, before its end. */
  readonly stopsAfter: (added: number) => boolean
  /** Whether only a reading of the whole list shows what has vanished. */
  readonly isUnconfirmed: () => Promise<boolean>
}

/** A sync was stopped before its end. What was read is stored, and the next one resumes it. */
export class Stopped extends Error {}

/** Reads as much of a conversation's list as it takes to store all that is new. */
export class ListSync {
  readonly #settings: ListSyncSettings
  readonly #storer: PageStorer
  /** The totals of the first page and of the last one. */
  #totals: { readonly first: number; readonly last: number } | null = null
  /**
   * The last unsettled message of a stretch, which is looked for again only when a reading has reached it. If it is out of
   * date, more is read than must be.
   */
  #unsettled = -Infinity
  /** Whether a part of the list was read from a kept place. */
  #hasResumed = false

  constructor(settings: ListSyncSettings) {
    this.#settings = settings
    this.#storer = settings.storer
  }

  get #pageSize(): number {
    const { options, reader } = this.#settings
    return options.pageSize ?? reader.capabilities.defaultPageSize
  }

  /** @throws {Stopped} if it was stopped before its end. */
  async run(): Promise<void> {
    const { strategy, isFull, options, isUnconfirmed } = this.#settings
    if (options.since !== undefined) {
      await this.#read(fromTop({ isFiltered: true }), {}, () => false)
    } else if (isFull || this.#storer.state.stretches.length === 0) {
      await this.#readAll()
    } else if (strategy.from === 'start') {
      await this.#readNewEnd()
    } else {
      await this.#readNewTop()
    }
    if (this.#hasResumed && (await isUnconfirmed())) await this.#readAll()
  }

  async #readAll(): Promise<Reading> {
    return this.#read(fromTop({ isFiltered: false }), {}, () => false)
  }

  /** Reads from before the first message that may have changed, or not have been stored, to the end of the list. */
  async #readNewEnd(): Promise<void> {
    const unsettled = await this.#findUnsettled(null)
    const [own] = this.#storer.state.stretches
    const before = unsettled?.first ?? Infinity
    // Enough stored messages follow it to see that the list is the same.
    const mark = own?.isTop === true ? await this.#lastMark(own, { before, followedBy: ROW }) : null
    if (own === undefined || mark === null) await this.#readAll()
    else await this.#readFrom(own, mark, () => false)
  }

  /** The last mark before a position that so many stored messages follow. */
  async #lastMark(
    own: Stretch,
    { before, followedBy }: { readonly before: number; readonly followedBy: number },
  ): Promise<KeptPlace | null> {
    for (const mark of own.marks.toReversed()) {
      if (mark.position >= before) continue
      if ((await this.#countAfter(mark.position)) >= followedBy) return mark
    }
    return null
  }

  async #readNewTop(): Promise<void> {
    const { strategy } = this.#settings
    const unsettled = await this.#findUnsettled(null)
    const wanted = unsettled === null ? 0 : await this.#countTo(unsettled.last)
    const isCautious = wanted <= 2 * this.#pageSize
    const before = this.#storer.added
    let reading = await this.#read(fromTop({ isFiltered: false }), { isCautious }, (now, total) =>
      this.#hasReached(now, total),
    )
    const hasGaps = !reading.isAtEnd && !isWhole(this.#storer.state)
    while (!reading.isAtEnd && !isWhole(this.#storer.state)) {
      const [own] = this.#storer.state.stretches
      const mark = own?.marks.at(-1)
      reading =
        own === undefined || mark === undefined
          ? await this.#readAll()
          : await this.#readFrom(own, mark, async (now) => hasGrown(own, now) && (await this.#isJoined(now)))
    }
    // What was read before the gap was not compared with its distance from the end. And a message may have moved over the
    // place at which a gap begins.
    const isWholeRead = reading.isFromTop && reading.isAtEnd
    if (hasGaps && !isWholeRead && !(await this.#isCounted())) reading = await this.#readAll()
    if (strategy.readsEnd && !reading.isAtEnd) await this.#readNewMessagesAtEnd(this.#storer.added > before)
  }

  /** Reads what has come at the end of the list. */
  async #readNewMessagesAtEnd(hasShifted: boolean): Promise<void> {
    const [own] = this.#storer.state.stretches
    const last = own?.marks.at(-1)
    if (own === undefined || last === undefined) {
      await this.#readAll()
      return
    }
    // A cursor knows where its place was: the further messages at the top have moved it, the longer it takes to find it.
    // What follows this mark is more than a page, and a page that is not the last one returns a cursor that knows its place.
    const moved = hasShifted
      ? await this.#lastMark(own, { before: Infinity, followedBy: this.#pageSize })
      : null
    await this.#readFrom(own, moved ?? last, () => false)
  }

  /** Reads on from a kept place. If the place is not found, the whole list is read. */
  async #readFrom(own: Stretch, mark: KeptPlace, isDone: Done): Promise<Reading> {
    const { strategy, isLong } = this.#settings
    const isCautious = !isLong && (await this.#countAfter(mark.position)) <= 2 * this.#pageSize
    const byTime = strategy.resumesBy === 'time' && mark.time !== null
    const start: Reading = byTime ? fromWithin(own) : fromMark(own, mark)
    const place = byTime ? { until: new Date(mark.time ?? 0) } : { cursor: mark.cursor }
    const read = this.#storer.requests
    this.#hasResumed = true
    try {
      return await this.#read(start, { isCautious, place }, isDone)
    } catch (error) {
      if (this.#storer.requests > read || !isPlaceLost(error)) throw error
      return this.#readAll()
    }
  }

  async #read(
    start: Reading,
    { isCautious = false, place }: { readonly isCautious?: boolean; readonly place?: MessagesOptions },
    isDone: Done,
  ): Promise<Reading> {
    const { reader, participant, strategy, options, onPage, stopsAfter } = this.#settings
    const { order } = strategy
    const call = {
      reader,
      participant,
      options: { ...options, ...(order === undefined ? {} : { order }), ...place },
      isCautious,
    }
    let reading = start
    for await (const page of readPart(call)) {
      const before = this.#storer.added
      reading = await this.#storer.storePage(reading, page)
      if (page.total !== null) this.#totals = { first: this.#totals?.first ?? page.total, last: page.total }
      await onPage(page.total)
      if (reading.isAtEnd) break
      if (reading.carried.length === 0 && (await isDone(reading, page.total))) break
      if (stopsAfter(this.#storer.added - before)) throw new Stopped()
    }
    return reading
  }

  /** Whether everything below what was read from the top is stored, or is read from a kept place. */
  async #hasReached(reading: Reading, total: number | null): Promise<boolean> {
    const { strategy, store, conversation } = this.#settings
    const { own, at, isProven } = reading
    if (!isProven || own === null || at === null) return false
    if (own.isEnd && own.last <= at) return this.#isAllRead(reading)
    if (!(await this.#isJoined(reading))) return false
    if (!own.isEnd || strategy.proof === 'sequence') return true
    if (strategy.proof === 'age') {
      return reading.unchangedRow >= ROW && reading.time !== null && reading.time < Date.now() - MOST_LATENESS
    }
    if (total === null || reading.total === null) return false
    const distance = reading.total - reading.count - this.#storer.state.excess
    return distance === (await store.countListed(conversation, at, null)) - 1
  }

  /** Whether as many messages were read as the total counts, so that a reader need not look for those that it counts more. */
  #isAllRead({ total, count }: Reading): boolean {
    const { proof } = this.#settings.strategy
    return proof === 'distance' && total !== null && total - count === this.#storer.state.excess
  }

  /** Whether as many messages are stored as the total counts, or as it counted when this began. */
  async #isCounted(): Promise<boolean> {
    const { strategy, store, conversation } = this.#settings
    if (strategy.proof !== 'distance' || this.#totals === null) return true
    const { first, last } = this.#totals
    const counted = (await store.countListed(conversation, null, null)) + this.#storer.state.excess
    return counted >= Math.min(first, last) && counted <= Math.max(first, last)
  }

  /** Whether what follows is stored, up to the end of its stretch, and nothing of it may have changed. */
  async #isJoined({ own, at, movedFrom }: Reading): Promise<boolean> {
    if (own === null || at === null || own.last <= at) return false
    if (movedFrom.some((place) => place > at && place <= own.last)) return false
    if (this.#unsettled > at && this.#unsettled <= own.last) return false
    const unsettled = await this.#findUnsettled(own.last)
    this.#unsettled = unsettled?.last ?? -Infinity
    return this.#unsettled <= at
  }

  #findUnsettled(to: number | null): Promise<UnsettledRange | null> {
    const { store, conversation, newerThan } = this.#settings
    return store.findUnsettled(conversation, newerThan, to)
  }

  async #countAfter(position: number): Promise<number> {
    const { store, conversation } = this.#settings
    const listed = await store.countListed(conversation, position, null)
    return listed - (await store.countListed(conversation, position, position))
  }

  #countTo(position: number): Promise<number> {
    return this.#settings.store.countListed(this.#settings.conversation, null, position)
  }
}

/** Whether a reading may end after a page. */
type Done = (reading: Reading, total: number | null) => boolean | Promise<boolean>

/** Whether a stretch has become longer by what a reading has reached. */
function hasGrown(before: Stretch, { own }: Reading): boolean {
  return own !== null && own.last > before.last
}

/** Whether a reader does not accept a kept cursor any more, or does not find its place. */
function isPlaceLost(error: unknown): boolean {
  const codes = ['invalid_argument', 'pagination', 'rejected', 'not_found'] as const
  return codes.some((code) => SmsError.is(error, code))
}
