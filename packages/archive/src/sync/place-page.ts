import { GAP } from '../store/gap.ts'
import type { StoredMember } from '../store/member-store.ts'
import type { Match } from './match-page.ts'

/** Where a page stands among the stored messages. */
export interface Surroundings {
  readonly matches: readonly Match[]
  /** The position of what is listed just before the page; null if it begins the list. */
  readonly at: number | null
  /** The stored messages after that, in their order. */
  readonly window: readonly StoredMember[]
  /** The position of the last stored message, if what is new at the end of the page follows it; else null. */
  readonly lastBeforeNew: number | null
}

/**
 * Gives each message of a page its position: a stored one keeps it, and what is listed between two stored ones is placed
 * between them.
 *
 * @returns Null if there is no room left between two positions.
 */
export function placePage({ matches, at, window, lastBeforeNew }: Surroundings): readonly number[] | null {
  const moved = new Set(matches.map((match) => (match.kind === 'moved' ? match.member : null)))
  const fixed = window.filter((member) => !moved.has(member)).map(({ position }) => position)
  const positions: number[] = []
  let before = at
  let start = 0
  while (start < matches.length) {
    const match = matches[start]
    if (match?.kind === 'stored') {
      before = match.member.position
      positions.push(before)
      start += 1
      continue
    }
    const next = matches.findIndex(({ kind }, index) => index >= start && kind === 'stored')
    const end = next === -1 ? matches.length : next
    const isNewest = next === -1 && lastBeforeNew !== null
    const placed = isNewest
      ? between(Math.max(before ?? lastBeforeNew, lastBeforeNew), null, end - start, false)
      : between(before, firstAfter(fixed, before), end - start, next !== -1)
    if (placed === null) return null
    positions.push(...placed)
    before = placed.at(-1) ?? before
    start = end
  }
  return positions
}

function firstAfter(positions: readonly number[], before: number | null): number | null {
  return positions.find((position) => before === null || position > before) ?? null
}

/** Positions for some messages between two others. */
function between(
  before: number | null,
  after: number | null,
  count: number,
  isJoined: boolean,
): readonly number[] | null {
  const numbered = Array.from({ length: count }, (_, index) => index)
  if (before === null) {
    // What has not been read may turn out to be between them and what is stored.
    const first = after === null ? 0 : after - (isJoined ? count : GAP)
    return numbered.map((index) => first + index)
  }
  if (after === null) return numbered.map((index) => before + 1 + index)
  const step = Math.min(1, (after - before) / (count + 1))
  const placed = numbered.map((index) => before + step * (index + 1))
  const hasRoom = placed.every(
    (position, index) => position > (placed[index - 1] ?? before) && position < after,
  )
  return hasRoom ? placed : null
}
