import type { Destination } from './destination.ts'
import type { Query, ResumeState } from './resume-state.ts'

/** A file, a folder or standard output. Its files are locked until it is disposed of. */
export interface Target extends AsyncDisposable {
  /** The state of a resumable export; null for any other. */
  readonly state: ResumeState | null
  /** @param beforeWriting Clears the progress line of the terminal. */
  open(head: string, beforeWriting: () => void): Promise<Destination>
}

/** What a resumable export reads. */
export interface ResumableRead {
  readonly query: Query
  /** The keys of the lists. */
  readonly keys: readonly string[]
  readonly times: Pick<ResumeState, 'since' | 'until'>
}
