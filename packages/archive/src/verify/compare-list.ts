import type { ComparedMember, ListEnd } from '../store/member-store.ts'
import type { Place } from '../store/place.ts'
import type { Store } from '../store/store.ts'
import type { Between, ListPart } from '../store/vanishing-store.ts'
import { originalKey } from '../stored-key.ts'
import { keptAfter, partBetween, timesInReach } from '../sync/reach.ts'
import { areAlike, contentOf, fingerprintOfStored } from './fingerprint.ts'
import { digestList, namesOf } from './list-digest.ts'
import type { Listed } from './listed-messages.ts'
import type { ListReading } from './read-list.ts'

const BATCH = 1000

/** What is compared with a list. */
export interface ListComparison {
  readonly store: Store
  readonly provider: string
  /** Null if nothing of the conversation was ever stored. */
  readonly conversation: number | null
  readonly reading: ListReading
  /** The statuses of messages that are newer may change. */
  readonly newerThan: number
  readonly oldEnd: ListEnd | null
  /** Only messages of this time or later are compared; undefined for all. */
  readonly since: number | undefined
}

/** How the stored messages of a conversation differ from a list. Messages are named by their keys. */
export interface ListDifference {
  readonly missing: readonly string[]
  readonly changed: readonly string[]
  /** Those that are marked as vanished, and are not in the list. */
  readonly vanished: readonly string[]
  /** Those that are not marked, and are not in the list although it reaches back to them. */
  readonly unlisted: readonly string[]
  readonly digest: { readonly archive: string; readonly provider: string }
}

/** Compares the stored messages of a conversation with a list. */
export async function compareList(comparison: ListComparison): Promise<ListDifference> {
  const comparer = new ListComparer(comparison, await readKept(comparison))
  for await (const member of readMembers(comparison)) comparer.add(member)
  return comparer.finish()
}

/**
 * What must be listed because messages are that were left out because of their age. The list has so many at its old end, which
 * are the newest of those that the archive knows there.
 */
async function readKept({ store, conversation, reading, oldEnd }: ListComparison): Promise<ListPart['kept']> {
  const count = oldEnd === null ? 0 : reading.oldAt[oldEnd]
  if (conversation === null || oldEnd === null || count === 0) return null
  const { prunedBefore } = await store.readRules()
  return keptAfter(await store.findOldPlace(conversation, oldEnd, count), prunedBefore, oldEnd)
}

async function* readMembers({
  store,
  conversation,
}: ListComparison): AsyncGenerator<ComparedMember, void, void> {
  if (conversation === null) return
  let after: Place | null = null
  do {
    const members: readonly ComparedMember[] = await store.readMembers(conversation, after, BATCH)
    yield* members
    after = members.at(-1) ?? null
  } while (after !== null)
}

class ListComparer {
  readonly #comparison: ListComparison
  readonly #kept: ListPart['kept']
  /** For each listed message 1 if it is stored, else 0. */
  readonly #isStored: Uint8Array
  /** The stored contents that differ from the listed ones. */
  readonly #contents = new Map<Listed, Buffer>()
  readonly #changed: string[] = []
  readonly #unlisted: ComparedMember[] = []
  /** Messages without an id that are not the same as a listed one, or were not listed before. */
  readonly #undecided: ComparedMember[] = []
  /** Between which positions and ranks the list shows stored messages. */
  readonly #positions = { after: Infinity, before: -Infinity }
  readonly #ranks = { after: Infinity, before: -Infinity }

  constructor(comparison: ListComparison, kept: ListPart['kept']) {
    this.#comparison = comparison
    this.#kept = kept
    this.#isStored = new Uint8Array(comparison.reading.listed.length)
  }

  add(member: ComparedMember): void {
    const { reading, since } = this.#comparison
    const { key, repeat, time, absentSince } = member
    if (since !== undefined && (time === null || time < since)) return
    const print = fingerprintOfStored(member)
    if (repeat === null) {
      this.#decide(member, print, reading.listed.withId(this.#originalKey(key)))
      return
    }
    // Of identical messages, the ones that were not listed any more come last.
    const copy = absentSince === null ? this.#findCopy(key, print) : undefined
    if (copy === undefined) this.#undecided.push(member)
    else this.#decide(member, print, copy)
  }

  finish(): ListDifference {
    const { listed } = this.#comparison.reading
    for (const isAbsent of [false, true]) {
      for (const member of this.#undecided) {
        if ((member.absentSince !== null) !== isAbsent) continue
        const print = fingerprintOfStored(member)
        this.#decide(member, print, this.#findCopy(member.key, print) ?? this.#findCopy(member.key, null))
      }
    }
    const missing = this.#missing()
    const marked = this.#unlisted.filter(({ vanishedAt }) => vanishedAt !== null)
    const unlisted = this.#inReach()
    const names = namesOf(listed)
    return {
      missing,
      changed: this.#changed,
      vanished: marked.map((member) => this.#keyOf(member)),
      unlisted: unlisted.map((member) => this.#keyOf(member)),
      digest: {
        archive: digestList(listed, names, (message) =>
          this.#isStored[message] === 0
            ? null
            : (this.#contents.get(message) ?? contentOf(listed.fingerprint(message))),
        ),
        provider: digestList(listed, names, (message) => contentOf(listed.fingerprint(message))),
      },
    }
  }

  /** A listed message without an id that no stored one is yet: one that looks the same, or any if `print` is null. */
  #findCopy(key: string, print: Buffer | null): Listed | undefined {
    const { listed } = this.#comparison.reading
    return listed
      .copiesOf(this.#originalKey(key))
      .find(
        (copy) => this.#isStored[copy] === 0 && (print === null || print.equals(listed.fingerprint(copy))),
      )
  }

  /** Notes what a stored message is to the list, and how it differs. */
  #decide(member: ComparedMember, print: Buffer, message: Listed | undefined): void {
    if (message === undefined) {
      this.#unlisted.push(member)
      return
    }
    const { listed } = this.#comparison.reading
    const { position, rank, isShared, repeat, time, sequence, refreshFrom } = member
    this.#isStored[message] = 1
    widen(this.#positions, position)
    // Without an id and a time, it may be a later copy: see `ListedPlace`.
    if (!isShared && (repeat === null || time !== null)) widen(this.#ranks, rank)
    const shown = listed.fingerprint(message)
    if (print.equals(shown)) return
    if (sequence > this.#comparison.reading.sequence) {
      // A sync has stored a later response meanwhile.
      listed.replace(message, print)
      return
    }
    const isSettled = refreshFrom === null || refreshFrom <= this.#comparison.newerThan
    // A later sync reads again what may change.
    if (areAlike(print, shown) && !isSettled) return
    this.#changed.push(this.#keyOf(member))
    if (!contentOf(print).equals(contentOf(shown))) this.#contents.set(message, contentOf(print))
  }

  #missing(): readonly string[] {
    const { listed } = this.#comparison.reading
    const missing: string[] = []
    for (const key of listed.ids()) if (this.#isStored[listed.withId(key) ?? 0] === 0) missing.push(key)
    for (const content of listed.contents()) {
      const copies = listed.copiesOf(content)
      let stored = copies.filter((copy) => this.#isStored[copy] === 1).length
      for (; stored < copies.length; stored += 1) missing.push(`${content}:${stored}`)
    }
    return missing
  }

  /** The messages that are not listed, although the list reaches back to them. */
  #inReach(): readonly ComparedMember[] {
    const { reading, oldEnd } = this.#comparison
    const expected = this.#unlisted.filter(
      (member) => member.vanishedAt === null && !member.isListedElsewhere && !this.#isLater(member),
    )
    // If nothing is listed, only the way in which messages went shows why: see `Vanishing`.
    if (reading.top.length === 0)
      return new Set(expected.map(({ absentSince }) => absentSince)).size > 1 ? [] : expected
    const part = partBetween(this.#ranks, this.#positions, oldEnd)
    const { oldest, newerThan } = timesInReach(reading.top, reading.end, oldEnd)
    // Without a stored message, one old one may be a new one with an odd time.
    const isAlone = oldEnd !== null && reading.oldAt[oldEnd] === 1 && this.#positions.after === Infinity
    const kept = isAlone ? null : this.#kept
    return expected.filter(({ position, rank, isShared, time }) => {
      const isBetween = isShared ? contains(part.positions, position) : contains(part.ranks, rank)
      if ((isBetween && (time ?? Infinity) > oldest) || (time ?? -Infinity) > newerThan) return true
      return kept !== null && contains(kept.positions, position) && (time ?? -Infinity) >= kept.from
    })
  }

  /** Whether a sync has stored a message, or changed it, since the reading of the list began. */
  #isLater({ sequence, vanishedAt }: ComparedMember): boolean {
    return sequence > this.#comparison.reading.sequence && vanishedAt === null
  }

  #originalKey(stored: string): string {
    return originalKey(this.#comparison.provider, stored)
  }

  #keyOf({ key, repeat }: ComparedMember): string {
    const original = this.#originalKey(key)
    return repeat === null ? original : `${original}:${repeat}`
  }
}

function contains({ after, before }: Between, value: number): boolean {
  return value > after && value < before
}

/** Makes a range reach a value. */
function widen(range: { after: number; before: number }, value: number): void {
  range.after = Math.min(range.after, value)
  range.before = Math.max(range.before, value)
}
