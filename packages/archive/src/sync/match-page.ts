import type { StoredMember } from '../store/member-store.ts'
import type { MessageRecord } from '../store/page-store.ts'
import { align } from './align.ts'
import { isLeftOut, OLD } from './message-record.ts'

/** So many stored messages in a row, in their order, prove that a page has reached them. */
export const ROW = 50

/** So many different messages in a row, in their order, are the stored ones, although each could be another one. */
const DIFFERENT = 8

/** What a listed message is to the archive. */
export type Match =
  /** Stored, at its place among the others. */
  | { readonly kind: 'stored'; readonly member: StoredMember; readonly index: number }
  /** Stored at another place. */
  | { readonly kind: 'moved'; readonly member: StoredMember }
  | { readonly kind: 'new' }

const NEW: Match = { kind: 'new' }

/** What there is to compare a page with. */
export interface Comparison {
  readonly listed: readonly MessageRecord[]
  /** The stored messages from where the reading is, in their order. */
  readonly window: readonly StoredMember[]
  /** Stored messages with the page's keys that are not in the window. */
  readonly elsewhere: readonly StoredMember[]
  /** Whether the first listed message follows what is before the window, or is the first of the list. */
  readonly isAttached: boolean
  /** Whether nothing is stored after the window. */
  readonly isWindowWhole: boolean
  /** The positions at which stored stretches end. */
  readonly ends: ReadonlySet<number>
  /** Whether the list goes on after the page. */
  readonly hasMore: boolean
  /** Whether the reading continues to the end of the list, whatever it finds. */
  readonly readsToEnd: boolean
  /** Whether the message read last was a stored one at its place. */
  readonly followsStored: boolean
}

export interface MatchedPage {
  readonly matches: readonly Match[]
  /** How many messages at the end of the page cannot be judged before the next page is there. */
  readonly undecided: number
}

/**
 * Decides which messages of a page are stored. A message with an id is itself wherever it stands, and so, nearly, is one
 * with a time. One without both is only known by the messages around it.
 */
export function matchPage(comparison: Comparison): MatchedPage {
  const { listed, window, elsewhere, hasMore, readsToEnd } = comparison
  // As in most of a first read.
  if (window.length === 0 && elsewhere.length === 0) return { matches: listed.map(() => NEW), undecided: 0 }
  const aligned = align(listed.map(identityOf), window.map(identityOf))
  joinOld(aligned, comparison)
  const rows = knownRows(rowsOf(aligned, comparison), comparison)
  const matches: Match[] = listed.map(() => NEW)
  const claimed = new Set<StoredMember>()
  /** The index in the window after the last message that is at its place. */
  let from = 0
  let isPlaced = comparison.isAttached
  const maySkipAny = readsToEnd || !hasMore
  const isLastPage = !hasMore
  let end = 0
  /** The length of a row at the end of the page that may be longer, and so be where it seems to be. */
  let waiting = 0
  for (const row of rows) {
    const skipped = countListed(window, from, row.place)
    const isNext = isPlaced && row.start === end && skipped === 0
    if (!isNext && !isTrusted(row, { isPlaced, skipped, maySkipAny, isLastPage })) {
      const mayWait = row.isCertain || row.isLeftOut
      if (mayWait && row.start + row.length === listed.length) waiting = row.length
      continue
    }
    for (let at = 0; at < row.length; at += 1) {
      const index = row.start + at
      const place = aligned[index] ?? 0
      const member = window[place]
      if (member === undefined) continue
      matches[index] = { kind: 'stored', member, index: place }
      claimed.add(member)
      from = place + 1
    }
    end = row.start + row.length
    isPlaced = true
  }
  const known = [...window, ...elsewhere].filter((member) => !claimed.has(member))
  findMoved(listed, matches, known)
  const undecided = hasMore ? Math.max(waiting, countUndecided(listed, window.slice(from), end)) : 0
  return { matches, undecided }
}

/**
 * How many messages at the end of a page may be the stored ones that come next, too few of them to be sure. The next page
 * shows.
 */
function countUndecided(
  listed: readonly MessageRecord[],
  window: readonly StoredMember[],
  start: number,
): number {
  const stored = window.filter(({ isAbsent }) => !isAbsent)
  // What has an id or a time needs no next page.
  const first = Math.max(start, listed.findLastIndex(isIdentified) + 1, listed.length - stored.length)
  for (let from = first; from < listed.length; from += 1) {
    const rest = listed.slice(from)
    if (rest.every(({ key }, at) => key === stored[at]?.key)) return rest.length
  }
  return 0
}

/** Messages that follow each other on the page and in the archive. */
interface Row {
  readonly start: number
  /** The index of its first message in the window. */
  readonly place: number
  readonly length: number
  /** Whether one of its messages is no other, or all of them together are no others. */
  readonly isCertain: boolean
  /** Whether nothing is stored of its messages but their places. */
  readonly isLeftOut: boolean
  /** Whether it is a single message that is too old. */
  readonly isSingleOld: boolean
  /** Whether a stretch ends with it. */
  readonly isLast: boolean
}

function rowsOf(
  aligned: readonly (number | null)[],
  { listed, window, isWindowWhole, ends }: Comparison,
): readonly Row[] {
  const rows: Row[] = []
  let start = 0
  while (start < aligned.length) {
    const place = aligned[start]
    if (place === null || place === undefined) {
      start += 1
      continue
    }
    let end = start + 1
    let last = place
    for (let next = aligned[end]; typeof next === 'number'; next = aligned[end]) {
      if (countListed(window, last + 1, next) > 0) break
      last = next
      end += 1
    }
    const shown = listed.slice(start, end)
    const isCertain = shown.some(isIdentified) || new Set(shown.map(({ key }) => key)).size >= DIFFERENT
    const isLast =
      ends.has(window[last]?.position ?? Infinity) ||
      (isWindowWhole && countListed(window, last + 1, window.length) === 0)
    const isSingleOld = shown.length === 1 && shown[0] === OLD
    const row = { start, place, length: end - start, isCertain, isSingleOld, isLast }
    rows.push({ ...row, isLeftOut: shown.every(isLeftOut) })
    start = end
  }
  return rows
}

/** Lets an old message be the one just before the next message of the page, if there is one: they all look the same. */
function joinOld(aligned: (number | null)[], { listed, window }: Comparison): void {
  for (let index = aligned.length - 2; index >= 0; index -= 1) {
    const place = aligned[index]
    const next = aligned[index + 1]
    if (listed[index] !== OLD || typeof place !== 'number' || typeof next !== 'number') continue
    let nearest = next - 1
    while (nearest > place && window[nearest]?.isAbsent === true && window[nearest]?.key !== OLD.key)
      nearest -= 1
    if (window[nearest]?.key === OLD.key && nearest > place) aligned[index] = nearest
  }
}

/**
 * Leaves out a single old message that stands among new ones only. It may have come with them, and have an odd time: then it
 * does not show that the list reaches back to what was pruned.
 */
function knownRows(rows: readonly Row[], { listed, followsStored }: Comparison): readonly Row[] {
  const [only, ...others] = rows
  if (only?.isSingleOld !== true || others.length > 0 || followsStored || listed.length === 1) return rows
  return []
}

/** What is known when a row is looked at. */
interface RowContext {
  /** Whether what the reading has come to before it is known. */
  readonly isPlaced: boolean
  /** How many stored messages that were listed it skips. */
  readonly skipped: number
  /** Whether it may skip any number of them. */
  readonly maySkipAny: boolean
  readonly isLastPage: boolean
}

/** Whether a row is where it seems to be, after so many stored messages that are not listed before it. */
function isTrusted(
  { length, isCertain, isLeftOut: isOnlyPlaces, isLast }: Row,
  { isPlaced, skipped, maySkipAny, isLastPage }: RowContext,
): boolean {
  if (length >= ROW) return true
  // It is more likely that a few messages have moved than that more of them are not listed any more. A reading that ends at
  // the end of the list need not guess: what it has skipped is listed further down, or nowhere.
  if (isCertain && (!isPlaced || maySkipAny || skipped <= length)) return true
  // Places at the end of the list stay where they are, so that it shows how far back the list reaches.
  if (isOnlyPlaces && isPlaced && isLastPage) return true
  // The whole of a stretch, from here on.
  return isPlaced && isLast && skipped === 0
}

/** Finds messages with an id or a time that are stored, but not at this place. */
function findMoved(listed: readonly MessageRecord[], matches: Match[], known: readonly StoredMember[]): void {
  const byIdentity = Map.groupBy(known, identityOf)
  for (const [index, record] of listed.entries()) {
    if (matches[index]?.kind !== 'new' || !isIdentified(record)) continue
    const member = byIdentity.get(identityOf(record))?.shift()
    if (member !== undefined) matches[index] = { kind: 'moved', member }
  }
}

function countListed(window: readonly StoredMember[], from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += 1) if (window[at]?.isAbsent === false) count += 1
  return count
}

/** Whether a message can be told from others by itself. */
export function isIdentified({ hasId, time }: MessageRecord): boolean {
  return hasId || time !== null
}

function identityOf({ key }: { readonly key: string }): string {
  return key
}
