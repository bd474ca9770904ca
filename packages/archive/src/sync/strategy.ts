import type { Capabilities, MessageOrder } from '@sms/core'
import type { ListEnd } from '../store/member-store.ts'

const HOUR_MS = 3_600_000

// Messages of a list without a total were found to appear up to so long after their time.
export const MOST_LATENESS: number = 48 * HOUR_MS

/**
 * How a conversation is synced, by what its provider declares about its list.
 *
 * - `start`: read oldest first. What is stored is always the beginning of the list, so new messages follow it.
 * - `head`: read from the end that new messages arrive at, until what follows is proved to be stored.
 */
export interface Strategy {
  readonly from: 'start' | 'head'
  /** The option `order` of each call; undefined for the provider's own. */
  readonly order: MessageOrder | undefined
  /**
   * What proves that everything below a row of stored messages is stored too.
   *
   * - `distance`: their distance from the end of the list, by the total
   * - `age`: they are older than any message that may still be inserted below
   * - `sequence`: nothing but the row itself, since the order of the list is not documented
   */
  readonly proof: 'distance' | 'age' | 'sequence'
  /** Whether new messages may come at the end of the list too. */
  readonly readsEnd: boolean
  /** What leads to the part of the list below a place: its cursor, or the time of the message there. */
  readonly resumesBy: 'cursor' | 'time'
  /** Which end of the list as it is stored has the oldest messages; null if the provider does not say. */
  readonly oldEnd: ListEnd | null
}

/** Chooses the strategy that needs the fewest requests for what is declared, and never one that assumes more. */
export function strategyOf({ order, orders, total, timestamps }: Capabilities): Strategy {
  if (order === 'oldest-first' || orders.includes('oldest-first')) {
    return {
      from: 'start',
      order: order === 'oldest-first' ? undefined : 'oldest-first',
      proof: 'sequence',
      readsEnd: true,
      resumesBy: 'cursor',
      oldEnd: 'top',
    }
  }
  if (order === 'unspecified') {
    return {
      from: 'head',
      order: undefined,
      proof: 'sequence',
      readsEnd: true,
      resumesBy: 'cursor',
      oldEnd: null,
    }
  }
  // Without a total, nothing shows that something was inserted further down, and a cursor may hold a token that ends.
  return {
    from: 'head',
    order: undefined,
    proof: total ? 'distance' : 'age',
    readsEnd: false,
    resumesBy: !total && timestamps ? 'time' : 'cursor',
    oldEnd: 'end',
  }
}

/** How far apart two readings must be that did not show a message, so that it has vanished. */
export function patienceOf({ proof }: Strategy): number {
  return proof === 'age' ? MOST_LATENESS : HOUR_MS
}
