import type { Sample } from '../in-turns.ts'
import type { BenchList } from '../list.ts'
import type { ReadingEntrant } from '../readers/entrant.ts'
import type { Read } from '../readers/read.ts'

export type MeasureName = 'reading' | 'busy reading' | 'first message' | 'peak'

/** What one process does: plain data. */
export interface MeasureTask extends Pick<ReadingEntrant, 'reader' | 'label' | 'concurrency'> {
  readonly measure: MeasureName
  /** Read to its end before anything is measured, so that code is compiled; null for nothing. */
  readonly warmUp: BenchList | null
  readonly list: BenchList
}

/** Measures how an entrant reads a conversation. */
export type MeasureEntrant = (
  read: Read,
  task: Pick<MeasureTask, 'label' | 'concurrency' | 'list'>,
) => Promise<Sample>
