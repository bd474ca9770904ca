import type { Message } from '@sms/core'
import type { KeptPlace, Stretch } from './list-state.ts'

/** One reading of a list without a gap, from its top or from a kept place on: how far it is. */
export interface Reading {
  /** The position of the message read last; null at the top of the list. */
  readonly at: number | null
  /** Whether what comes next follows `at`. If not, it may also begin further up. */
  readonly isAttached: boolean
  /** The position of the mark that it began after; null if it began elsewhere. */
  readonly resumedAt: number | null
  /** Whether it began at the top of the list. */
  readonly isFromTop: boolean
  /** Whether messages are left out of it, so that it proves nothing about what is between those that it shows. */
  readonly isFiltered: boolean
  /** The stretch that it makes longer; null if it has read nothing yet. */
  readonly own: Stretch | null
  /** Messages that wait for the next page. */
  readonly carried: readonly Message[]
  /** How many messages were read. */
  readonly count: number
  /** The total of the first page; null if the provider does not report one. */
  readonly total: number | null
  /** Whether all pages had the same total. */
  readonly isSteady: boolean
  /** How many messages were read last in a row that are older than what the archive keeps. */
  readonly oldRow: number
  /** How many stored messages were read last, in a row and in their order. */
  readonly row: number
  /** How many of them had not changed either. */
  readonly unchangedRow: number
  /** Whether they prove that the reading has reached what is stored. */
  readonly isProven: boolean
  /** The positions that messages without an id were moved up from. They may be other messages, which are found there. */
  readonly movedFrom: readonly number[]
  /** The time of the message read last that has one; null if none has. */
  readonly time: number | null
  /** Whether the end of the list was read; of one with the newest first, at least as far as the archive keeps messages. */
  readonly isAtEnd: boolean
}

const NOTHING_READ = {
  isAttached: true,
  resumedAt: null,
  isFromTop: false,
  isFiltered: false,
  own: null,
  carried: [],
  count: 0,
  total: null,
  isSteady: true,
  oldRow: 0,
  row: 0,
  unchangedRow: 0,
  isProven: false,
  movedFrom: [],
  time: null,
  isAtEnd: false,
} as const

/** A reading that begins at the top of the list. */
export function fromTop({ isFiltered }: { readonly isFiltered: boolean }): Reading {
  return { ...NOTHING_READ, at: null, isFromTop: !isFiltered, isFiltered }
}

/** A reading that begins after a mark of a stretch. */
export function fromMark(own: Stretch, { position, time }: KeptPlace): Reading {
  return { ...NOTHING_READ, at: position, resumedAt: position, own, time }
}

/** A reading that begins somewhere within a stretch, or right after it: its first page shows where. */
export function fromWithin(own: Stretch): Reading {
  return { ...NOTHING_READ, at: own.last, own, isAttached: false }
}
