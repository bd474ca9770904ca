import type { Database } from './database.ts'

/** Numbers what is added and changed, in the order of commits. */
export interface Sequence {
  /** The next number. It is used up by adding 1. */
  next: number
}

export function readSequence(database: Database): Sequence {
  const row = database.get<{ readonly sequence: number }>('SELECT sequence FROM archive')
  return { next: (row?.sequence ?? 0) + 1 }
}

/** The number of the last change. */
export function lastChange(database: Database): number {
  return readSequence(database).next - 1
}
