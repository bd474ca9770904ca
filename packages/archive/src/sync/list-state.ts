import { damaged, parseStored } from '../parse-stored.ts'

/** What an archive knows about the list of a conversation: which parts of it are stored, and where to resume. */
export interface ListState {
  /**
   * The parts that are stored without a gap, from the top of the list. Two of them join only when a page has shown
   * enough of the lower one in a row.
   */
  readonly stretches: readonly Stretch[]
  /** How many more the total counted than the list had, when it was last read whole. */
  readonly excess: number
  /** The last sync that missed so many messages that it may have read another account; undefined if none did. */
  readonly loss?: Loss | undefined
}

/** A sync that did not show most of what was listed before. */
export interface Loss {
  /** When it began. */
  readonly from: number
  /** When it ended. */
  readonly to: number
  /** The number of the archive's last change before it. */
  readonly sequence: number
  /** When a later sync began that showed most of them again; undefined if none has. */
  readonly over?: number | undefined
}

/** A part of the list that is stored without a gap. Positions grow from the top of the list to its end. */
export interface Stretch {
  /** The position of its first message. */
  readonly first: number
  /** The position of its last message. */
  readonly last: number
  /** Whether it begins where the list began when it was read. */
  readonly isTop: boolean
  /** Whether it ends where the list ended when it was read. */
  readonly isEnd: boolean
  /** Where to resume within it and at its end, from its top. */
  readonly marks: readonly KeptPlace[]
}

/** A kept place in the list. */
export interface KeptPlace {
  /** The position of the last message before the place. */
  readonly position: number
  /** What the reader resumes there with. */
  readonly cursor: string
  /** The time of the last message before the place that has one; null if none has. */
  readonly time: number | null
}

export function parseState(state: string | null): ListState {
  if (state === null) return { stretches: [], excess: 0 }
  const parsed = parseStored(state)
  if (!isState(parsed)) throw damaged()
  return parsed
}

function isState(parsed: unknown): parsed is ListState {
  const { stretches } = Object(parsed)
  return Array.isArray(stretches) && stretches.every((stretch) => Array.isArray(Object(stretch).marks))
}

/** Whether the stored parts are one, from the top of the list to its end. */
export function isWhole({ stretches }: ListState): boolean {
  const [only, ...others] = stretches
  return others.length === 0 && only?.isTop === true && only.isEnd
}

/** Whether the end of the list was never read. */
export function isFirstRead({ stretches }: ListState): boolean {
  return !stretches.some(({ isEnd }) => isEnd)
}

/** Two stretches as one. The one whose last message is lower knows how it ends, and where to resume. */
export function join(one: Stretch, other: Stretch): Stretch {
  const lower = one.last >= other.last ? one : other
  const upper = one.first <= other.first ? one : other
  const { last } = lower
  const isEnd = one.last === other.last ? one.isEnd || other.isEnd : lower.isEnd
  const above = upper.marks.filter(({ position }) => position < lower.first)
  const marks = lower.marks.reduce<readonly KeptPlace[]>((kept, mark) => addMark(kept, mark, null), above)
  return { first: upper.first, isTop: upper.isTop, last, isEnd, marks }
}

/**
 * Adds a mark, and keeps as few as still lead to any place near the end: the further from the end, the fewer.
 *
 * @param passed The position that the page before it ended at. A mark in between is outdated.
 */
export function addMark(
  marks: readonly KeptPlace[],
  mark: KeptPlace,
  passed: number | null,
): readonly KeptPlace[] {
  const isOutdated = ({ position }: KeptPlace): boolean =>
    position === mark.position || (passed !== null && position > passed && position < mark.position)
  const sorted = [...marks.filter((one) => !isOutdated(one)), mark].toSorted(
    (one, other) => one.position - other.position,
  )
  const end = sorted.at(-1)?.position ?? 0
  const seen = new Set<number>()
  return sorted.filter(({ position }) => {
    // Of those about as far away, the furthest stays: as the list grows, it will be the one for longer distances.
    const distance = Math.ceil(Math.log2(end - position + 1))
    if (position !== end && seen.has(distance)) return false
    seen.add(distance)
    return true
  })
}
