import type { ResumePoint } from '../walk/resume-point.ts'

/** Where to resume in one of the lists of a walk. */
export interface ListPlace extends ResumePoint {
  /** The time that an item without one takes over, in milliseconds since 1970; null if no item before it has one. */
  readonly time: number | null
  /** Whether nothing of the list is left. What was read last of it may still stand in another list. */
  readonly isOver: boolean
}
