import type { Direction } from '@sms/core'
import type { PageCommit } from '../page-store.ts'
import type { IndexState } from './search-index.ts'
import type { Sequence } from './sequence.ts'

/** The page that is being stored. */
export interface PageContext {
  readonly conversation: number
  readonly source: number
  readonly page: PageCommit
  readonly sequence: Sequence
  /** The ids of the routes that the page has needed so far, by their addresses. */
  readonly routes: Readonly<Record<Direction, Map<string, number>>>
  readonly index: IndexState
  /** The ids of the messages that the page has changed. */
  readonly updated: Set<number>
}
