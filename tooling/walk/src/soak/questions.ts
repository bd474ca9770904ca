import type { FaultName } from '@sms/simulator'

/** A question to the simulator over IPC. */
export type Question =
  /** Prepares a lane's conversation for a walk. */
  | { readonly what: 'begin'; readonly lane: number }
  /** The marks of the messages that were there throughout the walk, the oldest first. */
  | { readonly what: 'end'; readonly lane: number }
  | { readonly what: 'counts' }

/** What has happened at the simulator so far. */
export interface Counts {
  readonly requests: number
  /** Requests that had failed before. */
  readonly retries: number
  readonly arrivals: number
  readonly deletions: number
  readonly faults: { readonly [name in FaultName]?: number }
}
