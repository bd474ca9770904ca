import { addMark, join, type KeptPlace, type ListState, type Stretch } from './list-state.ts'
import type { PlacedPage } from './plan-page.ts'
import type { Reading } from './reading.ts'

/**
 * What is known about the list after a page: the stretch of its reading is longer, and may have joined others.
 *
 * @param proof.reached The stretch that the page has proved to have reached; null if none.
 * @param proof.below How many members are listed below the page, if the reading ends at it.
 */
export function extendState(
  state: ListState,
  placed: PlacedPage,
  after: Reading,
  { reached, below }: { readonly reached: Stretch | null; readonly below: number },
): { readonly state: ListState; readonly own: Stretch | null } {
  const { reading: before, positions } = placed
  if (before.isFiltered) return { state, own: null }
  const grown = grow(before, positions, after, state.stretches[0]?.first ?? Infinity)
  if (grown === null) return { state, own: null }
  const marked = { ...grown, marks: marksAfter(grown, placed, after) }
  const joined = reached === null ? marked : join(marked, reached)
  const others = state.stretches.filter((one) => one !== before.own && one !== reached)
  const own = after.isAtEnd ? toEnd(joined, others) : joined
  // What the reading has passed from beginning to end is part of its stretch.
  const apart = others.filter(({ first, last }) => first < own.first || last > own.last)
  return {
    state: {
      ...state,
      stretches: [...apart, own].toSorted((one, other) => one.first - other.first || one.last - other.last),
      excess: excessAfter(state, after, below),
    },
    own,
  }
}

/** The marks of a stretch after a page. The page's own cursor knows better than one that was kept between its messages. */
function marksAfter(
  { marks }: Stretch,
  { reading, page, matches, positions, undecided }: PlacedPage,
  { at, time }: Reading,
): readonly KeptPlace[] {
  if (at === null) return marks
  // New messages at the end of the page may stand after the stored ones that follow here, if those are not listed any
  // more. Then a mark between these stored ones leads to the new ones again.
  const isSure = positions.length === 0 || matches[positions.length - 1]?.kind === 'stored'
  const sure = isSure ? marks : marks.filter(({ position }) => position <= at)
  if (undecided > 0) return sure
  const passed = reading.at ?? -Infinity
  if (page.cursor === null) return sure.filter(({ position }) => position <= passed)
  return addMark(sure, { position: at, cursor: page.cursor, time }, reading.at)
}

function grow(
  { own, isFromTop }: Reading,
  positions: readonly number[],
  { isAtEnd }: Reading,
  highest: number,
): Stretch | null {
  const [listed] = positions
  // A reading from the top has passed what is stored above its first message, and is not listed any more.
  const first = listed === undefined || !isFromTop ? listed : Math.min(listed, highest)
  const last = positions.at(-1)
  if (own !== null) {
    const isLonger = last !== undefined && last > own.last
    return { ...own, last: isLonger ? last : own.last, isEnd: own.isEnd && !isLonger }
  }
  if (first !== undefined && last !== undefined)
    return { first, last, isTop: isFromTop, isEnd: false, marks: [] }
  // An empty list is read whole.
  const top = Math.min(0, highest)
  return isAtEnd ? { first: top, last: 0, isTop: isFromTop, isEnd: true, marks: [] } : null
}

function toEnd(own: Stretch, others: readonly Stretch[]): Stretch {
  return { ...own, last: Math.max(own.last, ...others.map(({ last }) => last)), isEnd: true }
}

/** A total that has changed meanwhile says nothing about what was read. */
function excessAfter(
  { excess }: ListState,
  { isFromTop, isAtEnd, total, isSteady, count }: Reading,
  below: number,
): number {
  return isFromTop && isAtEnd && isSteady && total !== null ? total - count - below : excess
}
