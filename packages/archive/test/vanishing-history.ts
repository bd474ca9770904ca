import { type Archive, type ArchivedMessage, ArchiveError } from '@sms/archive'
import type { MessageReader } from '@sms/core'
import { expect, vi } from 'vitest'
import { type ModelMessage, ModelProvider, PARTICIPANT, type Style } from './model-provider.ts'
import { countBy } from './count-by.ts'
import { random } from './random.ts'

/** What may happen to a list between syncs and verifications. */
export interface VanishingHistory {
  readonly style: Style
  readonly ids: 'all' | 'half' | 'none'
  readonly length: number
  readonly pageSize: number
  readonly steps: number
  /** Whether messages arrive, and syncs run, while `verify` reads. */
  readonly isBusy: boolean
  readonly seed: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 0, 10)

/** Plays a history with a new archive, and checks after each step what the archive says about it. */
export async function playVanishing(history: VanishingHistory, open: () => Promise<Archive>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  await using archive = await open()
  const run = new Run(archive, history)
  await run.play()
}

interface Known {
  readonly stored: number
  readonly listed: number
  /** Whether the list shows that it reaches back to the message, by the messages that are stored. */
  readonly isInReach: boolean
  /** The same, by all that are listed. */
  readonly mayBeInReach: boolean
}

class Run {
  readonly #archive: Archive
  readonly #history: VanishingHistory
  readonly #provider: ModelProvider
  readonly #chance: () => number
  /** When messages were deleted that no sync has found listed since. */
  readonly #deletedAt = new Map<ModelMessage, number>()
  /** When a full sync first missed them since. */
  readonly #missedAt = new Map<ModelMessage, number>()
  /** What a sync has found in the list. */
  readonly #wasListed = new Set<ModelMessage>()
  /** A single old message that a sync found beside no known one, with all that were known: it may be a new one with an odd time. */
  readonly #takenForNew = new Map<ModelMessage, ReadonlySet<ModelMessage>>()
  #wasMarked: ReadonlyMap<string, number> = new Map()
  #prunedBefore = -Infinity

  constructor(archive: Archive, history: VanishingHistory) {
    this.#archive = archive
    this.#history = history
    this.#provider = new ModelProvider({ ...history, growsAtEnd: false, excess: 0 })
    this.#chance = random(history.seed)
  }

  async play(): Promise<void> {
    for (let at = this.#history.length; at > 0; at -= 1) this.#arrive(START - at * 6 * HOUR)
    await this.#sync(true)
    for (let step = 0; step < this.#history.steps; step += 1) {
      const changes = Math.floor(this.#chance() * 4)
      for (let count = 0; count < changes; count += 1) this.#change()
      if (this.#chance() < 0.1) await this.#prune()
      if (this.#chance() < 0.7) this.#wait(this.#chance() * 1.5 * this.#patience)
      const action = this.#chance()
      const end = action < 0.4 ? await this.#verify() : await this.#sync(action < 0.8)
      if (end === 'conflict') return
    }
    this.#wait(this.#patience)
    if ((await this.#sync(true)) === 'conflict') return
    this.#wait(this.#patience)
    if ((await this.#sync(true)) === 'conflict') return
    await this.#expectAllMarked()
    await this.#verify()
  }

  get #patience(): number {
    return this.#history.style === 'tokens' ? 48 * HOUR : HOUR
  }

  #wait(time: number): void {
    vi.setSystemTime(Date.now() + Math.ceil(time))
  }

  #arrive(time: number): void {
    const provider = this.#provider
    const before = provider.ever.at(-1)
    const isTwin = this.#chance() < 0.1 && before?.status === 'received'
    const status = this.#chance() < 0.6 ? 'received' : 'sent'
    const message = isTwin
      ? provider.make(before.text, before.time ?? time, 'received')
      : provider.make(`text ${provider.ever.length}`, time, status)
    provider.insert(message, 0)
  }

  #delete(message: ModelMessage | undefined): void {
    if (message === undefined || this.#provider.list.length < 4) return
    message.isDeleted = true
    if (!this.#deletedAt.has(message)) this.#deletedAt.set(message, Date.now())
  }

  async #prune(): Promise<void> {
    // One of the older half, so that some are left.
    const { ever } = this.#provider
    const { time } = ever[Math.floor((this.#chance() * ever.length) / 2)] ?? { time: null }
    if (time === null) return
    await this.#archive.prune({ before: new Date(time) })
    this.#prunedBefore = Math.max(this.#prunedBefore, time)
  }

  #isPruned({ time }: ModelMessage): boolean {
    return time !== null && time < this.#prunedBefore
  }

  #change(): void {
    const { list, isNewestFirst } = this.#provider
    const any = list[Math.floor(this.#chance() * list.length)]
    const choice = this.#chance()
    if (choice < 0.3) this.#arrive(Date.now())
    else if (choice < 0.55) this.#delete(any)
    else if (choice < 0.65) {
      // One that was never stored would be inserted further down, as late messages are.
      const gone = this.#provider.ever.find((message) => message.isDeleted && this.#wasListed.has(message))
      if (gone === undefined) return
      gone.isDeleted = false
      this.#missedAt.delete(gone)
    } else if (choice < 0.75) {
      // The provider keeps its newest messages only.
      const oldest = isNewestFirst ? list.toReversed() : list
      const most = this.#chance() < 0.2 ? list.length : 3
      for (const message of oldest.slice(0, Math.ceil(this.#chance() * most))) this.#delete(message)
    } else if (choice < 0.85) {
      if (any?.status === 'sent') any.status = 'delivered'
    } else if (any !== undefined && any.id !== null) {
      any.text = choice < 0.92 ? '' : `${any.text} edited`
    }
  }

  async #sync(isFull: boolean): Promise<'done' | 'conflict'> {
    const { pageSize } = this.#history
    try {
      const options = { full: isFull, pageSize, refreshDays: 365 }
      const report = await this.#archive.sync(this.#provider.reader, PARTICIPANT, options)
      expectSame([report.complete, report.error], [true, null])
    } catch (error) {
      return this.#expectConflict(error)
    }
    this.#noteListed()
    await this.#expectNoFalseMark()
    if (isFull) await this.#expectMissedMarked()
    return 'done'
  }

  #expectConflict(error: unknown): 'conflict' {
    if (!ArchiveError.is(error, 'conflict')) throw error
    expectSame(this.#deletedAt.size > 10, true)
    return 'conflict'
  }

  /** Notes what a sync has found. */
  #noteListed(): void {
    const single = this.#singleOld((message) => this.#wasListed.has(message))
    if (single !== null) this.#takenForNew.set(single, new Set(this.#wasListed))
    for (const message of this.#provider.list) {
      this.#wasListed.add(message)
      this.#deletedAt.delete(message)
    }
  }

  /** The only old message that is listed, if no known one is listed beside it. */
  #singleOld(isKnown: (message: ModelMessage) => boolean): ModelMessage | null {
    const { list } = this.#provider
    const [single, second] = list.filter((message) => this.#isPruned(message))
    if (single === undefined || second !== undefined) return null
    return list.some((message) => message !== single && isKnown(message)) ? null : single
  }

  /** A message is marked only if it is not listed, was not listed a moment ago, and is within reach. */
  async #expectNoFalseMark(): Promise<void> {
    const marked = countBy((await this.#marked()).map(nameOfStored))
    const gone = [...this.#deletedAt].filter(([, time]) => time <= Date.now() - this.#patience)
    const possible = countBy(gone.filter(([{ isDeleted }]) => isDeleted).map(([message]) => nameOf(message)))
    const names = await this.#names()
    const fresh = [...marked].filter(([name, count]) => count > (this.#wasMarked.get(name) ?? 0))
    const wrong = fresh.filter(
      ([name, count]) => count > (possible.get(name) ?? 0) || names.get(name)?.mayBeInReach === false,
    )
    expectNone(wrong)
    this.#wasMarked = marked
  }

  /** What two full syncs have missed is marked. Identical messages may stand for each other. */
  async #expectMissedMarked(): Promise<void> {
    const marked = new Set((await this.#marked()).map(nameOfStored))
    const names = await this.#names()
    const stored = countBy((await this.#stored()).map(nameOfStored))
    const overlooked: string[] = []
    for (const message of this.#provider.ever.filter(({ isDeleted }) => isDeleted)) {
      if (!stored.has(nameOf(message))) continue
      const missedAt = this.#missedAt.get(message)
      if (missedAt === undefined) this.#missedAt.set(message, Date.now())
      else if (
        message.id !== null &&
        missedAt <= Date.now() - this.#patience &&
        names.get(nameOf(message))?.isInReach
      )
        overlooked.push(...(marked.has(nameOf(message)) ? [] : [nameOf(message)]))
    }
    expectNone(overlooked)
  }

  /** After two full syncs of a list that has not changed, exactly what is gone is marked, if it is in reach. */
  async #expectAllMarked(): Promise<void> {
    const marked = countBy((await this.#marked()).map(nameOfStored))
    const wrong = [...(await this.#names())].filter(
      ([name, { stored, listed, isInReach }]) =>
        isInReach && (marked.get(name) ?? 0) !== Math.max(0, stored - listed),
    )
    expectNone(wrong)
  }

  async #verify(): Promise<'done' | 'conflict'> {
    const { pageSize, isBusy } = this.#history
    const reader = isBusy ? this.#busyReader() : this.#provider.reader
    const before = await this.#names()
    const stored = new Map((await this.#stored()).map((message) => [message.key, message]))
    const marked = new Set((await this.#marked()).map(({ key }) => key))
    const listed = new Map(this.#provider.list.map((message) => [`model:${message.id}`, message]))
    const options = { pageSize, refreshDays: 365 }
    // A sync that runs beside it may notice that most messages are gone.
    const report = await this.#archive
      .verify(reader, PARTICIPANT, options)
      .catch((error: unknown) => this.#expectConflict(error))
    if (report === 'conflict') return report
    const { changed, vanished, missing, digest } = report
    // Each vanished message was stored, and is not listed.
    const shown = countBy(vanished.map((key) => nameOfStored(stored.get(key) ?? fail(`${key} is stored`))))
    const unmarked = new Set(
      vanished.filter((key) => !marked.has(key)).map((key) => nameOfStored(stored.get(key) ?? fail(key))),
    )
    const after = await this.#names()
    const wrong = [...before].filter(([name, known]) => {
      const now = after.get(name) ?? known
      const most = Math.max(0, known.stored - known.listed)
      // One without an id that arrives while the list is read may look like one that is gone: no one can tell them apart.
      const least = known.isInReach ? Math.max(0, known.stored - now.listed) : 0
      const count = shown.get(name) ?? 0
      if (count < least || count > most) return true
      return !now.mayBeInReach && unmarked.has(name)
    })
    expectNone(wrong)
    const edited = [...stored.values()].filter(
      ({ key, text, id }) => id !== null && (listed.get(key)?.text ?? text) !== text,
    )
    const edits = edited.map(({ key }) => key)
    const lacking = [...before.values()].reduce(
      (sum, { stored: has, listed: all }) => sum + Math.max(0, all - has),
      0,
    )
    if (isBusy) {
      expectNone(changed.filter((key) => !edits.includes(key)))
      return 'done'
    }
    expectSame(changed.toSorted(), edits.toSorted())
    expectSame(missing.length, lacking)
    expectSame(digest.archive === digest.provider, edits.length === 0 && lacking === 0)
    return 'done'
  }

  /** A reader that messages arrive at, and syncs run beside, while it reads. */
  #busyReader(): MessageReader {
    const { reader } = this.#provider
    const messages: MessageReader['messages'] = (...call) => {
      const original = reader.messages(...call)
      const pages = async function* (this: Run) {
        for await (const page of original.pages()) {
          yield page
          if (this.#chance() < 0.3) this.#arrive(Date.now())
          if (this.#chance() > 0.2) continue
          await this.#archive.sync(reader, PARTICIPANT, { full: this.#chance() < 0.5 })
          this.#noteListed()
          await this.#expectNoFalseMark()
        }
      }
      return { ...original, pages: pages.bind(this) }
    }
    return { ...reader, messages }
  }

  /** What is known about each message. */
  async #names(): Promise<ReadonlyMap<string, Known>> {
    const stored = countBy((await this.#stored()).map(nameOfStored))
    const { list, ever } = this.#provider
    const listed = countBy(list.map(nameOf))
    const isStored = (message: ModelMessage): boolean => stored.has(nameOf(message))
    const single = this.#singleOld(isStored)
    const shown = list.filter(
      (message) => message !== single && (isStored(message) || this.#isPruned(message)),
    )
    const isShownInReach = (message: ModelMessage): boolean => {
      const others = shown.filter((other) => !this.#takenForNew.get(other)?.has(message))
      return this.#isInReach(message, others) && isLater(message, others)
    }
    return new Map(
      [...Map.groupBy(ever, nameOf)].map(([name, copies]) => {
        const known = {
          stored: stored.get(name) ?? 0,
          listed: copies.some((message) => this.#isPruned(message)) ? 0 : (listed.get(name) ?? 0),
          isInReach: copies.every(isShownInReach),
          mayBeInReach: copies.some((message) => this.#isInReach(message, list)),
        }
        return [name, known]
      }),
    )
  }

  #isInReach({ number }: ModelMessage, listed: readonly ModelMessage[]): boolean {
    const hasOlder = listed.some((one) => one.number < number)
    // Without an order and times, the old end is either one.
    return hasOlder && (this.#history.style !== 'numbered' || listed.some((one) => one.number > number))
  }

  #stored(): Promise<ArchivedMessage[]> {
    return this.#archive.messages().toArray()
  }

  async #marked(): Promise<ArchivedMessage[]> {
    return (await this.#stored()).filter(({ vanishedAt }) => vanishedAt !== null)
  }
}

/** Whether a message is later than another one, as far as times show. */
function isLater({ time }: ModelMessage, others: readonly ModelMessage[]): boolean {
  return others.some((other) => (time ?? Infinity) > (other.time ?? -Infinity))
}

/** Nothing is wrong. */
function expectNone(wrong: readonly unknown[]): void {
  expect(wrong).toEqual([])
}

function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}

function fail(message: string): never {
  throw new Error(message)
}

function nameOf({ id, text, time }: ModelMessage): string {
  return id ?? `${text} ${time}`
}

function nameOfStored({ id, text, timestamp }: ArchivedMessage): string {
  return id ?? `${text} ${timestamp?.getTime() ?? null}`
}
