import type { FaultName } from '@sms/simulator'

/** What the simulator is asked over IPC. */
export type Question =
  /** Makes a lane's conversation ready for a walk. */
  | { readonly what: 'begin'; readonly lane: number }
  /** The marks of the messages that were there throughout the walk, the oldest first. */
  | { readonly what: 'end'; readonly lane: number }
  | { readonly what: 'counts' }

/** What has happened at the simulator so far. */
export interface Counts {
  readonly requests: number
  /** Requests that were there before and had gone wrong. */
  readonly retries: number
  readonly arrivals: number
  readonly deletions: number
  readonly faults: { readonly [name in FaultName]?: number }
}
