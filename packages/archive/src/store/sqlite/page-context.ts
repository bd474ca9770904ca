import type { PageCommit } from '../store.ts'
import type { IndexState } from './search-index.ts'

/** The page that is being stored. */
export interface PageContext {
  readonly conversation: number
  readonly source: number
  readonly page: PageCommit
  readonly sequence: Sequence
  /** The ids of the routes that the page has needed so far, by what they stand for. */
  readonly routes: Map<string, number>
  readonly index: IndexState
}

/** Numbers what is added and changed, in the order of commits. */
export interface Sequence {
  /** The next number. It is used up by adding 1. */
  next: number
}
