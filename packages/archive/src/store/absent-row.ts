import type { AbsentMember } from './vanishing-store.ts'

/** A member that the last reading that passed it did not show, as a database returns it. */
export interface AbsentRow {
  readonly id: number
  readonly key: string
  readonly first_seen: number
  readonly absent_since: number
  readonly absent_again: number | null
}

export function toAbsentMember(row: AbsentRow): AbsentMember {
  const { id, key, first_seen, absent_since, absent_again } = row
  return {
    messageId: id,
    key,
    firstSeen: first_seen,
    absentSince: absent_since,
    isConfirmed: absent_again !== null,
  }
}
