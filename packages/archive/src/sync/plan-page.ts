import type { Message } from '@sms/core'
import { hasChanged } from '../message-body.ts'
import type { StoredMember } from '../store/member-store.ts'
import type { MessageRecord, PageCommit } from '../store/page-store.ts'
import type { LeftOut } from '../erase/exclusions.ts'
import { isLeftOut } from './message-record.ts'
import { type MatchedPage, ROW } from './match-page.ts'
import type { ReadPage } from './read-part.ts'
import type { Reading } from './reading.ts'

/** A page, compared with what is stored, and its place among it. */
export interface PlacedPage extends MatchedPage {
  readonly reading: Reading
  readonly page: ReadPage
  readonly messages: readonly Message[]
  readonly records: readonly MessageRecord[]
  readonly window: readonly StoredMember[]
  /** The positions of the messages that can be judged. */
  readonly positions: readonly number[]
  readonly leftOut: LeftOut
}

/** How messages are ordered in the archive. */
export interface ArchiveOrder {
  /** The time that a message without one is sorted by. */
  readonly untimed: number
  /** Whether the list has the newest message first. */
  readonly isNewestFirst: boolean
}

/** What a page changes in the database, beside the state of the sync. */
export function planPage(
  placed: PlacedPage,
  order: ArchiveOrder,
): Omit<PageCommit, 'state' | 'rules' | 'absentBefore'> {
  const { matches, records, positions, page, reading } = placed
  const added: PageCommit['added'][number][] = []
  const moved: PageCommit['moved'][number][] = []
  const changed: PageCommit['changed'][number][] = []
  const readdressed: PageCommit['readdressed'][number][] = []
  const returned: number[] = []
  const leftOut: PageCommit['leftOut'][number][] = []
  for (let index = 0; index < positions.length; index += 1) {
    const position = positions[index]
    const match = matches[index]
    const record = records[index]
    if (position === undefined || match === undefined || record === undefined) continue
    if (match.kind === 'new' && isLeftOut(record)) leftOut.push({ position, key: record.key })
    else if (match.kind === 'new') {
      const rank = order.isNewestFirst ? -position : position
      added.push({ position, sortTime: record.time ?? order.untimed, rank, record })
    } else {
      const { member } = match
      const { messageId } = member
      if (match.kind === 'moved') moved.push({ messageId, position })
      else if (member.isAbsent) returned.push(messageId)
      if (isChange(member, record)) changed.push({ messageId, record })
      else if (!member.isLeftOut && member.body !== record.body)
        readdressed.push({ messageId, body: record.body })
    }
  }
  return {
    requestedAt: page.requestedAt,
    receivedAt: Date.now(),
    added,
    leftOut,
    moved,
    returned,
    changed,
    readdressed,
    passed: reading.isFiltered ? [] : passedBy(placed),
  }
}

/** Whether a stored message is to be updated. */
function isChange(member: StoredMember, record: MessageRecord): boolean {
  return !member.isLeftOut && hasChanged(member, record)
}

/** What lies between the stored messages that a page shows, and does not come with them. */
function passedBy({ matches, positions, page, reading, undecided }: PlacedPage): PageCommit['passed'] {
  const stored = matches.flatMap((match, index) =>
    match.kind === 'stored' && index < positions.length ? [match.member] : [],
  )
  const except = stored.map(({ messageId }) => messageId)
  const first = stored[0]
  const last = stored.at(-1)
  const start = reading.isAttached ? reading.at : (first?.position ?? null)
  const isAtEnd = page.cursor === null && undecided === 0
  // A reading that has not found its place knows nothing about what comes before it.
  if (isAtEnd && (reading.isAttached || first !== undefined)) return [{ after: start, before: null, except }]
  return last === undefined ? [] : [{ after: start, before: last.position, except }]
}

/** How far a reading is after a page, apart from its stretch. */
export function advance(
  { reading, page, matches, messages, records, positions, window, undecided, leftOut }: PlacedPage,
  { isNewestFirst }: ArchiveOrder,
): Reading {
  let { oldRow, row, unchangedRow, isProven, time } = reading
  const movedFrom = reading.movedFrom.filter((place) => place > (reading.at ?? -Infinity))
  const total = reading.count === 0 ? page.total : reading.total
  let next = 0
  for (let index = 0; index < positions.length; index += 1) {
    const match = matches[index]
    const record = records[index]
    const listedTime = messages[index]?.timestamp?.getTime() ?? null
    time = listedTime ?? time
    const isOld = leftOut.prunedBefore !== null && listedTime !== null && listedTime < leftOut.prunedBefore
    oldRow = isOld ? oldRow + 1 : 0
    if (match?.kind === 'moved' && !match.member.hasId) movedFrom.push(match.member.position)
    const isInRow =
      match?.kind === 'stored' && !window.slice(next, match.index).some(({ isAbsent }) => !isAbsent)
    const isSame = isInRow && record !== undefined && !isChange(match.member, record)
    if (match?.kind === 'stored') next = match.index + 1
    isProven = isProven && isInRow
    row = isInRow ? row + 1 : match?.kind === 'stored' ? 1 : 0
    unchangedRow = isSame ? unchangedRow + 1 : 0
  }
  return {
    ...reading,
    at: positions.at(-1) ?? reading.at,
    isAttached: reading.isAttached || positions.length > 0,
    carried: messages.slice(messages.length - undecided),
    count: reading.count + positions.length,
    total,
    isSteady: reading.isSteady && page.total === total,
    oldRow,
    row,
    unchangedRow,
    isProven: isProven || row >= ROW,
    movedFrom,
    time,
    isAtEnd: page.cursor === null || (isNewestFirst && !reading.isFiltered && oldRow >= ROW),
  }
}
