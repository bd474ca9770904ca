import type { Lease } from '../store/lease-store.ts'
import type { Store } from '../store/store.ts'
import type { ListState } from './list-state.ts'

/** Makes room between the stored positions of a list. Returns the state with the new ones, and those of other places. */
export async function makeRoom(
  store: Store,
  lease: Lease,
  state: ListState,
  places: readonly number[],
): Promise<{ readonly state: ListState; readonly places: readonly number[] }> {
  const named = state.stretches.flatMap(({ first, last, marks }) => [
    first,
    last,
    ...marks.map(({ position }) => position),
  ])
  const marks = [...named, ...places]
  let result = { state, places }
  await store.respace(lease, {
    breaks: state.stretches.slice(1).map(({ first }) => first),
    marks,
    state: (moved) => {
      const renamed = new Map(marks.map((mark, index) => [mark, moved[index] ?? mark]))
      const rename = (position: number): number => renamed.get(position) ?? position
      const stretches = state.stretches.map((stretch) => ({
        ...stretch,
        first: rename(stretch.first),
        last: rename(stretch.last),
        marks: stretch.marks.map((mark) => ({ ...mark, position: rename(mark.position) })),
      }))
      result = { state: { ...state, stretches }, places: places.map(rename) }
      return JSON.stringify(result.state)
    },
  })
  return result
}
