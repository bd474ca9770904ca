import type { Lease, Store } from '../store/store.ts'
import type { ListState } from './list-state.ts'

/** Makes room between the stored positions of a list. Returns the state with the new ones, and that of a reading. */
export async function makeRoom(
  store: Store,
  lease: Lease,
  state: ListState,
  at: number | null,
): Promise<{ readonly state: ListState; readonly at: number | null }> {
  const named = state.stretches.flatMap(({ first, last, marks }) => [
    first,
    last,
    ...marks.map(({ position }) => position),
  ])
  const marks = at === null ? named : [...named, at]
  let result = { state, at }
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
      result = { state: { ...state, stretches }, at: at === null ? null : rename(at) }
      return JSON.stringify(result.state)
    },
  })
  return result
}
